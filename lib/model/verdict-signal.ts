import { latestOf } from './histogram.ts';
import type { LatencyObjective } from './latency-objective.ts';
import { spellIntervalMs, spellMs, spellRatio, spellSpan } from './quantity.ts';
import type { IntervalMs } from './service.ts';
import type { SignalDelta } from './signal.ts';
import { type Judgement, type Thresholds, verdictRank } from './verdict.ts';

/** What a service's own metrics say against it. Health alone is not enough: a service can answer it and fail half of its calls. */
export interface SignalJudgement {
  degraded: boolean;
  /** In words, such as `12 % of answers are 5xx · 1 min`; empty where nothing is held against it. */
  reason: string;
  /** Consecutive scrapes that spoke against it, and for it. */
  against: number;
  inFavour: number;
  /** When a scrape last said anything, ms since the epoch. */
  toldAtMs: number | null;
}

/** What the metrics said of the last minute. */
export interface SignalLook {
  atMs: number;
  seconds: number;
  requests: number | null;
  /** Of the requests, those that were answered with 5xx; null where the metrics do not tell. */
  errors: number | null;
  /** The percentile that the objective is about; null without an objective, or where it is not told. */
  latencyMs: IntervalMs | null;
}

/** Below so many requests a share says little. */
export const fewestRequests = 20;
/** So many scrapes in a row turn it, either way. */
const scrapes = 2;
/** What was said counts for so long when there are too few requests, or no scrape, to say more. */
const memoryMs = 300_000;

export const nothingHeld: SignalJudgement = { degraded: false, reason: '', against: 0, inFavour: 0, toldAtMs: null };

/** Deltas of the last minute as one look; null where there is none. */
export function lookOfDeltas(deltas: readonly SignalDelta[], objective: LatencyObjective | null): SignalLook | null {
  const last = deltas.at(-1);
  if (!last) return null;
  const sum = (values: (number | null)[]) =>
    values.every((value) => value === null) ? null : values.reduce<number>((all, one) => all + (one ?? 0), 0);
  const told = deltas.filter(({ errors }) => errors !== null);
  return {
    atMs: last.atMs,
    seconds: deltas.reduce((all, { seconds }) => all + seconds, 0),
    requests: sum((told.length > 0 ? told : deltas).map(({ requests }) => requests)),
    errors: sum(told.map(({ errors }) => errors)),
    latencyMs: objective && latestOf(deltas).latencyMs[`p${objective.percentile}`],
  };
}

interface Say {
  /** Against it, for it, or neither: too few requests, between the thresholds, or within one bucket. */
  says: 'against' | 'for' | 'nothing';
  reason: string;
}

function sayOfErrors({ requests, errors, seconds }: SignalLook, threshold: number): Say {
  if (requests === null || errors === null || requests < fewestRequests) return { says: 'nothing', reason: '' };
  const ratio = errors / requests;
  const reason = `${spellRatio(ratio)} of answers are 5xx · ${spellSpan(seconds * 1000)}`;
  return { says: ratio >= threshold ? 'against' : ratio < threshold / 2 ? 'for' : 'nothing', reason };
}

/** A percentile is an interval: it speaks only where the whole interval lies on one side of the objective. */
function sayOfLatency({ requests, latencyMs, seconds }: SignalLook, { percentile, thresholdMs }: LatencyObjective): Say {
  if (latencyMs === null || requests === null || requests < fewestRequests) return { says: 'nothing', reason: '' };
  const { low, high } = latencyMs;
  const reason = `p${percentile} ${spellIntervalMs(latencyMs)} (≤ ${spellMs(thresholdMs)}) · ${spellSpan(seconds * 1000)}`;
  if (low >= thresholdMs && high !== thresholdMs) return { says: 'against', reason };
  return { says: high !== null && high <= thresholdMs ? 'for' : 'nothing', reason };
}

/** Several says as one: one against is enough, all that say anything must be in favour. */
function sumUp(says: readonly Say[]): Say {
  const worst = says.find((one) => one.says === 'against');
  if (worst) return worst;
  const telling = says.filter(({ reason }) => reason !== '');
  const undecided = telling.find(({ says: each }) => each === 'nothing');
  return undecided ?? telling[0] ?? { says: 'nothing', reason: '' };
}

/**
 * The next judgement, from the past one and what the metrics say of the last minute. Degraded when, for two scrapes in a row, the
 * share of 5xx is `errorRatio` or more of at least 20 requests, or the percentile of the objective lies wholly above it; back when for two in
 * a row it is under half of that and within the objective. In between it stays. Where nothing can be said for five minutes,
 * nothing is held against it.
 */
export function judgeSignals(
  past: SignalJudgement,
  look: SignalLook,
  { errorRatio }: Pick<Thresholds, 'errorRatio'>,
  objective: LatencyObjective | null = null,
): SignalJudgement {
  const latency = objective === null ? [] : [sayOfLatency(look, objective)];
  const { says, reason } = sumUp([sayOfErrors(look, errorRatio), ...latency]);
  if (reason === '') return isForgotten(past, look.atMs) ? nothingHeld : { ...past, against: 0, inFavour: 0 };
  const against = says === 'against' ? past.against + 1 : 0;
  const inFavour = says === 'for' ? past.inFavour + 1 : 0;
  const degraded = past.degraded ? inFavour < scrapes : against >= scrapes;
  return { degraded, reason: degraded ? reason : '', against, inFavour, toldAtMs: look.atMs };
}

const isForgotten = ({ toldAtMs }: SignalJudgement, nowMs: number) => toldAtMs === null || nowMs - toldAtMs > memoryMs;

/** What is said of a service: its health, or, where that is well, what its metrics say against it. `past` is what was said last. */
export function joinVerdict(past: Judgement, health: Judgement, signals: SignalJudgement, nowMs: number): Judgement {
  const counts = signals.degraded && !isForgotten(signals, nowMs);
  if (!counts || verdictRank[health.verdict] <= verdictRank.unknown) {
    return past.verdict === health.verdict ? { ...health, sinceMs: past.sinceMs } : healthSince(past, health, nowMs);
  }
  if (health.verdict !== 'up') return health;
  return { ...health, verdict: 'degraded', reason: signals.reason, sinceMs: past.verdict === 'degraded' ? past.sinceMs : nowMs };
}

/** Health that was well all the while is said to be so only from when nothing else was held against the service. */
function healthSince(past: Judgement, health: Judgement, nowMs: number): Judgement {
  return past.verdict === 'degraded' && health.verdict === 'up' ? { ...health, sinceMs: nowMs } : health;
}

/**
 * What was held against a service before a restart, by what was stored. A service that is degraded by its own health has not
 * answered well since: with good answers in a row it can only have been its metrics.
 */
export function resumeSignals(stored: Judgement, nowMs: number, thresholds: Thresholds): { health: Judgement; signals: SignalJudgement } {
  const bySignals = stored.verdict === 'degraded' && stored.slows === 0 && stored.successes >= thresholds.successes;
  if (!bySignals) return { health: stored, signals: nothingHeld };
  return { health: { ...stored, verdict: 'up' }, signals: { ...nothingHeld, degraded: true, reason: stored.reason, toldAtMs: nowMs } };
}
