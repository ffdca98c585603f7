import type { BreakerRule, BreakerState } from '../breaker.ts';

/** Who says it: the row of the table (the lower is preferred), the rule, the family. */
export interface Claim {
  order: number;
  dialect: string;
  rule: BreakerRule;
  series: string;
}

interface Named {
  name: string;
  /** As the label says it. */
  callee: string;
  calleeLabel: string;
  /** The row of the table that names it so. */
  order: number;
}

/** A number per instance; `state` where the code is known. */
export interface Code {
  value: number;
  state: BreakerState | null;
}

/** All that one scrape says of one failure breaker. Each part comes from one family. */
export interface FailureTotals extends Named {
  /** States that read 1, by instance (the labels that name neither breaker nor state). */
  hot: { claim: Claim; instances: Map<string, Set<BreakerState>> } | null;
  code: { claim: Claim; instances: Map<string, Code> } | null;
  /** A number that nobody explains. */
  guess: { claim: Claim; instances: Map<string, Code> } | null;
  /** Transitions so far: entries into each state, and exits where they are counted too. */
  moves: { claim: Claim; to: Map<BreakerState, number>; from: Map<BreakerState, number> | null } | null;
  /** Time spent in each state, in the family's own unit. */
  time: { claim: Claim; spent: Map<BreakerState, number> } | null;
  rejected: { claim: Claim; count: number } | null;
  calls: { claim: Claim; ok: number; failed: number } | null;
  /** Share 0–1 by the library's own window; null where too few calls were made. */
  failureRatio: number | null;
  tooFewCalls: boolean;
  /** What the library's window holds now. */
  window: { ok: number; failed: number } | null;
  thresholdRatio: number | null;
  waitSeconds: number | null;
}

export interface CapacityTotals extends Named {
  claim: Claim;
  /** Limits that read "reached", by family; empty where no gauge says it. */
  gauges: Map<string, number>;
  available: number | null;
  limit: number | null;
  overflows: number | null;
}

export interface EjectionTotals extends Named {
  claim: Claim;
  out: number;
  total: number | null;
}

export interface BreakerTotals {
  /** `process_start_time_seconds`, where the service says it. */
  startedAtSeconds: number | null;
  failure: Map<string, FailureTotals>;
  capacity: Map<string, CapacityTotals>;
  ejection: Map<string, EjectionTotals>;
}

export function emptyFailure(named: Named): FailureTotals {
  return {
    ...{ name: named.name, callee: named.callee, calleeLabel: named.calleeLabel, order: named.order },
    ...{ hot: null, code: null, guess: null, moves: null, time: null, rejected: null, calls: null },
    ...{ failureRatio: null, tooFewCalls: false, window: null, thresholdRatio: null, waitSeconds: null },
  };
}

/** Of rows that know one breaker by different labels, the first of the table names the callee. */
export function renamed<T extends Named>(there: T, { callee, calleeLabel, order }: Named): T {
  const isFirst =
    order < there.order || (order === there.order && JSON.stringify([calleeLabel, callee]) < JSON.stringify([there.calleeLabel, there.callee]));
  return isFirst ? Object.assign(there, { callee, calleeLabel, order }) : there;
}

/** Whether `mine` is to be preferred to what is there; the same claim adds to it. The order of lines must not matter. */
export function compareClaims(mine: Claim, there: Claim): number {
  if (mine.order !== there.order) return mine.order - there.order;
  if (mine.series === there.series) return 0;
  return mine.series < there.series ? -1 : 1;
}
