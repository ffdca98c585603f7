import { type Caller, type Exchange, RunOver, type Sent } from '@signalbox/runner';
import { AppError } from '#lib/errors.ts';
import { spellMs } from '#lib/model/quantity.ts';
import type { Exchange as Answered } from '../exchange.ts';
import type { Http } from '../http.ts';
import type { Place } from '../place.ts';
import type { RunLimits } from './limits.ts';

export interface OutboundCaller extends Caller {
  /** Requests that were sent. */
  calls(): number;
  /** Why there was no answer, where none ever came; null once there was one. */
  silence(): string | null;
}

interface CallerOptions {
  http: Http;
  baseUrl: string;
  limits: RunLimits;
  signal: AbortSignal;
  onCall(calls: number): void;
}

/** What belongs to a connection, or leads to another host behind the same address. */
const withheld = new Set([
  ...['host', 'connection', 'keep-alive', 'transfer-encoding', 'te', 'trailer', 'upgrade', 'expect', 'content-length'],
  ...['proxy-authorization', 'proxy-connection', 'accept-encoding'],
]);
const reading = new Set(['GET', 'HEAD']);
const isHeaderName = (name: string) => /^[A-Za-z0-9!#$%&'*+.^_`|~-]+$/.test(name);
const isHeaderValue = (value: string) => /^[\t\x20-\x7e\x80-\xff]*$/.test(value);

function headersOf(sent: Sent): Record<string, string> {
  const entries = Object.entries(sent.headers);
  return Object.fromEntries(entries.filter(([name, value]) => !withheld.has(name.toLowerCase()) && isHeaderName(name) && isHeaderValue(value)));
}

/** The place of one request: the origin was checked once, and no document leads away from it. */
function placeOf(base: Place, sent: Sent): Place {
  if (!reading.has(sent.method)) throw new Error(`${sent.method} is not to be sent`);
  const url = URL.canParse(sent.url) ? new URL(sent.url) : null;
  if (!url || url.origin !== base.request.origin)
    throw new AppError('unprocessable', `The document leads away from the service, to ${sent.url.slice(0, 200)}. Nothing is sent there.`);
  return { ...base, request: { ...base.request, path: `${url.pathname}${url.search}` } };
}

const nothing = { status: null, headers: {}, body: Buffer.alloc(0) };

function toExchange(sent: Sent, answered: Answered): Exchange {
  const { durationMs } = answered;
  if (answered.ok) return { sent, status: answered.status, headers: answered.headers, body: answered.body, durationMs, trouble: null };
  // Our own trouble is no finding about the service.
  if (answered.outcome === 'self') throw new AppError('unprocessable', `${answered.reason}.`);
  return { sent, ...nothing, durationMs, trouble: answered.reason, isRefused: answered.isClosed ?? false };
}

/** Sends what a run that only reads sends, under the outbound policy: to one origin, to checked addresses, with caps, without following redirects. */
export function createOutboundCaller({ http, baseUrl, limits, signal, onCall }: CallerOptions): OutboundCaller {
  const base = http.placeOf('document', new URL(baseUrl).origin, '/', { apiKey: null, bearerToken: null });
  const { maxBytes, answerMs: deadlineMs, sendingMs } = limits;
  const endsAtMs = performance.now() + sendingMs;
  const silent = { calls: 0, ms: 0, trouble: '' };
  let [calls, answers] = [0, 0];

  function listen(answered: Answered): void {
    if (answered.ok || answered.isRefused) {
      answers += 1;
      Object.assign(silent, { calls: 0, ms: 0 });
      return;
    }
    silent.trouble = answered.reason;
    silent.calls += 1;
    silent.ms += answered.durationMs;
  }

  function giveUpInTime(): void {
    const { calls: mostCalls, ms } = answers === 0 ? limits.silence.first : limits.silence.later;
    if (silent.calls >= mostCalls || silent.ms >= ms) throw new RunOver(`None of the last ${silent.calls} requests was answered: ${silent.trouble}.`);
    if (performance.now() > endsAtMs) throw new RunOver(`The time for requests was over after ${spellMs(sendingMs)}.`);
  }

  return {
    async call(sent) {
      signal.throwIfAborted();
      if (base.denial) throw base.denial;
      giveUpInTime();
      calls += 1;
      onCall(calls);
      const place = placeOf(base, sent);
      const outgoing = { method: sent.method, headers: headersOf(sent), body: null };
      const answered = await http.send(place, outgoing, { maxBytes, mayCut: false, deadlineMs }, signal);
      signal.throwIfAborted();
      listen(answered);
      return toExchange(sent, answered);
    },
    close: () => undefined,
    calls: () => calls,
    silence: () => (answers === 0 && calls > 0 ? silent.trouble : null),
  };
}
