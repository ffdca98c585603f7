import type { Totals } from '#lib/model/dialect/totals.ts';
import type { Reading } from '#lib/model/reading.ts';
import type { IntervalMs, ServiceState } from '#lib/model/service.ts';
import type { SignalDelta, SignalSource } from '#lib/model/signal.ts';
import type { PollTarget } from '#lib/model/target.ts';
import type { Judgement } from '#lib/model/verdict.ts';

export interface LatestSignals {
  requestRate: number | null;
  errorRatio: number | null;
  latencyMsP95: IntervalMs | null;
}

/** A service in the worker's memory: where to look, and what is known of it so far. */
export interface Watched {
  target: PollTarget;
  judgement: Judgement;
  version: string | null;
  reading: Reading | null;
  /** The last scrape's counters, and when it was on the monotonic clock. */
  totals: { values: Totals; monotonicMs: number } | null;
  recent: SignalDelta[];
  latest: LatestSignals;
  signalsAtMs: number | null;
  source: SignalSource | null;
}

export function watch(target: PollTarget): Watched {
  return {
    target,
    judgement: target.judgement,
    version: target.version,
    reading: null,
    totals: null,
    recent: [],
    latest: { requestRate: null, errorRatio: null, latencyMsP95: null },
    signalsAtMs: null,
    source: null,
  };
}

/** Takes over changed settings without forgetting what is known; a new address starts anew. */
export function rewatch(watched: Watched, target: PollTarget): void {
  const moved = watched.target.baseUrl !== target.baseUrl || watched.target.metricsPath !== target.metricsPath;
  watched.target = target;
  if (moved) Object.assign(watched, { totals: null, recent: [], source: null });
}

const iso = (ms: number) => new Date(ms).toISOString();

/** The live state as the feed carries it. */
export function liveState(watched: Watched): { service: string } & ServiceState {
  const { judgement, reading, latest, signalsAtMs, target } = watched;
  return {
    service: target.name,
    verdict: judgement.verdict,
    reason: judgement.reason,
    since: iso(judgement.sinceMs),
    checkedAt: reading ? iso(reading.atMs) : null,
    durationMs: reading?.durationMs ?? null,
    version: watched.version,
    ...latest,
    signalsAt: signalsAtMs === null ? null : iso(signalsAtMs),
  };
}
