import { admit, type PrismaClient } from '#lib/auth/actor.ts';
import { findAddress } from '#lib/auth/address.ts';
import { env } from '#lib/env.ts';
import type { Feed } from '#lib/live/follow.ts';
import { log } from '#lib/log.ts';
import { refuseStrangers } from './authorise.ts';
import { correlationHeader, correlationIdOf } from './correlation.ts';
import { encodeChange, encodeEvent, lastSeenId } from './event.ts';
import { callerOf } from './limit.ts';
import { problemResponse, toAppError } from './problem.ts';
import type { Streams } from './streams.ts';

export interface LiveOptions {
  feedOf: (db: PrismaClient) => Pick<Feed, 'subscribe'>;
  lastIdOf: (db: PrismaClient) => Promise<number>;
  streams: Streams;
  beatMs: number;
  authoriseMs: number;
  maxAgeMs: number;
  /** What may wait for a slow reader before it is dropped. */
  bufferBytes: number;
}

export const liveDefaults = { beatMs: 10_000, authoriseMs: 20_000, maxAgeMs: 30 * 60_000, bufferBytes: 4_194_304 };

const streamHeaders = { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-cache, no-transform', 'x-accel-buffering': 'no' };
const jitterMs = (fromMs: number, spanMs: number) => fromMs + Math.random() * spanMs;

/** Runs `clean` when the stream ends, at once when it has ended already. */
function onEnd(ended: AbortController, clean: () => void): void {
  if (ended.signal.aborted) clean();
  else ended.signal.addEventListener('abort', clean, { once: true });
}

/** The sending end of one stream. */
function createWire(ended: AbortController, bufferBytes: number) {
  let controller: ReadableStreamDefaultController<Uint8Array> | undefined;
  const body = new ReadableStream<Uint8Array>(
    {
      start: (given) => {
        controller = given;
      },
      cancel: () => ended.abort(),
    },
    new ByteLengthQueuingStrategy({ highWaterMark: bufferBytes }),
  );
  const send = (bytes: Uint8Array) => {
    if (ended.signal.aborted || !controller) return;
    controller.enqueue(bytes);
    if ((controller.desiredSize ?? 0) <= 0) ended.abort();
  };
  onEnd(ended, () => closeQuietly(controller));
  return { body, send };
}

function closeQuietly(controller: ReadableStreamDefaultController<Uint8Array> | undefined): void {
  try {
    controller?.close();
  } catch {
    // The reader has gone first.
  }
}

/** Runs `task` again and again until the stream ends. */
function every(ms: number, ended: AbortController, task: () => void): void {
  const timer = setInterval(task, ms);
  onEnd(ended, () => clearInterval(timer));
}

/** Answers /api/live: what is missed, then what happens, until the reader, the session or the stream's age ends it. */
export function createLive(options: LiveOptions) {
  const { streams, beatMs, authoriseMs, maxAgeMs } = options;

  async function open(request: Request, ended: AbortController): Promise<Response> {
    const headers = new Headers(request.headers);
    const nowMs = Date.now();
    const { db, admission } = await admit(headers, nowMs);
    refuseStrangers('guest', admission?.actor ?? null);
    const caller = callerOf(admission?.actor ?? null, findAddress(headers, env().SIGNALBOX_PROXY_HOPS));
    const end = () => ended.abort();
    const leave = streams.enter(caller, end);
    onEnd(ended, leave);
    const lastId = await options.lastIdOf(db);
    const { body, send } = createWire(ended, options.bufferBytes);
    const sendReset = (id: number) => send(encodeEvent({ event: 'reset', id, data: { at: new Date().toISOString(), lastId: id } }));
    const seenId = lastSeenId(request);
    const hello = { at: new Date(nowMs).toISOString(), lastId };
    send(encodeEvent({ event: 'hello', retryMs: jitterMs(500, 1000), data: hello, ...(seenId === null ? { id: lastId } : {}) }));
    if (!ended.signal.aborted) {
      options
        .feedOf(db)
        .subscribe({ afterId: seenId ?? lastId, onChange: (change) => send(encodeChange(change)), onReset: sendReset, signal: ended.signal });
      every(beatMs, ended, () => send(encodeEvent({ event: 'beat', data: { at: new Date().toISOString() } })));
      every(authoriseMs, ended, () => void endWhenUnknown(headers, end));
      every(jitterMs(maxAgeMs * 0.9, maxAgeMs * 0.1), ended, () => {
        send(encodeEvent({ retryMs: jitterMs(250, 5000) }));
        end();
      });
    }
    return new Response(body, { headers: streamHeaders });
  }

  return async function answerLive(request: Request): Promise<Response> {
    const ended = new AbortController();
    request.signal.addEventListener('abort', () => ended.abort(), { once: true });
    if (request.signal.aborted) ended.abort();
    const traceId = correlationIdOf(request.headers);
    const response = await open(request, ended).catch((error: unknown) => {
      ended.abort();
      return problemResponse(toAppError(error, traceId), { traceId, nowMs: Date.now(), encoding: 'rest' });
    });
    response.headers.set(correlationHeader, traceId);
    return response;
  };
}

/** A session or token that has ended ends its streams; while the database is away they stay. */
async function endWhenUnknown(headers: Headers, end: () => void): Promise<void> {
  try {
    const { admission } = await admit(headers, Date.now());
    if (!admission) end();
  } catch (error) {
    log('http').warn({ err: error }, 'a stream could not be authorised again');
  }
}
