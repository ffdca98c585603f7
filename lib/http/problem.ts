import { ORPCError, ValidationError } from '@orpc/contract';
import { z } from 'zod';
import { AppError, type ErrorCode, statusOfCode, validationError } from '#lib/errors.ts';
import { log } from '#lib/log.ts';
import { toIssues } from './issue.ts';

/** How an error is written: plain for REST, wrapped as the typed client expects it for RPC. */
export type Encoding = 'rest' | 'rpc';

export const problemSchema = z
  .object({
    code: z.enum(Object.keys(statusOfCode) as [ErrorCode, ...ErrorCode[]]),
    message: z.string().meta({ description: 'In words, for people.' }),
    details: z
      .looseObject({
        issues: z.array(z.object({ path: z.string().meta({ description: 'The field, such as `links.0.url`.' }), message: z.string() })).optional(),
      })
      .optional(),
    timestamp: z.iso.datetime(),
    traceId: z.string().meta({ description: 'Also in X-Correlation-ID and in our log.' }),
  })
  .meta({ id: 'Error', description: 'Every answer that is no success.' });

type Problem = z.infer<typeof problemSchema>;

const databaseAway = new Set(['P1001', 'P1002', 'P1008', 'P1017', 'P2024']);

function fromProcedure(error: ORPCError<string, unknown>): AppError | null {
  if (error.cause instanceof ValidationError && error.code === 'BAD_REQUEST') return validationError(toIssues(error.cause.issues));
  if (error.code === 'METHOD_NOT_SUPPORTED') return new AppError('method_not_allowed', 'This operation does not take this method.');
  return null;
}

/** The error that a caller may see; null when it is our own fault and must not be shown. */
function toPublicError(error: unknown): AppError | null {
  if (error instanceof AppError) return error;
  if (error instanceof ORPCError) return fromProcedure(error);
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return databaseAway.has(code) ? new AppError('unavailable', 'The database does not answer.', { retryAfterSeconds: 5, cause: error }) : null;
}

/** Turns whatever was thrown into what a caller may see; our own faults are logged under the trace id. */
export function toAppError(error: unknown, traceId: string): AppError {
  const known = toPublicError(error);
  if (known && known.status < 500) return known;
  if (known?.cause === undefined && known?.code === 'unavailable') {
    log('http').warn({ reason: known.message, traceId }, 'request put off');
    return known;
  }
  const cause = error instanceof ORPCError ? (error.cause ?? error) : error;
  log('http').error({ err: cause, issues: cause instanceof ValidationError ? cause.issues : undefined, traceId }, 'request failed');
  return known ?? new AppError('internal', 'Something went wrong here. The trace id leads to the log line.');
}

function problemOf(error: AppError, traceId: string, nowMs: number): Problem {
  const { code, message, details } = error;
  return { code, message, ...(details ? { details } : {}), timestamp: new Date(nowMs).toISOString(), traceId };
}

/** Answers with an error. */
export function problemResponse(error: AppError, { traceId, nowMs, encoding }: { traceId: string; nowMs: number; encoding: Encoding }): Response {
  const { code, message, ...data } = problemOf(error, traceId, nowMs);
  const status = statusOfCode[code];
  const body = encoding === 'rest' ? { code, message, ...data } : { json: { defined: false, code, status, message, data } };
  const headers = new Headers({ 'cache-control': 'private, no-store' });
  if (error.retryAfterSeconds !== undefined) headers.set('retry-after', String(error.retryAfterSeconds));
  // A kept connection would hold up a stop.
  if (code === 'unavailable') headers.set('connection', 'close');
  if (code === 'unauthenticated') headers.set('www-authenticate', 'Bearer realm="signalbox"');
  return Response.json(body, { status, headers });
}
