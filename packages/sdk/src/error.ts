/** What an error of this package knows of the call that failed. It never holds a credential or a query string. */
export interface FailedCall {
  /** The called service. */
  service: string;
  /** Such as `GET`. */
  method: string;
  /** The path within the service, without query. */
  path: string;
  /** Status of the last answer; null when there was none. */
  status?: number | null;
  /** Body of the last answer, parsed when it was JSON; undefined when there was none. */
  body?: unknown;
  /** How many attempts reached for the service. */
  attempts?: number;
  /** The correlation id that was sent. */
  correlationId?: string;
  /** How long the service asked to wait, ms. */
  retryAfterMs?: number | undefined;
  cause?: unknown;
}

/** What went wrong, for code to branch on. */
export type ServiceErrorCode = 'http_error' | 'invalid_body' | 'timeout' | 'unavailable' | 'authentication' | 'circuit_open' | 'bulkhead_full';

/** A call to a service that did not succeed: an answer of 3xx, 4xx or 5xx, and the base of all errors below. */
export class ServiceError extends Error {
  override readonly name: string = 'ServiceError';
  readonly code: ServiceErrorCode = 'http_error';
  declare readonly service: string;
  declare readonly method: string;
  declare readonly path: string;
  /** Status of the last answer; null when there was none. */
  declare readonly status: number | null;
  /** Body of the last answer, parsed when it was JSON; undefined when there was none. */
  declare readonly body: unknown;
  /** How many attempts reached for the service. */
  declare readonly attempts: number;
  declare readonly correlationId: string | undefined;
  /** How long the service asked to wait, ms. */
  declare readonly retryAfterMs: number | undefined;

  constructor(message: string, call: FailedCall) {
    const { cause, status = null, attempts = 0, ...known } = call;
    super(message, cause === undefined ? undefined : { cause });
    Object.assign(this, known, { status, attempts });
  }
}

/** No answer within the time of one attempt, or within the deadline of all of them. */
export class ServiceTimeoutError extends ServiceError {
  override readonly name: string = 'ServiceTimeoutError';
  override readonly code: ServiceErrorCode = 'timeout';
}

/** The answer calls its body JSON, and it is not. */
export class ServiceBodyError extends ServiceError {
  override readonly name: string = 'ServiceBodyError';
  override readonly code: ServiceErrorCode = 'invalid_body';
}

/** The service answered 503, or could not be reached, or the connection broke. */
export class ServiceUnavailableError extends ServiceError {
  override readonly name: string = 'ServiceUnavailableError';
  override readonly code: ServiceErrorCode = 'unavailable';
}

/** The service answered 401 or 403: a credential is missing, wrong or not enough. */
export class ServiceAuthenticationError extends ServiceError {
  override readonly name: string = 'ServiceAuthenticationError';
  override readonly code: ServiceErrorCode = 'authentication';
}

/** The breaker is open, or half-open with its probe under way: nothing was sent. */
export class ServiceCircuitOpenError extends ServiceUnavailableError {
  override readonly name: string = 'ServiceCircuitOpenError';
  override readonly code: ServiceErrorCode = 'circuit_open';
}

/** The bulkhead and its queue are full: nothing was sent. */
export class ServiceBulkheadError extends ServiceUnavailableError {
  override readonly name: string = 'ServiceBulkheadError';
  override readonly code: ServiceErrorCode = 'bulkhead_full';
}
