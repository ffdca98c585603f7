import type { MetricsServer } from '#lib/model/metrics-source.ts';
import type { Exchange } from './exchange.ts';
import type { Http } from './http.ts';
import type { Place } from './place.ts';
import { AnswerError, isFields } from './prometheus-answer.ts';
import { describeRedirect, isRedirect } from './reading.ts';

/** One question to a server's HTTP API. */
export interface Question<T> {
  path: string;
  /** Sent as a form, by POST; null asks by GET. */
  form: Record<string, string> | null;
  deadlineMs: number;
  read(data: unknown): T;
}

export type Told<T> =
  | { ok: true; data: T; durationMs: number; clockMs: number | null }
  | {
      ok: false;
      outcome: 'fail' | 'self';
      reason: string /** Any other question would fail alike. */;
      isAway: boolean;
      durationMs: number;
    };

const maxBytes = 10_000_000;
const anonymous = { apiKey: null, bearerToken: null };
const longestMessage = 300;

function headersOf({ username, password, bearerToken, tenant }: MetricsServer, form: Question<unknown>['form']): Record<string, string> {
  const basic = username === null ? null : `Basic ${Buffer.from(`${username}:${password ?? ''}`).toString('base64')}`;
  const authorization = bearerToken === null ? basic : `Bearer ${bearerToken}`;
  return {
    accept: 'application/json',
    ...(form === null ? {} : { 'content-type': 'application/x-www-form-urlencoded' }),
    ...(authorization === null ? {} : { authorization }),
    ...(tenant === null ? {} : { 'x-scope-orgid': tenant }),
  };
}

/** Asks a server, and reads its answer as a whole or not at all. Never rejects for what the server does. */
export async function askServer<T>(http: Http, server: MetricsServer, question: Question<T>, signal?: AbortSignal): Promise<Told<T>> {
  const place = http.placeOf('document', server.url, question.path, anonymous);
  const { form, deadlineMs } = question;
  const outgoing = { method: form ? 'POST' : 'GET', headers: headersOf(server, form), body: form && new URLSearchParams(form).toString() };
  const exchange = await http.ask(place, outgoing, { maxBytes, mayCut: false, deadlineMs }, signal);
  const { durationMs } = exchange;
  if (!exchange.ok)
    return { ok: false, outcome: exchange.outcome, reason: exchange.reason, isAway: !exchange.isRefused && !exchange.isLate, durationMs };
  try {
    const data = question.read(dataOf(place, exchange));
    return { ok: true, data, durationMs, clockMs: clockOf(exchange) };
  } catch (error) {
    if (!(error instanceof AnswerError)) throw error;
    return { ok: false, outcome: 'fail', reason: error.message, isAway: error.isOfServer, durationMs };
  }
}

type Answered = Extract<Exchange, { ok: true }>;

/** The server's clock when it answered; its header counts whole seconds. */
function clockOf({ headers }: Answered): number | null {
  const atMs = Date.parse(headers.date ?? '');
  return Number.isFinite(atMs) ? atMs + 500 : null;
}

const oneLine = (text: string) =>
  text
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim()
    .slice(0, longestMessage);

/** What stands in the envelope, or why it is not to be used. */
function dataOf(place: Place, answer: Answered): unknown {
  const { status } = answer;
  if (isRedirect(status))
    throw new AnswerError(
      `${describeRedirect(place, { status, location: answer.headers.location ?? null })}: is there a login in front of it?`,
      true,
    );
  const envelope = parse(answer);
  if (status === 401 || status === 403) throw new AnswerError(`answered HTTP ${status}: it refuses the credentials of this source`, true);
  if (isFields(envelope) && envelope.status === 'error') {
    const type = typeof envelope.errorType === 'string' ? envelope.errorType : 'error';
    const said = typeof envelope.error === 'string' ? oneLine(envelope.error) : '';
    throw new AnswerError(`answered HTTP ${status}, ${oneLine(type)}${said && `: ${said}`}`);
  }
  if (status < 200 || status >= 300) throw new AnswerError(`answered HTTP ${status}`, status >= 500);
  if (!isFields(envelope) || envelope.status !== 'success') throw new AnswerError('its answer is not that of a Prometheus: no status', true);
  refusePart(envelope);
  return envelope.data;
}

function parse({ body, headers, status }: Answered): unknown {
  const begin = body.toString('latin1', 0, 100);
  const isPage = /\bhtml\b/i.test(headers['content-type'] ?? '') || /^\s*</.test(begin);
  try {
    return JSON.parse(body.toString());
  } catch {
    if (status < 200 || status >= 300) return null;
    if (isPage) throw new AnswerError('sends a web page, not JSON: is there a login in front of it?', true);
    throw new AnswerError('its answer is no JSON, or ends too early');
  }
}

/** A part of the truth is none: a rate of half the instances looks like half the traffic. */
function refusePart(envelope: Record<string, unknown>): void {
  const warnings = Array.isArray(envelope.warnings) ? envelope.warnings.filter((one) => typeof one === 'string') : [];
  if (warnings.length > 0) throw new AnswerError(`answers in part only: ${oneLine(warnings.join('; '))}`);
  if (envelope.isPartial === true) throw new AnswerError('answers in part only: one of its stores is away');
}
