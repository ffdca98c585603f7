import type { Service } from '@signalbox/sdk';
import { currentContext } from '@signalbox/sdk';
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import type { Contract, Operation } from './document.ts';
import { ApiError, errorBody, toApiError } from './error.ts';
import { createRateLimit } from './limit.ts';
import { verifyToken } from './token.ts';
import { validatorOf } from './validate.ts';

/** A request that fits the contract. */
export interface Call<Body = unknown, Query = unknown> {
  params: Record<string, string>;
  query: Query;
  headers: Record<string, string | undefined>;
  body: Body;
}

export interface Answer {
  status: number;
  body?: unknown;
  headers?: Record<string, string>;
}

/** What answers each operation, by its operationId. */
export type Handlers = Record<string, (call: Call<never, never>) => Answer | Promise<Answer>>;

export interface AppOptions {
  service: Service;
  contract: Contract;
  handlers: Handlers;
  tokenKey: string;
  requestsPerMinute?: number;
  /** Runs before each request; the fault board works here. */
  door?: (request: FastifyRequest, reply: FastifyReply) => Promise<void>;
}

const mostBytes = 64 * 1024;
const defaultRequestsPerMinute = 60_000;

/** traceparent is `version-traceid-parentid-flags`. */
function traceIdNow(): string {
  const context = currentContext();
  return context?.traceparent?.split('-')[1] ?? context?.correlationId ?? 'unknown';
}

/** Who calls. Throws a 401 for whoever does not show a token of ours. */
function callerOf(request: FastifyRequest, tokenKey: string): string {
  const token = /^Bearer ([^\s]+)$/i.exec(request.headers.authorization ?? '')?.[1];
  const claims = token && verifyToken(token, tokenKey);
  if (claims) return claims.sub;
  throw new ApiError(401, 'UNAUTHORIZED', 'Send a valid token as Authorization: Bearer.', { headers: { 'www-authenticate': 'Bearer' } });
}

const routeOf = (path: string) => path.replace(/\{([^}]+)\}/g, ':$1');
const patternOf = (path: string) => new RegExp(`^${path.replace(/\{[^}]+\}/g, '[^/]+')}$`);

/** 405 with what is allowed where the contract has the path, else 404. */
function refuseUnknown(operations: Operation[]) {
  const paths = operations.map(({ path, method }) => ({ pattern: patternOf(path), method }));
  return (request: FastifyRequest): never => {
    const [path = '/'] = request.url.split('?', 1);
    const declared = paths.filter(({ pattern }) => pattern.test(path)).map(({ method }) => method);
    const allowed = declared.includes('GET') ? [...declared, 'HEAD'] : declared;
    if (allowed.length === 0 || allowed.includes(request.method)) throw new ApiError(404, 'NOT_FOUND', 'There is nothing at this path.');
    throw new ApiError(405, 'METHOD_NOT_ALLOWED', `This path answers ${allowed.join(', ')}.`, { headers: { allow: allowed.join(', ') } });
  };
}

/** Without a declared body whatever is sent as one is read and forgotten. */
function forgetBodies(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', (_request, payload, done) => {
    payload.resume().once('end', () => done(null));
  });
}

/** A Fastify application that keeps a contract: it answers what is declared, and refuses everything else in the declared way. */
export async function createApp({ service, contract, handlers, tokenKey, door, requestsPerMinute }: AppOptions): Promise<FastifyInstance> {
  const app = fastify({ bodyLimit: mostBytes, routerOptions: { maxParamLength: 2000 } });
  const take = createRateLimit(requestsPerMinute ?? defaultRequestsPerMinute);
  app.removeContentTypeParser('text/plain');
  // Awaited, so that its hook comes first: requests that the door refuses are counted and logged too.
  await app.register(service.fastify);
  app.setNotFoundHandler(refuseUnknown(contract.operations));
  app.setErrorHandler((thrown, _request, reply) => {
    const error = toApiError(thrown);
    if (error.status === 500) service.log.error({ error: thrown }, 'a request failed');
    return reply
      .code(error.status)
      .headers(error.headers)
      .send(errorBody(error, new Date(), traceIdNow()));
  });
  if (door) app.addHook('onRequest', door);

  const addRoute = (scope: FastifyInstance, operation: Operation) => {
    const handle = handlers[operation.id];
    if (!handle) throw new TypeError(`${service.name} has no handler for ${operation.id}.`);
    const validate = validatorOf(operation);
    scope.route({
      method: operation.method,
      url: routeOf(operation.path),
      onRequest: async (request, reply) => {
        const caller = callerOf(request, tokenKey);
        reply.header('x-rate-limit-remaining', take(caller, Date.now()));
      },
      preHandler: async (request) => validate(request),
      handler: async (request, reply) => {
        const { status, body, headers = {} } = await handle(request as unknown as Call<never, never>);
        return reply.code(status).headers(headers).send(body);
      },
    });
  };
  app.register(async (scope) => {
    for (const operation of contract.operations) if (operation.body) addRoute(scope, operation);
  });
  app.register(async (scope) => {
    forgetBodies(scope);
    for (const operation of contract.operations) if (!operation.body) addRoute(scope, operation);
  });
  return app;
}
