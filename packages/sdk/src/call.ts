import type { Answer } from './answer.ts';
import type { Settings } from './config.ts';
import type { RequestContext } from './context.ts';
import type { FailedCall, ServiceError } from './error.ts';

/** One call with everything that its attempts share. */
export interface Call {
  settings: Settings;
  breaker: { run: (attempt: () => Promise<Answer>) => Promise<Answer | null> };
  context: RequestContext;
  method: string;
  /** Path and query as they are sent. */
  target: string;
  /** Path without query, for people. */
  path: string;
  headers: Record<string, string>;
  body: string | undefined;
  signal: AbortSignal | undefined;
  /** Whether the service may be asked twice. */
  isRepeatable: boolean;
  /** When the whole call ends, by `performance.now()`. */
  deadlineAt: number;
}

/** Method and path, for people. */
export const nameOf = ({ method, path }: Call): string => `${method} ${path}`;

/** The error of a call after so many attempts: `orders` and what is said of it. */
export const failedCall = (
  Kind: typeof ServiceError,
  { settings, method, path, context }: Call,
  attempts: number,
  said: string,
  more?: Partial<FailedCall>,
): ServiceError =>
  new Kind(`${settings.name}${said}`, { service: settings.name, method, path, attempts, correlationId: context.correlationId, ...more });
