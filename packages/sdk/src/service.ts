import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http';
import { RequestContext, runWithContext } from './context.ts';
import { type FastifyLike, fastifyPlugin } from './fastify.ts';
import { contextOfHeaders, headerNames } from './header.ts';
import { type Check, type HealthReport, healthOf } from './health.ts';
import { drain, type Listening, type ListenOptions, listenOn } from './listen.ts';
import { contextual, type Log, standardLog } from './log.ts';
import { collectProcessMetrics, metrics } from './metrics.ts';
import { keepTrying, type SignalboxOptions } from './registration.ts';
import { contexts } from './request.ts';
import { expressRoute, Routes } from './route.ts';
import { nextTraceparent } from './trace.ts';

/** What a service says of itself. */
export interface ServiceOptions {
  /** Its name in the catalog: lower-case letters, digits and hyphens. */
  name: string;
  /** Shown by `/health`. */
  version: string;
  /** Its OpenAPI document, as an object or as JSON; served at `/openapi.json`, and its paths name the routes in metrics. */
  document?: object | string;
  /** What `/health` looks at, by name. */
  checks?: Record<string, Check>;
  /** Longest time of one check, ms. 5,000 by default. */
  checkTimeoutMs?: number;
  /** Registers the service in the catalog when it listens. Not by default. */
  signalbox?: SignalboxOptions | undefined;
  /** Where lines go. JSON on the standard output by default. */
  log?: Log;
  /** One line for each request. true by default. */
  requestLog?: boolean;
  /** How long requests under way may take when the service stops, ms. 20,000 by default. */
  shutdownTimeoutMs?: number;
  /** Answers requests before the application does, such as the `handle` of an HttpTopicTransport. Returns whether it answered. */
  endpoints?: readonly ((request: IncomingMessage, response: ServerResponse) => boolean)[];
}

type Next = (error?: unknown) => void;

const methods = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'QUERY']);
const slug = /^[a-z0-9][a-z0-9-]{0,62}$/;

const pathOf = (request: IncomingMessage): string => {
  const { originalUrl, url = '/' } = request as IncomingMessage & { originalUrl?: string };
  const [path = '/'] = (originalUrl ?? url).split('?', 1);
  return path;
};

function parseDocument(name: string, document: object | string | undefined): object | undefined {
  if (typeof document !== 'string') return document;
  try {
    return JSON.parse(document);
  } catch {
    throw new TypeError(`Service ${name}: document must be an object or JSON. Parse YAML first.`);
  }
}

function send(request: IncomingMessage, response: ServerResponse, status: number, type: string, body: string): void {
  response.writeHead(status, { 'content-type': type, 'content-length': Buffer.byteLength(body), 'cache-control': 'no-store' });
  response.end(request.method === 'HEAD' ? undefined : body);
}

/** The server side of a service: health, metrics, document, correlation, request metrics and log, registration, graceful stop. */
export class Service {
  readonly name: string;
  readonly version: string;
  /** Writes lines that carry the correlation id of the request being served. */
  readonly log: Log;
  readonly #options: ServiceOptions;
  readonly #routes: Routes;
  readonly #document: string | undefined;
  readonly #health: () => Promise<HealthReport>;
  readonly #hooks: (() => unknown)[] = [];
  readonly #stopping = new AbortController();
  #stopped: Promise<void> | undefined;

  constructor(options: ServiceOptions) {
    const { name, version, checks = {}, checkTimeoutMs = 5000 } = options;
    if (!slug.test(name)) throw new TypeError(`Service ${JSON.stringify(name)}: a name is 1–63 lower-case letters, digits and hyphens`);
    this.name = name;
    this.version = version;
    this.#options = options;
    this.log = contextual(options.log ?? standardLog(name));
    const document = parseDocument(name, options.document);
    this.#document = document && JSON.stringify(document);
    this.#routes = new Routes(document);
    this.#health = healthOf(version, checks, checkTimeoutMs, (check, fault) => this.log.warn({ check, fault }, 'health check failed'));
    collectProcessMetrics();
  }

