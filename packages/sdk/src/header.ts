import { RequestContext } from './context.ts';
import { traceIdOf } from './trace.ts';

/** The headers that carry a context from service to service, in lower case. */
export const headerNames = {
  correlationId: 'x-correlation-id',
  userId: 'x-user-id',
  tenantId: 'x-tenant-id',
  traceparent: 'traceparent',
  /** How long the caller still waits for all its attempts, whole ms. Relative, because clocks differ between machines. */
  timeoutMs: 'x-request-timeout-ms',
  idempotencyKey: 'idempotency-key',
} as const;

const printable = /^[\x21-\x7e]{1,200}$/;
const longestTimeoutMs = 3_600_000;

type Incoming = Record<string, string | string[] | undefined>;

const textOf = (value: string | string[] | undefined): string | undefined => (typeof value === 'string' && printable.test(value) ? value : undefined);

/** The context that a request carries. Values that are too long or not printable are dropped, so that they cannot break a log line. */
export function contextOfHeaders(headers: Incoming): RequestContext {
  const traceparent = textOf(headers[headerNames.traceparent]);
  const timeout = textOf(headers[headerNames.timeoutMs]);
  const timeoutMs = timeout && /^\d{1,8}$/.test(timeout) ? Math.min(Number(timeout), longestTimeoutMs) : undefined;
  return new RequestContext({
    correlationId: textOf(headers[headerNames.correlationId]),
    userId: textOf(headers[headerNames.userId]),
    tenantId: textOf(headers[headerNames.tenantId]),
    traceparent: traceIdOf(traceparent) ? traceparent : undefined,
    deadlineMs: timeoutMs === undefined ? undefined : Date.now() + timeoutMs,
  });
}
