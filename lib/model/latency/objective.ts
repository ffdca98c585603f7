import type { Unit } from '../dialect/unit.ts';
import { inMs, unitOf } from '../dialect/unit.ts';
import type { LatencyObjective } from '../latency-objective.ts';
import type { BucketDelta } from '../signal.ts';
import type { ObjectiveState } from './choice.ts';

/** A share 0–1 of which the buckets give only bounds. */
export interface ShareInterval {
  low: number;
  high: number;
}

export interface ObjectiveStanding extends LatencyObjective {
  state: ObjectiveState;
  /** Share of requests that were slower than the threshold; null without a histogram of them. */
  slower: ShareInterval | null;
  /** Share of requests that may be slower. */
  allowed: number;
  /** The bucket bound that would make the share exact; null where there is one at the threshold, or no buckets. */
  addBound: { value: number; unit: Unit } | null;
}

/** Whether there are bounds to tell requests apart by. */
export const hasBuckets = ({ boundsMs }: Pick<BucketDelta, 'boundsMs'>): boolean => boundsMs.some((bound) => bound !== null);

/** The share of requests that took longer than `thresholdMs`. Null without requests or buckets. */
export function shareSlower(delta: BucketDelta, thresholdMs: number): ShareInterval | null {
  const total = delta.counts.reduce((sum, count) => sum + count, 0);
  if (!hasBuckets(delta) || !(total > 0)) return null;
  let [surely, perhaps, low] = [0, 0, 0];
  delta.boundsMs.forEach((bound, column) => {
    const high = bound ?? Number.POSITIVE_INFINITY;
    const count = delta.counts[column] ?? 0;
    if (column > 0 && low >= thresholdMs) surely += count;
    else if (high > thresholdMs) perhaps += count;
    low = high;
  });
  return { low: surely / total, high: (surely + perhaps) / total };
}

const judge = ({ low, high }: ShareInterval, allowed: number): ObjectiveState => {
  if (high <= allowed + 1e-12) return 'kept';
  return low > allowed + 1e-12 ? 'missed' : 'cannot-tell';
};

/** A percentile that summaries bound, against its threshold. */
function judgeQuantile({ quantiles }: BucketDelta, { percentile, thresholdMs }: LatencyObjective): ObjectiveState {
  const told = quantiles?.[`p${percentile}`];
  if (told && told.high !== null && told.high <= thresholdMs) return 'kept';
  return told && told.low > thresholdMs ? 'missed' : 'cannot-tell';
}

/** How requests stand to an objective. `unit` is that of the family, as its source tells: the bound to add is said in it. */
export function judgeObjective(delta: BucketDelta | null, objective: LatencyObjective, unit: string | null): ObjectiveStanding {
  const allowed = (100 - objective.percentile) / 100;
  const slower = delta && shareSlower(delta, objective.thresholdMs);
  const observed = delta !== null && delta.count > 0;
  const isBound = !delta || !hasBuckets(delta) || delta.boundsMs.includes(objective.thresholdMs);
  return {
    ...objective,
    ...{ slower, allowed },
    state: slower ? judge(slower, allowed) : observed ? judgeQuantile(delta, objective) : 'no-data',
    addBound: isBound ? null : boundAt(objective.thresholdMs, unit),
  };
}

/** A threshold as a bucket bound of a family: 300 ms is 0.3 where the family counts seconds. */
export function boundAt(thresholdMs: number, told: string | null): { value: number; unit: Unit } {
  const unit = unitOf(/^[a-zµ]+/i.exec(told ?? '')?.[0] ?? '') ?? 's';
  return { value: Number((thresholdMs / inMs(1, unit)).toPrecision(12)), unit };
}

const order: Record<ObjectiveState, number> = { missed: 0, 'cannot-tell': 1, kept: 2, 'no-data': 2 };

/** How bad a standing is, for a list that shows the worst first: the lower, the worse; then by `strain`. */
export const rankOfStanding = (standing: Pick<ObjectiveStanding, 'state'> | null): number => (standing ? order[standing.state] : 2);

/** How many times the budget is surely spent. */
export const strainOf = ({ slower, allowed }: Pick<ObjectiveStanding, 'slower' | 'allowed'>): number => (slower ? slower.low / allowed : 0);
