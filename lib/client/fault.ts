import type { ErrorDetails } from '#lib/errors.ts';

/** What went wrong with a request, as far as the browser can tell. */
export interface FaultShape {
  /** A code of lib/errors.ts, or `offline` when no answer came at all. */
  code: string;
  message: string;
  /** What to search the server's log for. */
  traceId: string | null;
  details: ErrorDetails | null;
  /** HTTP status; 0 when no answer came. */
  status: number;
}

export class Fault extends Error implements FaultShape {
  readonly code: string;
  readonly traceId: string | null;
  readonly details: ErrorDetails | null;
  readonly status: number;

  constructor({ code, message, traceId, details, status }: FaultShape) {
    super(message);
    this.name = 'Fault';
    this.code = code;
    this.traceId = traceId;
    this.details = details;
    this.status = status;
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
const textOr = <T>(value: unknown, other: T) => (typeof value === 'string' ? value : other);

/** Makes a Fault of whatever a request threw. `traceId` is the correlation id that was sent with it. */
export function toFault(error: unknown, traceId: string | null = null): Fault {
  if (error instanceof Fault) return error;
  if (isRecord(error) && typeof error.status === 'number' && typeof error.code === 'string') {
    const data = isRecord(error.data) ? error.data : {};
    const details = isRecord(data.details) ? data.details : isRecord(data) && Array.isArray(data.issues) ? data : null;
    return new Fault({
      code: textOr(data.code, error.code.toLowerCase()),
      message: textOr(error.message, 'The request failed.'),
      traceId: textOr(data.traceId, traceId),
      details: details as ErrorDetails | null,
      status: error.status,
    });
  }
  return new Fault({ code: 'offline', message: 'Signalbox does not answer.', traceId, details: null, status: 0 });
}

/** The message for each field that the server refused, by dotted path. */
export function fieldMessages(error: unknown): Record<string, string> {
  const issues = toFault(error).details?.issues ?? [];
  return Object.fromEntries(issues.map(({ path, message }) => [path, message]));
}
