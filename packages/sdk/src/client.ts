import { type Breaker, breakerFor } from './breaker.ts';
import { Bulkhead, BulkheadFull } from './bulkhead.ts';
import { type Call, failedCall, nameOf } from './call.ts';
import { type ServiceConfig, type Settings, settle } from './config.ts';
import { contextFor, type RequestContext, type RequestContextFields } from './context.ts';
import { ServiceBulkheadError, ServiceError, ServiceTimeoutError } from './error.ts';
import { headerNames } from './header.ts';
import { type BreakerState, metrics } from './metrics.ts';
import { perform } from './perform.ts';

type Param = string | number | boolean | null | undefined;

/** What one call may say beside its path and body. */
export interface RequestOptions {
  /** Passed on as headers; what it leaves out comes from the request or event that is being handled, else it is new. */
  context?: RequestContextFields;
  /** Query parameters. null and undefined are left out; a list becomes repeated parameters. */
  params?: Record<string, Param | readonly Param[]>;
  /** More headers; they win over the client's own. */
  headers?: Record<string, string | undefined>;
  /** Ends the call at once, waits and queueing included; it rejects with the signal's reason. */
  signal?: AbortSignal;
  /** Sent as `Idempotency-Key`; with it POST and PATCH are retried too, because the service can tell a repetition. */
  idempotencyKey?: string;
}

