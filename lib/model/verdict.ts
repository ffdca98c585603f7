import { z } from 'zod';

/** What Signalbox says of a service. */
export const verdictSchema = z.enum(['up', 'degraded', 'down', 'unknown', 'maintenance']);
export type Verdict = z.infer<typeof verdictSchema>;

/** Worst first; the order of every list of trouble. */
export const verdictRank: Record<Verdict, number> = { down: 0, degraded: 1, unknown: 2, maintenance: 3, up: 4 };

/**
 * What one look at a health endpoint says: `ok`, `warn` (the service itself reports trouble), `slow` (ok, later than
 * the slow limit), `fail` (an error that the target caused), `self` (our own trouble: says nothing about the target).
 */
export const outcomeSchema = z.enum(['ok', 'warn', 'slow', 'fail', 'self']);
export type Outcome = z.infer<typeof outcomeSchema>;

export interface Judgement {
  verdict: Verdict;
  /** In words, such as `connection refused`. */
  reason: string;
  /** When the verdict began, ms since the epoch. */
  sinceMs: number;
  /** Consecutive looks that failed, that were slow, and that succeeded. */
  failures: number;
  slows: number;
  successes: number;
}

export interface Thresholds {
  failures: number;
  successes: number;
  /** Share of 5xx answers from which on a service counts as degraded, 0–1. */
  errorRatio: number;
}

export const defaultThresholds: Thresholds = { failures: 3, successes: 2, errorRatio: 0.05 };

export function newJudgement(nowMs: number): Judgement {
  return { verdict: 'unknown', reason: 'never looked at', sinceMs: nowMs, failures: 0, slows: 0, successes: 0 };
}

interface Look {
  outcome: Outcome;
  reason: string;
}

const turn = (past: Judgement, verdict: Verdict, reason: string, nowMs: number) => ({
  verdict,
  reason,
  sinceMs: past.verdict === verdict ? past.sinceMs : nowMs,
});

/** Streaks after this look. Our own trouble counts for nothing; a warning is an answer, but no step out of `degraded`. */
function countStreaks(past: Judgement, outcome: Outcome) {
  if (outcome === 'self') return { failures: past.failures, slows: past.slows, successes: past.successes };
  if (outcome === 'fail') return { failures: past.failures + 1, slows: 0, successes: 0 };
  const counts = outcome !== 'warn' || past.verdict === 'down';
  return { failures: 0, slows: outcome === 'slow' ? past.slows + 1 : 0, successes: counts ? past.successes + 1 : 0 };
}

/**
 * The next verdict, from the past one and one look.
 *
 * `down` after `thresholds.failures` consecutive failures; out of `down` after `thresholds.successes` consecutive
 * answers; `degraded` at once when the service says so itself, and after `thresholds.failures` consecutive slow
 * answers; back to `up` after `thresholds.successes` good ones. The first good look at a new service is `up` at once.
 * Our own trouble is `unknown`, never `down`.
 */
export function judge(past: Judgement, look: Look, nowMs: number, thresholds: Thresholds = defaultThresholds): Judgement {
  const streaks = countStreaks(past, look.outcome);
  const next = (verdict: Verdict, reason: string): Judgement => ({ ...streaks, ...turn(past, verdict, reason, nowMs) });
  const stay = (): Judgement => ({ ...streaks, verdict: past.verdict, reason: past.reason, sinceMs: past.sinceMs });

  if (look.outcome === 'self') return next('unknown', look.reason);
  if (look.outcome === 'fail') return streaks.failures >= thresholds.failures ? next('down', look.reason) : stay();
  const answering = past.verdict !== 'down' || streaks.successes >= thresholds.successes;
  if (!answering) return stay();
  if (look.outcome === 'warn') return next('degraded', look.reason);
  if (look.outcome === 'slow' && streaks.slows >= thresholds.failures) return next('degraded', look.reason);
  if (past.verdict === 'degraded' && (look.outcome === 'slow' || streaks.successes < thresholds.successes)) return stay();
  return next('up', look.outcome === 'slow' ? `answers, ${look.reason}` : look.reason);
}
