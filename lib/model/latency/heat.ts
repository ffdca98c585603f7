import { meanMs, mergeBuckets, quantileInterval } from '../histogram.ts';
import type { IntervalMs } from '../service.ts';
import type { BucketDelta, QuantileBounds, SignalDelta } from '../signal.ts';
import { hasBuckets } from './objective.ts';

/** What a service's durations are told by. */
export type LatencyKind = 'histogram' | 'summary' | 'mean' | 'none';

export interface LatencyColumn {
  /** End of the step. */
  at: string;
  /** Requests whose duration was observed. */
  count: number;
  /** In each row, of the requests of this step. */
  counts: number[];
  /** The same as shares 0–1 of the step's requests. */
  shares: number[];
  p50: IntervalMs | null;
  p95: IntervalMs | null;
  p99: IntervalMs | null;
  meanMs: number | null;
}

export interface HeatMap {
  kind: LatencyKind;
  /** The buckets that every step has, without those at both ends that nothing fell into. */
  rows: IntervalMs[];
  columns: LatencyColumn[];
}

/** More rows than a panel can draw are joined. */
const mostRows = 48;

const observed = (deltas: readonly SignalDelta[]) => deltas.flatMap(({ atMs, latency }) => (latency && latency.count > 0 ? [{ atMs, latency }] : []));

/** Every request of some steps as one histogram; null where nothing was observed. */
export function mergeLatency(deltas: readonly SignalDelta[]): BucketDelta | null {
  return mergeBuckets(observed(deltas).map(({ latency }) => latency));
}

/** The best that any step tells; steps that tell less stay out of it. */
function kindOf(latencies: readonly BucketDelta[]): LatencyKind {
  if (latencies.length === 0) return 'none';
  if (latencies.some(hasBuckets)) return 'histogram';
  return latencies.some(({ quantiles }) => quantiles) ? 'summary' : 'mean';
}

/** Percentiles as the buckets of some requests allow them, else as summaries bound them. */
export function percentilesOf(latency: BucketDelta | null): QuantileBounds {
  if (!latency) return { p50: null, p95: null, p99: null };
  if (!hasBuckets(latency)) return latency.quantiles ?? { p50: null, p95: null, p99: null };
  return { p50: quantileInterval(latency, 0.5), p95: quantileInterval(latency, 0.95), p99: quantileInterval(latency, 0.99) };
}

/** Bounds without the empty ones below and above, at most `mostRows`. */
function drawnBounds({ boundsMs, counts }: BucketDelta): { low: number; boundsMs: (number | null)[] } {
  const first = Math.max(
    0,
    counts.findIndex((count) => count > 0),
  );
  const last = counts.findLastIndex((count) => count > 0);
  const kept = boundsMs.slice(first, last + 1);
  const stride = Math.ceil(kept.length / mostRows);
  return { low: boundsMs[first - 1] ?? 0, boundsMs: kept.filter((_, index) => (kept.length - 1 - index) % stride === 0) };
}

function countsIn(delta: BucketDelta, boundsMs: readonly (number | null)[]): number[] {
  const counts = boundsMs.map(() => 0);
  let into = 0;
  const endOf = (bound: number | null | undefined) => bound ?? Number.POSITIVE_INFINITY;
  delta.boundsMs.forEach((bound, column) => {
    while (into < boundsMs.length - 1 && endOf(boundsMs[into]) < endOf(bound)) into++;
    counts[into] = (counts[into] ?? 0) + (delta.counts[column] ?? 0);
  });
  return counts;
}

const share = (count: number, total: number) => (total > 0 ? Number((count / total).toPrecision(4)) : 0);

/** Steps as the columns of a heat map, oldest first, with percentiles as the buckets of each step allow them. */
export function heatOf(deltas: readonly SignalDelta[]): HeatMap {
  const all = observed(deltas);
  const kind = kindOf(all.map(({ latency }) => latency));
  const tells = { histogram: hasBuckets, summary: ({ quantiles }: BucketDelta) => quantiles !== undefined, mean: () => true, none: () => true }[kind];
  const steps = all.filter(({ latency }) => tells(latency));
  const whole = kind === 'histogram' ? mergeBuckets(steps.map(({ latency }) => latency)) : null;
  const drawn = whole && drawnBounds(whole);
  const boundsMs = drawn?.boundsMs ?? [];
  return {
    kind,
    rows: boundsMs.map((high, index) => ({ low: index === 0 ? (drawn?.low ?? 0) : (boundsMs[index - 1] ?? 0), high })),
    columns: steps.map(({ atMs, latency }) => {
      const counts = boundsMs.length === 0 ? [] : countsIn(latency, boundsMs);
      const total = counts.reduce((sum, count) => sum + count, 0);
      return {
        ...{ at: new Date(atMs).toISOString(), count: latency.count, counts, shares: counts.map((count) => share(count, total)) },
        ...percentilesOf(latency),
        meanMs: meanMs(latency),
      };
    }),
  };
}
