/** A refusal that the contract declares: its status, a code for programs, a sentence for people. */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  readonly details: Record<string, unknown> | undefined;
  readonly headers: Record<string, string>;

  constructor(status: number, code: string, message: string, options: { details?: Record<string, unknown>; headers?: Record<string, string> } = {}) {
    super(message);
    this.name = 'ApiError';
    this.status = status;
    this.code = code;
    this.details = options.details;
    this.headers = options.headers ?? {};
  }
}

/** The body of every refusal. */
export const errorBody = (error: ApiError, now: Date, traceId: string) => ({
  code: error.code,
  message: error.message,
  ...(error.details && { details: error.details }),
  timestamp: now.toISOString(),
  traceId,
});

export const notFound = (what: string) => new ApiError(404, 'NOT_FOUND', `There is no ${what} with this id.`);

const refusals: Record<number, [code: string, message: string]> = {
  400: ['VALIDATION_FAILED', 'The request is not valid.'],
  404: ['NOT_FOUND', 'There is nothing at this path.'],
  413: ['CONTENT_TOO_LARGE', 'The body is longer than 64 KiB.'],
  415: ['UNSUPPORTED_MEDIA_TYPE', 'Send the body as application/json.'],
};

interface FrameworkError {
  statusCode?: number;
  message: string;
  validation?: unknown;
}

/** What the framework refused, in our words; whatever nobody expected becomes a 500 that tells nothing of the inside. */
export function toApiError(error: unknown): ApiError {
  if (error instanceof ApiError) return error;
  const { statusCode = 500, message } = error as FrameworkError;
  const [code, sentence] = refusals[statusCode] ?? [];
  if (!code || !sentence) return new ApiError(500, 'INTERNAL_ERROR', 'The service failed. Its log says why, under this trace id.');
  return new ApiError(statusCode, code, sentence, statusCode === 400 ? { details: { request: message } } : {});
}
