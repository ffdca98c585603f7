import type { ServiceError } from './error.ts';
import { withoutGaps } from './gap.ts';

/** How many calls may be under way at once. */
export interface BulkheadConfig {
  /** Calls under way at the same time, at least 1. */
  maxConcurrent: number;
  /** Calls that wait for their turn; more are refused with a ServiceBulkheadError. 0 by default. */
  queue?: number;
}

/** The failed call as a fallback sees it. */
export interface FallbackCall {
  method: string;
  path: string;
  error: ServiceError;
}

/** How one service is called. */
export interface ServiceConfig {
  /** Name in metrics, errors and `User-Agent`; one breaker for each name and host. */
  name: string;
  /** http or https URL, with a path where the service has one, without user info, query or fragment. */
  baseUrl: string;
  /** Longest time of one attempt, ms. 30,000 by default. */
  timeoutMs?: number | undefined;
  /** Longest time of a call with all its attempts and waits, ms. `timeoutMs × (maxRetries + 1)` by default. */
  deadlineMs?: number | undefined;
  /** Attempts after the first. 3 by default. */
  maxRetries?: number | undefined;
  /** Longest wait before the first retry, ms; it doubles with each. 1,000 by default. */
  retryDelayMs?: number | undefined;
  /** Longest wait that a `Retry-After` of the service may ask for, ms. 30,000 by default. */
  maxRetryAfterMs?: number | undefined;
  /** Failures in a row that open the breaker. 5 by default. */
  circuitBreakerThreshold?: number | undefined;
  /** How long the breaker stays open before it lets one probe through, ms. 60,000 by default. */
  circuitBreakerTimeoutMs?: number | undefined;
  /** Path for `healthCheck()`. `/health` by default. */
  healthCheckPath?: string | undefined;
  /** Sent as `X-API-Key`, to the origin of `baseUrl` alone. */
  apiKey?: string | undefined;
  /** Sent as `Authorization: Bearer`, to the origin of `baseUrl` alone. */
  jwtToken?: string | undefined;
  /** Limits concurrent calls. None by default. */
  bulkhead?: BulkheadConfig;
  /** Answers in place of a call that failed; what it returns or throws is the result. None by default. */
  fallback?: (call: FallbackCall) => unknown;
}

type Optional = 'apiKey' | 'jwtToken' | 'bulkhead' | 'fallback';

type Filled = { [Field in Exclude<keyof ServiceConfig, Optional>]-?: NonNullable<ServiceConfig[Field]> };

/** A configuration with every default filled in and its URL taken apart. */
export type Settings = Filled & Pick<ServiceConfig, Optional> & { origin: string; basePath: string };

const defaults = {
  timeoutMs: 30_000,
  maxRetries: 3,
  retryDelayMs: 1000,
  maxRetryAfterMs: 30_000,
  circuitBreakerThreshold: 5,
  circuitBreakerTimeoutMs: 60_000,
  healthCheckPath: '/health',
};

const atLeast = {
  timeoutMs: 1,
  deadlineMs: 1,
  maxRetries: 0,
  retryDelayMs: 0,
  maxRetryAfterMs: 0,
  circuitBreakerThreshold: 1,
  circuitBreakerTimeoutMs: 1,
} as const;
const whole = ['maxRetries', 'circuitBreakerThreshold'];
const longestTimerMs = 2_147_483_647;

const refuse = (name: unknown, what: string): never => {
  throw new TypeError(`ServiceConfig${typeof name === 'string' && name ? ` of ${name}` : ''}: ${what}`);
};

function parseBaseUrl(name: string, text: string): URL {
  if (typeof text !== 'string' || !URL.canParse(text)) return refuse(name, 'baseUrl must be a URL such as https://orders.example.com');
  const url = new URL(text);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') refuse(name, 'baseUrl must begin with http:// or https://');
  if (url.username || url.password) refuse(name, 'baseUrl must not hold a user or password; use apiKey or jwtToken');
  if (url.search || url.hash) refuse(name, 'baseUrl must have no query and no fragment');
  return url;
}

function checkNumber(name: string, field: string, value: unknown, least: number, isWhole: boolean): void {
  const fits = typeof value === 'number' && value >= least && value <= longestTimerMs && (!isWhole || Number.isInteger(value));
  if (!fits) refuse(name, `${field} must be a${isWhole ? ' whole' : ''} number of at least ${least}`);
}

/** Fills in the defaults. Throws a TypeError that names the field; the value of a credential is in no message. */
export function settle(config: ServiceConfig): Settings {
  const { name } = config;
  if (typeof name !== 'string' || !/^[\x21-\x7e]{1,100}$/.test(name)) refuse(name, 'name must be 1–100 printable characters without spaces');
  const url = parseBaseUrl(name, config.baseUrl);
  const filled = { ...defaults, ...withoutGaps(config) };
  const settings = { ...filled, deadlineMs: filled.deadlineMs ?? filled.timeoutMs * (filled.maxRetries + 1) };
  for (const [field, least] of Object.entries(atLeast) as [keyof typeof atLeast, number][])
    checkNumber(name, field, settings[field], least, whole.includes(field));
  for (const field of ['apiKey', 'jwtToken'] as const) {
    const secret = settings[field];
    if (secret !== undefined && !/^[\x21-\x7e]+$/.test(secret)) refuse(name, `${field} must be printable ASCII without spaces`);
  }
  if (settings.bulkhead) {
    const { maxConcurrent, queue = 0 } = settings.bulkhead;
    checkNumber(name, 'bulkhead.maxConcurrent', maxConcurrent, 1, true);
    checkNumber(name, 'bulkhead.queue', queue, 0, true);
  }
  return { ...settings, origin: url.origin, basePath: url.pathname.replace(/\/+$/, '') };
}