  /** The health as `/health` shows it. */
  async health(): Promise<HealthReport> {
    if (!this.#stopping.signal.aborted) return this.#health();
    return { status: 'unhealthy', version: this.version, checks: { process: { status: 'stopping', durationMs: 0 } } };
  }

  /** Answers `/health`, `/metrics`, `/openapi.json` and the given endpoints. Returns whether it did. */
  answer(request: IncomingMessage, response: ServerResponse): boolean {
    const own = request.method === 'GET' || request.method === 'HEAD' ? this.#own(pathOf(request)) : undefined;
    if (!own) return (this.#options.endpoints ?? []).some((endpoint) => endpoint(request, response));
    own().then(
      ([status, type, body]) => send(request, response, status, type, body),
      (error) => {
        this.log.error({ error }, 'an endpoint of the service failed');
        send(request, response, 500, 'text/plain', 'It failed here; the log says why.\n');
      },
    );
    return true;
  }

  #own(path: string): (() => Promise<[status: number, type: string, body: string]>) | undefined {
    const document = this.#document;
    if (path === '/openapi.json' && document) return async () => [200, 'application/json', document];
    if (path === '/metrics') return async () => [200, metrics().registry.contentType, await metrics().registry.metrics()];
    if (path !== '/health') return undefined;
    return async () => {
      const report = await this.health();
      return [report.status === 'healthy' ? 200 : 503, 'application/json', JSON.stringify(report)];
    };
  }

  /** Begins a request: reads its context, answers with its correlation id, and counts and logs it when it ends. */
  begin(request: IncomingMessage, response: ServerResponse, matched: () => string | undefined = () => expressRoute(request)): RequestContext {
    const read = contextOfHeaders(request.headers);
    const context = read.traceparent ? read : new RequestContext({ ...read, traceparent: nextTraceparent() });
    contexts.set(request, context);
    response.setHeader(headerNames.correlationId, context.correlationId);
    if (this.#stopping.signal.aborted) response.setHeader('connection', 'close');
    const { inFlight } = metrics();
    inFlight.inc();
    const startedAt = performance.now();
    const path = pathOf(request);
    const method = methods.has(request.method ?? '') ? (request.method as string) : 'OTHER';
    response.once('close', () => {
      inFlight.dec();
      const seconds = (performance.now() - startedAt) / 1000;
      const status = response.writableFinished ? response.statusCode : 499;
      const route = this.#routes.routeOf(path, matched());
      metrics().served.observe({ method, route, status: String(status) }, seconds);
      if (this.#options.requestLog === false) return;
      const fields = { method, route, status, durationMs: Math.round(seconds * 1e6) / 1000 };
      runWithContext(context, () => (status >= 500 ? this.log.error(fields, 'request') : this.log.info(fields, 'request')));
    });
    return context;
  }

  /** Middleware for Express and everything that speaks `(request, response, next)`. Put it before all others. */
  get middleware(): (request: IncomingMessage, response: ServerResponse, next: Next) => void {
    return (request, response, next) => {
      if (contexts.has(request)) return next();
      if (this.answer(request, response)) return;
      runWithContext(this.begin(request, response), next);
    };
  }

  /** Plugin for Fastify: `app.register(service.fastify)`. Registration and graceful stop follow `app.listen`. */
  get fastify(): (app: FastifyLike, options: unknown, done: (error?: Error) => void) => void {
    return fastifyPlugin(this);
  }

  /** A node:http listener around an application: a function, or an Express application. */
  handler(application: RequestListener): RequestListener {
    const { middleware } = this;
    return (request, response) => middleware(request, response, () => application(request, response));
  }

  /** Serves the application, registers it with Signalbox, and stops it gracefully on SIGTERM and SIGINT. Rejects when the port is taken. */
  listen(application: RequestListener, options: ListenOptions = {}): Promise<Listening> {
    return listenOn(this, this.handler(application), options);
  }

  /** Registers with Signalbox in the background, under the given address unless the options name another. Does nothing without them. */
  register(address: string): void {
    const { signalbox } = this.#options;
    if (signalbox?.url === undefined) return;
    const filled = { openapiPath: this.#document === undefined ? null : '/openapi.json', ...signalbox };
    void keepTrying(address, this.name, filled, this.log, this.#stopping.signal);
  }

  /** Work to do when the service stops, after its last request: closing publishers, consumers, databases. The last one given is done first. */
  onStop(work: () => unknown): void {
    this.#hooks.unshift(work);
  }

  /** Stops gracefully, once: `/health` turns unhealthy, no new connection, requests under way finish, then the work of `onStop`. */
  stop(server?: Server): Promise<void> {
    this.#stopped ??= this.#stop(server);
    return this.#stopped;
  }

  async #stop(server: Server | undefined): Promise<void> {
    this.#stopping.abort();
    if (server) await drain(server, this.#options.shutdownTimeoutMs ?? 20_000);
    for (const work of this.#hooks) {
      try {
        await work();
      } catch (error) {
        this.log.error({ error }, 'stopping left something open');
      }
    }
  }
}

/** Makes the server side of a service. Throws a TypeError when the name or the document cannot be used. */
export const createService = (options: ServiceOptions): Service => new Service(options);
