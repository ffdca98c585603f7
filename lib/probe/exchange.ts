import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate } from 'node:zlib';
import type { Dispatcher } from 'undici';
import { spellMs } from '#lib/model/quantity.ts';
import { describeError, inMegabytes, isBrokenConnection, isClosedPort } from './fault.ts';
import type { Place } from './place.ts';

/** What is sent beside the place's own headers. */
export interface Outgoing {
  method: string;
  headers: Record<string, string>;
  body: string | null;
}

export interface ExchangeLimits {
  maxBytes: number;
  /** Keep the beginning of a longer answer instead of failing. */
  mayCut: boolean;
  deadlineMs: number;
}

export type Exchange =
  | { ok: true; status: number; headers: Record<string, string>; body: Buffer; isCut: boolean; durationMs: number }
  | {
      ok: false;
      outcome: 'fail' | 'self';
      reason: string;
      /** The connection broke. */
      isBroken?: boolean;
      /** There is an answer, of which none is kept. */
      isRefused?: boolean;
      /** Nothing listens there. */
      isClosed?: boolean;
      isLate?: boolean;
      durationMs: number;
    };

type Bytes = Buffer<ArrayBufferLike>;
type Unpack = (body: Bytes, options: { maxOutputLength: number }) => Promise<Bytes>;
const unpackers: Record<string, Unpack> = {
  gzip: promisify(gunzip) as Unpack,
  'x-gzip': promisify(gunzip) as Unpack,
  deflate: promisify(inflate) as Unpack,
  br: promisify(brotliDecompress) as Unpack,
};

const flat = (headers: Record<string, string | string[] | undefined>) =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), Array.isArray(value) ? value.join(', ') : (value ?? '')]));

async function readLimited(stream: AsyncIterable<Buffer>, maxBytes: number): Promise<{ body: Bytes; isCut: boolean }> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of stream) {
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes > maxBytes) return { body: Buffer.concat(chunks).subarray(0, maxBytes), isCut: true };
  }
  return { body: Buffer.concat(chunks), isCut: false };
}

class Refusal extends Error {}

async function unpack(body: Bytes, encoding: string, { maxBytes }: ExchangeLimits): Promise<Bytes> {
  const decode = unpackers[encoding.trim().toLowerCase()];
  if (!decode || body.length === 0) return body;
  return decode(body, { maxOutputLength: maxBytes }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ERR_BUFFER_TOO_LARGE') throw new Refusal(`sends more than the ${inMegabytes(maxBytes)} allowed, once unpacked`);
    throw new Refusal(`says ${encoding}, but sends something else or damaged data`);
  });
}

/** The place's own headers, and those given on top: the place's win, so that nothing replaces a credential. */
function headersOf(place: Place, given: Record<string, string>): Record<string, string> {
  const own = place.request.headers as string[];
  const headers = Object.fromEntries(Object.entries(given).map(([name, value]) => [name.toLowerCase(), value]));
  for (let at = 0; at < own.length; at += 2) {
    const name = own[at] ?? '';
    if (!(name === 'accept' && headers.accept)) headers[name] = own[at + 1] ?? '';
  }
  return headers;
}

/** One request with any method, and the whole answer. Never rejects for what the other side does. Redirects are not followed. */
export async function exchange(agent: Dispatcher, place: Place, outgoing: Outgoing, limits: ExchangeLimits, signal?: AbortSignal): Promise<Exchange> {
  const started = performance.now();
  const durationMs = () => performance.now() - started;
  if (place.denial) return { ok: false, outcome: 'self', reason: place.denial.message, durationMs: 0 };
  const deadline = AbortSignal.timeout(limits.deadlineMs);
  try {
    const { origin, path } = place.request;
    const answer = await agent.request({
      ...{ origin: origin as string, path, method: outgoing.method as Dispatcher.HttpMethod, body: outgoing.body },
      headers: headersOf(place, outgoing.headers),
      signal: signal ? AbortSignal.any([deadline, signal]) : deadline,
    });
    const { body: packed, isCut } = await readLimited(answer.body, limits.maxBytes);
    if (isCut && !limits.mayCut) throw new Refusal(`sends more than the ${inMegabytes(limits.maxBytes)} allowed`);
    const headers = flat(answer.headers);
    const body = isCut ? packed : await unpack(packed, headers['content-encoding'] ?? '', limits);
    return { ok: true, status: answer.statusCode, headers, body, isCut, durationMs: durationMs() };
  } catch (error) {
    if (error instanceof Refusal) return { ok: false, outcome: 'fail', reason: error.message, isRefused: true, durationMs: durationMs() };
    if (deadline.aborted)
      return { ok: false, outcome: 'fail', reason: `timed out after ${spellMs(limits.deadlineMs)}`, isLate: true, durationMs: durationMs() };
    if (signal?.aborted) return { ok: false, outcome: 'self', reason: 'the request was abandoned', durationMs: durationMs() };
    const { outcome, reason } = describeError(error, false);
    return { ok: false, outcome, reason, isBroken: isBrokenConnection(error), isClosed: isClosedPort(error), durationMs: durationMs() };
  }
}
