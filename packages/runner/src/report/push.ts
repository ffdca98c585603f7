import { setTimeout as wait } from 'node:timers/promises';
import { AnswerError, askWith, type Server } from '../ask.ts';
import { CommandError } from '../fault.ts';
import { createHider } from '../hide.ts';
import { fitReport } from './fit.ts';
import type { RunReport } from './report.ts';

const deadlineMs = 20_000;
const pausesMs = [300, 1000, 3000];
/** Whoever asks to wait longer gets the result another time. */
const longestPauseMs = 60_000;

const mayPass = (error: unknown): error is AnswerError =>
  error instanceof AnswerError && (error.status === null || error.status === 429 || error.status >= 500);

/** How long to wait before the next attempt: never shorter than the answer asks for. */
function pauseAfter({ message, status, retryAfterMs }: AnswerError, pauseMs: number): number {
  if (retryAfterMs === null) return pauseMs;
  if (retryAfterMs > longestPauseMs)
    throw new AnswerError(
      `${message}\nSignalbox asks to wait ${Math.ceil(retryAfterMs / 1000)} s: push the result again then.`,
      status,
      retryAfterMs,
    );
  return Math.max(pauseMs, retryAfterMs);
}

function hideIn<Value>(value: Value, hide: (text: string) => string): Value {
  if (typeof value === 'string') return hide(value) as Value;
  if (Array.isArray(value)) return value.map((one) => hideIn(one, hide)) as Value;
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, hideIn(inner, hide)])) as Value;
}

/** A copy in which nothing that a run wrote holds a secret. Words of our own stay, whatever the secret is. */
function hideSecrets(report: RunReport, secrets: (string | undefined)[]): RunReport {
  const { summary, broken, version, baseUrl, findings, outcome, ...rest } = report;
  const hide = createHider(secrets);
  const hidden = findings.map((finding) => {
    const { id, source, severity, direction, fingerprint, ...told } = finding;
    return { id, source, severity, direction, fingerprint, ...hideIn(told, hide) };
  });
  return { ...rest, ...hideIn({ summary, broken, version, baseUrl, outcome }, hide), findings: hidden };
}

export interface Pushing {
  /** What no text may hold. */
  secrets?: (string | undefined)[];
  signal?: AbortSignal | undefined;
  /** How long to wait before each further attempt. */
  pausesMs?: number[];
}

/**
 * Sends the result of a run to Signalbox, again where the network or the server failed: the id of the report makes it one run
 * however often it arrives. Waits as long as `Retry-After` asks, up to a minute. Rejects with a CommandError in words where Signalbox did not keep it.
 */
export async function pushReport(server: Server, service: string, report: RunReport, pushing: Pushing = {}): Promise<void> {
  const body = fitReport(hideSecrets(report, [server.token, ...(pushing.secrets ?? [])]));
  const pauses = pushing.pausesMs ?? pausesMs;
  for (let tries = 0; ; tries++)
    try {
      await askWith(server, 'POST', `/services/${encodeURIComponent(service)}/runs/reports`, body, { deadlineMs });
      return;
    } catch (error) {
      if (!(error instanceof CommandError)) throw error;
      const pauseMs = pauses[tries];
      if (!mayPass(error) || pauseMs === undefined || pushing.signal?.aborted) throw error;
      await wait(pauseAfter(error, pauseMs), undefined, { signal: pushing.signal }).catch(() => undefined);
    }
}
