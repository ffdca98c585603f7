import { readHealth } from '#lib/model/health-body.ts';
import { spellMs } from '#lib/model/quantity.ts';
import type { Reading } from '#lib/model/reading.ts';
import type { Http } from './http.ts';
import type { Answer, Limits } from './look.ts';
import type { Credentials, Place } from './place.ts';
import { describeRedirect, isRedirect, makeReading } from './reading.ts';

export interface HealthTarget extends Credentials {
  baseUrl: string;
  healthCheckPath: string;
  deadlineMs: number;
  slowMs?: number;
}

export interface LookContext {
  nowMs: number;
  signal?: AbortSignal | undefined;
}

export const healthLimits: Limits = { maxBytes: 65_536, mayCut: true };

function judgeAnswer(place: Place, answer: Answer, slowMs: number): Pick<Reading, 'outcome' | 'reason' | 'version'> {
  if (answer.outcome !== 'answer' || answer.status === null)
    return { outcome: answer.outcome === 'self' ? 'self' : 'fail', reason: answer.reason, version: null };
  if (isRedirect(answer.status)) return { outcome: 'fail', reason: describeRedirect(place, answer), version: null };
  const said = readHealth(answer.status, answer.contentType, answer.body.toString());
  if (said.outcome !== 'ok' || answer.durationMs <= slowMs) return said;
  return { outcome: 'slow', reason: `slow: ${spellMs(answer.durationMs)}, limit ${spellMs(slowMs)}`, version: said.version };
}

/** One look at a health endpoint. Never throws for what the target does. */
export async function lookHealth(http: Http, target: HealthTarget, slowMs: number, { nowMs, signal }: LookContext): Promise<Reading> {
  const place = http.placeOf('health', target.baseUrl, target.healthCheckPath, target);
  const answer = await http.get(place, healthLimits, target.deadlineMs, signal);
  return makeReading('health', place, answer, nowMs, judgeAnswer(place, answer, slowMs));
}
