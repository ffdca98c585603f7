/** What came back from one attempt. */
export interface Answer {
  status: number;
  /** Parsed when it is JSON, text otherwise, undefined when empty. */
  body: unknown;
  /** Whether the body calls itself JSON and is not. */
  isBroken: boolean;
  retryAfterMs: number | undefined;
}

/** An attempt that brought no answer. Judged by its fields: another copy of this package may have thrown it. */
export class NoAnswer extends Error {
  readonly kind: 'timeout' | 'unreachable' | 'abandoned';
  /** Whether it is certain that the service has seen nothing of the request. */
  readonly isUnsent: boolean;

  constructor(kind: NoAnswer['kind'], reason: string, isUnsent = false) {
    super(reason);
    this.kind = kind;
    this.isUnsent = isUnsent;
  }
}

/** Whether an answer speaks of trouble in the service: 5xx, 408 and 429. Any other 4xx is the caller's own. */
export const isTrouble = (status: number): boolean => status >= 500 || status === 408 || status === 429;

/** A `Retry-After`, in seconds or as a date, as ms from now. */
export function parseRetryAfter(value: string | undefined, nowMs: number): number | undefined {
  if (value === undefined) return undefined;
  if (/^\s*\d+(\.\d+)?\s*$/.test(value)) return Number(value) * 1000;
  const at = Date.parse(value);
  return Number.isNaN(at) ? undefined : Math.max(0, at - nowMs);
}
