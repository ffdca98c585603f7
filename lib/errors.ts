/** Every code that a caller can meet, and the HTTP status it travels with. */
export const statusOfCode = {
  validation_failed: 400,
  bad_request: 400,
  outbound_denied: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  method_not_allowed: 405,
  name_taken: 409,
  conflict: 409,
  payload_too_large: 413,
  unprocessable: 422,
  rate_limited: 429,
  internal: 500,
  unavailable: 503,
} as const;

export type ErrorCode = keyof typeof statusOfCode;

export interface Issue {
  /** Dotted path of the field, such as `baseUrl` or `links.0.url`. */
  path: string;
  message: string;
}

export interface ErrorDetails {
  issues?: Issue[];
  [key: string]: unknown;
}

/** The one error that may show its message to a caller. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly details: ErrorDetails | undefined;
  readonly retryAfterSeconds: number | undefined;

  constructor(code: ErrorCode, publicMessage: string, options: { details?: ErrorDetails; retryAfterSeconds?: number; cause?: unknown } = {}) {
    super(publicMessage, { cause: options.cause });
    this.name = 'AppError';
    this.code = code;
    this.details = options.details;
    this.retryAfterSeconds = options.retryAfterSeconds;
  }

  get status(): number {
    return statusOfCode[this.code];
  }
}

/** A 400 that names its fields. */
export function validationError(issues: Issue[]): AppError {
  const first = issues[0];
  const message = first ? `${first.path || 'body'}: ${first.message}` : 'The request is not valid.';
  return new AppError('validation_failed', message, { details: { issues } });
}