const escaping = /[\\#\p{Cc}]|(^|\/)(\.|%2e){1,2}(\/|\?|$)/iu;
const plain = /^(?:\/[\w~-][\w.~-]*)+\/?$/;
const headerName = /^[!#$%&'*+.^_`|~0-9a-z-]+$/;
const headerValue = /^[\t\x20-\x7e\x80-\xff]*$/;
const repeatable = new Set(['GET', 'DELETE', 'PUT']);

/** The path and query to send. Most paths need no look of the URL parser. */
function targetOf(settings: Settings, path: string, params: RequestOptions['params']): { path: string; target: string } {
  if (params === undefined && plain.test(path)) {
    const whole = settings.basePath + path;
    return { path: whole, target: whole };
  }
  if (/^[a-z][a-z0-9+.-]*:/i.test(path))
    throw new TypeError(`${settings.name}: give a path such as /orders, not a whole URL; the address is baseUrl`);
  if (escaping.test(path))
    throw new TypeError(`${settings.name}: the path holds \\, #, . or .. as a segment; put values into it with encodeURIComponent`);
  const url = new URL(`${settings.origin}${settings.basePath}${path.startsWith('/') ? '' : '/'}${path}`);
  for (const [key, value] of Object.entries(params ?? {})) {
    const values = Array.isArray(value) ? value : [value];
    for (const one of values) if (one !== null && one !== undefined) url.searchParams.append(key, String(one));
  }
  return { path: url.pathname, target: url.pathname + url.search };
}

function checkHeader(client: string, name: string, value: string): void {
  if (!headerName.test(name) || !headerValue.test(value))
    throw new TypeError(`${client}: the header ${JSON.stringify(name)} cannot be sent as it is`);
}

/** Calls one service: JSON in and out, time-outs, retries, one circuit breaker for the process, context and trace passed on, metrics. */
export class ServiceClient {
  readonly #settings: Settings;
  readonly #breaker: Breaker;
  readonly #bulkhead: Bulkhead | undefined;
  readonly #headers: Record<string, string>;

  /** Throws a TypeError that names the field when the configuration is not valid. */
  constructor(config: ServiceConfig) {
    const settings = settle(config);
    this.#settings = settings;
    this.#breaker = breakerFor(settings.name, new URL(settings.origin).host, settings.circuitBreakerThreshold, settings.circuitBreakerTimeoutMs);
    this.#bulkhead = settings.bulkhead && new Bulkhead(settings.bulkhead);
    this.#headers = {
      accept: 'application/json',
      'content-type': 'application/json',
      'user-agent': `ServiceClient/${settings.name}`,
      ...(settings.apiKey && { 'x-api-key': settings.apiKey }),
      ...(settings.jwtToken && { authorization: `Bearer ${settings.jwtToken}` }),
    };
    metrics();
  }

  /** The service's name. */
  get name(): string {
    return this.#settings.name;
  }

  /** The service's address. */
  get baseUrl(): string {
    return this.#settings.baseUrl;
  }

  /** State of the circuit breaker. It stays `open` until the first call after its time, which is the probe. */
  get circuitState(): BreakerState {
    return this.#breaker.state;
  }

  /** Resolves to the parsed body, undefined when it is empty. Throws a ServiceError or one of its kinds. */
  get<T = unknown>(path: string, options?: RequestOptions): Promise<T> {
    return this.#request('GET', path, undefined, options) as Promise<T>;
  }

  /** As `get`. */
  delete<T = unknown>(path: string, options?: RequestOptions): Promise<T> {
    return this.#request('DELETE', path, undefined, options) as Promise<T>;
  }

  /** Sends the body as JSON. Not retried without an `idempotencyKey`, unless nothing of it was sent. */
  post<T = unknown>(path: string, body?: unknown, options?: RequestOptions): Promise<T> {
    return this.#request('POST', path, body, options) as Promise<T>;
  }

  /** Sends the body as JSON. */
  put<T = unknown>(path: string, body?: unknown, options?: RequestOptions): Promise<T> {
    return this.#request('PUT', path, body, options) as Promise<T>;
  }

  /** As `post`. */
  patch<T = unknown>(path: string, body?: unknown, options?: RequestOptions): Promise<T> {
    return this.#request('PATCH', path, body, options) as Promise<T>;
  }

  /** Whether the service's health endpoint answers with the status `healthy`. Never throws; neither retried nor kept off by the breaker. */
  async healthCheck(options: Pick<RequestOptions, 'signal' | 'context'> = {}): Promise<boolean> {
    const { healthCheckPath } = this.#settings;
    try {
      const call = this.#prepare('GET', healthCheckPath, undefined, options);
      const body = await perform({ ...call, settings: { ...this.#settings, maxRetries: 0 }, breaker: { run: (attempt) => attempt() } });
      return (body as { status?: unknown } | undefined)?.status === 'healthy';
    } catch {
      return false;
    }
  }

  async #request(method: string, path: string, body: unknown, options: RequestOptions = {}): Promise<unknown> {
    const call = this.#prepare(method, path, body, options);
    try {
      return await (this.#bulkhead ? this.#queue(this.#bulkhead, call) : perform(call));
    } catch (error) {
      const { fallback } = this.#settings;
      if (fallback && error instanceof ServiceError) return fallback({ method, path: call.path, error });
      throw error;
    }
  }

  async #queue(bulkhead: Bulkhead, call: Call): Promise<unknown> {
    const deadline = AbortSignal.timeout(Math.max(0, Math.ceil(call.deadlineAt - performance.now())));
    const signal = AbortSignal.any(call.signal ? [call.signal, deadline] : [deadline]);
    try {
      return await bulkhead.run(() => perform(call), signal);
    } catch (error) {
      if (error === deadline.reason) throw failedCall(ServiceTimeoutError, call, 0, `: no place for ${nameOf(call)} in time`);
      if (!(error instanceof BulkheadFull)) throw error;
      metrics().rejections.inc({ service: this.name });
      throw failedCall(ServiceBulkheadError, call, 0, ': as many calls as allowed are under way');
    }
  }

  #prepare(method: string, path: string, body: unknown, options: RequestOptions): Call {
    const settings = this.#settings;
    const { path: own, target } = targetOf(settings, path, options.params);
    const context = contextFor(options.context);
    const text = body === undefined ? undefined : JSON.stringify(body);
    const passedMs = context.deadlineMs === undefined ? Number.POSITIVE_INFINITY : context.deadlineMs - Date.now();
    return {
      settings,
      breaker: this.#breaker,
      context,
      method,
      target,
      path: own,
      headers: this.#headersFor(method, text, context, options),
      body: text,
      signal: options.signal,
      isRepeatable: repeatable.has(method) || options.idempotencyKey !== undefined,
      deadlineAt: performance.now() + Math.min(settings.deadlineMs, passedMs),
    };
  }

  #headersFor(method: string, body: string | undefined, context: RequestContext, options: RequestOptions): Record<string, string> {
    const headers: Record<string, string> = { ...this.#headers };
    const put = (name: string, value: string | undefined) => {
      if (value === undefined) return;
      checkHeader(this.name, name, value);
      headers[name] = value;
    };
    put(headerNames.correlationId, context.correlationId);
    put(headerNames.userId, context.userId);
    put(headerNames.tenantId, context.tenantId);
    put(headerNames.idempotencyKey, options.idempotencyKey);
    // Servers refuse an empty body that claims to be JSON, except where none is expected.
    if (body === undefined && method !== 'GET') delete headers['content-type'];
    if (options.headers) for (const [name, value] of Object.entries(options.headers)) put(name.toLowerCase(), value);
    return headers;
  }
}
