import { AsyncLocalStorage } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';
import { withoutGaps } from './gap.ts';
import { shared } from './state.ts';

/** What a request is about, as far as it is passed on from service to service. Every field is optional where one is asked for. */
export interface RequestContextFields {
  /** Joins the log lines of all services that one request reaches. Sent as `X-Correlation-ID`. */
  correlationId?: string | undefined;
  /** Who asked. Sent as `X-User-ID`. */
  userId?: string | undefined;
  /** For whom. Sent as `X-Tenant-ID`. */
  tenantId?: string | undefined;
  /** When the request arrived. */
  requestTimestamp?: Date | undefined;
  /** The W3C trace header of the request that is being served. */
  traceparent?: string | undefined;
  /** When whoever asked stops waiting, ms since the epoch. No call made for this request outlives it. */
  deadlineMs?: number | undefined;
}

/** A request's context. A new correlation id and the present moment stand in for what is not given. */
export class RequestContext implements RequestContextFields {
  declare readonly correlationId: string;
  declare readonly userId: string | undefined;
  declare readonly tenantId: string | undefined;
  declare readonly requestTimestamp: Date;
  declare readonly traceparent: string | undefined;
  declare readonly deadlineMs: number | undefined;

  constructor(fields: RequestContextFields = {}) {
    const { correlationId = randomUUID(), requestTimestamp = new Date(), userId, tenantId, traceparent, deadlineMs } = fields;
    Object.assign(this, { correlationId, userId, tenantId, requestTimestamp, traceparent, deadlineMs });
  }
}

function storage(): AsyncLocalStorage<RequestContext> {
  const state = shared();
  state.context ??= new AsyncLocalStorage<RequestContext>();
  return state.context as AsyncLocalStorage<RequestContext>;
}

/** The context of the request or event that is being handled; undefined outside of one. */
export function currentContext(): RequestContext | undefined {
  return storage().getStore();
}

/** The given fields, filled up from the request or event that is being handled. */
export function contextFor(given: RequestContextFields | undefined): RequestContext {
  const current = currentContext();
  if (!given || !current) return current ?? new RequestContext(given);
  return new RequestContext({ ...current, ...withoutGaps(given) });
}

/** Runs work, and whatever it awaits, within a context: clients and publishers used there take it up by themselves. */
export function runWithContext<T>(context: RequestContextFields, work: () => T): T {
  return storage().run(context instanceof RequestContext ? context : new RequestContext(context), work);
}
