import { ORPCError } from '@orpc/contract';
import { OpenAPIHandler } from '@orpc/openapi/fetch';
import { RPCHandler } from '@orpc/server/fetch';
import type { StandardHandlerOptions } from '@orpc/server/standard';
import { admit } from '#lib/auth/actor.ts';
import { findAddress } from '#lib/auth/address.ts';
import { env } from '#lib/env.ts';
import { AppError } from '#lib/errors.ts';
import { log } from '#lib/log.ts';
import type { Actor } from '#lib/model/role.ts';
import { refuseStrangers } from './authorise.ts';
import { readJsonBody, refuseContradiction } from './body.ts';
import type { CallContext, Outcome } from './context.ts';
import { correlationHeader, correlationIdOf } from './correlation.ts';
import { callerOf, spendCall } from './limit.ts';
import { measureCall } from './measure.ts';
import { findPlace, findProcedure, type Operation } from './operation.ts';
import { refuseForeignWrite } from './origin.ts';
import { type Encoding, problemResponse, toAppError } from './problem.ts';
import { router } from './router.ts';
import { readUpload } from './upload.ts';

type Handling = StandardHandlerOptions<CallContext>;
type Interceptors = { [K in 'interceptors' | 'clientInterceptors']-?: NonNullable<Handling[K]>[number] };

/** Keeps what was thrown, so that errors are written in one place. */
const keepFailure: Interceptors['interceptors'] = async ({ context, next }) => {
  try {
    return await next();
  } catch (failure) {
    if (!context.outcome) throw failure;
    context.outcome.failure = failure;
    return { matched: false, response: undefined };
  }
};

const watchCall: Interceptors['clientInterceptors'] = async ({ context, next }) => {
  if (context.outcome) context.outcome.entered = true;
  const output = await next();
  if (context.outcome) context.outcome.total = totalOf(output);
  return output;
};

function totalOf(output: unknown): number | undefined {
  if (output === null || typeof output !== 'object' || !('pagination' in output)) return undefined;
  return (output.pagination as { total: number }).total;
}

/** Made anew for each handler: handlers add to the lists that they are given. */
const watched = (): Handling => ({ interceptors: [keepFailure], clientInterceptors: [watchCall] });

const mounts = {
  rest: { prefix: '/api/v1', handler: new OpenAPIHandler(router, watched()) },
  rpc: { prefix: '/api/rpc', handler: new RPCHandler(router, watched()) },
} as const;

interface Call {
  encoding: Encoding;
  /** The request's method, with HEAD as GET. */
  method: string;
  url: URL;
  nowMs: number;
  correlationId: string;
  address: string | null;
  headers: Headers;
  template: string;
}

function openCall(request: Request, encoding: Encoding): Call {
  const correlationId = correlationIdOf(request.headers);
  return {
    encoding,
    method: request.method === 'HEAD' ? 'GET' : request.method,
    url: new URL(request.url),
    nowMs: Date.now(),
    correlationId,
    address: findAddress(request.headers, env().SIGNALBOX_PROXY_HOPS),
    headers: new Headers({ [correlationHeader]: correlationId, 'cache-control': 'private, no-store' }),
    template: 'none',
  };
}

interface Found {
  operation: Operation;
  params: Record<string, string>;
}

const nothingAt = (call: Call) => new AppError('not_found', `There is nothing at ${call.url.pathname}.`);

/** The operation that is called. Refuses paths and methods that the contract does not have. */
function find(call: Call): Found {
  const path = call.url.pathname.slice(mounts[call.encoding].prefix.length);
  if (call.encoding === 'rpc') {
    const operation = findProcedure(path);
    if (!operation) throw nothingAt(call);
    return { operation, params: {} };
  }
  const place = findPlace(path);
  if (!place) throw nothingAt(call);
  const operation = place.operations.find(({ method }) => method === call.method);
  if (operation) return { operation, params: place.params };
  call.headers.set('allow', place.operations.flatMap(({ method }) => (method === 'GET' ? ['GET', 'HEAD'] : [method])).join(', '));
  throw new AppError('method_not_allowed', `${call.url.pathname} does not take ${call.method}.`);
}

/** Takes the call from the caller's allowance, and says what is left of it. */
async function spend(call: Call, actor: Actor | null): Promise<void> {
  call.headers.set('x-rate-limit-remaining', '0');
  call.headers.set('x-rate-limit-remaining', String(await spendCall(callerOf(actor, call.address))));
}

/** The request as the handlers read it: with a body that was counted and is a JSON object. */
async function readPlainly(request: Request, call: Call, { operation, params }: Found): Promise<Request> {
  const body = operation.upload ? undefined : await readJsonBody(request);
  if (body) refuseContradiction(body, params);
  const carried = body ? { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } } : {};
  return new Request(call.url, { method: call.method, signal: request.signal, ...carried });
}

async function run(request: Request, call: Call): Promise<Response> {
  const { db, admission } = await admit(request.headers, call.nowMs);
  const actor = admission?.actor ?? null;
  await spend(call, actor);
  const found = find(call);
  const { operation } = found;
  call.template = call.encoding === 'rest' ? `/api/v1${operation.template}` : `/api/rpc/${operation.id.replace('.', '/')}`;
  if (admission?.by === 'cookie') refuseForeignWrite(call.method, request.headers);
  refuseStrangers(operation.access, actor);
  const upload = operation.upload ? { upload: await readUpload(request, operation.upload) } : {};
  const plain = await readPlainly(request, call, found);
  const { nowMs, correlationId, address } = call;
  const { prefix, handler } = mounts[call.encoding];
  const outcome: Outcome = { entered: false };
  const context: CallContext = { actor, db, nowMs, correlationId, address, signal: request.signal, outcome, ...upload };
  const result = await handler.handle(plain, { prefix, context });
  if (outcome.failure !== undefined) throw readable(outcome, correlationId);
  if (!result.matched) throw nothingAt(call);
  if (outcome.total !== undefined) call.headers.set('x-total-count', String(outcome.total));
  for (const cookie of outcome.cookies ?? []) result.response.headers.append('set-cookie', cookie);
  return result.response;
}

/** Before an operation is entered, only the request can be at fault. */
function readable({ entered, failure }: Outcome, traceId: string): unknown {
  if (entered || failure instanceof AppError || failure instanceof ORPCError) return failure;
  log('http').warn({ err: failure, traceId }, 'a request could not be read');
  return new AppError('bad_request', 'The request could not be read.', { cause: failure });
}

/** Answers one call of the API, whatever happens. */
export async function answerCall(request: Request, encoding: Encoding): Promise<Response> {
  const startedMs = performance.now();
  const call = openCall(request, encoding);
  const { correlationId: traceId, nowMs } = call;
  const response = await run(request, call).catch((error: unknown) => problemResponse(toAppError(error, traceId), { traceId, nowMs, encoding }));
  for (const [name, value] of call.headers) response.headers.set(name, value);
  measureCall({ method: call.method, template: call.template, status: response.status, durationMs: performance.now() - startedMs });
  return request.method === 'HEAD' ? new Response(null, response) : response;
}
