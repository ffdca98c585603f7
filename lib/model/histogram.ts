import type { Coverage, IntervalMs } from './service.ts';
import type { BucketDelta, QuantileBounds, SignalDelta, SignalPoint } from './signal.ts';

const boundOf = (bound: number | null | undefined) => bound ?? Number.POSITIVE_INFINITY;

/**
 * Buckets of several spans, instances or routes as one. Where their bounds differ, the bounds that all of them have remain: coarser,
 * and true. Null when there is nothing to merge.
 */
export function mergeBuckets(all: readonly BucketDelta[]): BucketDelta | null {
  // What observed nothing has no say in which bounds remain.
  const telling = all.filter(({ count, counts }) => count > 0 || counts.some((one) => one > 0));
  const deltas = telling.length > 0 ? telling : all;
  const [first, ...others] = deltas;
  if (!first) return null;
  const sets = others.map((delta) => new Set(delta.boundsMs.map(boundOf)));
  const boundsMs = first.boundsMs.filter((bound) => sets.every((set) => set.has(boundOf(bound))));
  const counts = boundsMs.map(() => 0);
  for (const delta of deltas) addCounts(delta, boundsMs, counts);
  return {
    boundsMs,
    counts,
    sumMs: deltas.reduce((sum, delta) => sum + delta.sumMs, 0),
    count: deltas.reduce((sum, delta) => sum + delta.count, 0),
    ...mergeQuantiles(deltas.filter(({ count }) => count > 0)),
  };
}

/** The quantiles of all lie between the lowest and the highest of theirs; nothing where one of them tells none. */
function mergeQuantiles(deltas: readonly BucketDelta[]): { quantiles?: QuantileBounds } {
  const all = deltas.flatMap(({ quantiles }) => quantiles ?? []);
  if (all.length === 0 || all.length < deltas.length) return {};
  const hull = (name: keyof QuantileBounds): IntervalMs | null => {
    const told = all.flatMap((one) => one[name] ?? []);
    if (told.length < all.length) return null;
    const highs = told.map(({ high }) => boundOf(high));
    const high = Math.max(...highs);
    return { low: Math.min(...told.map(({ low }) => low)), high: Number.isFinite(high) ? high : null };
  };
  return { quantiles: { p50: hull('p50'), p95: hull('p95'), p99: hull('p99') } };
}

/** Adds each bucket of `delta` to the coarser bucket that holds it. */
function addCounts(delta: BucketDelta, boundsMs: readonly (number | null)[], counts: number[]): void {
  let into = 0;
  delta.boundsMs.forEach((bound, column) => {
    while (into < boundsMs.length && boundOf(boundsMs[into]) < boundOf(bound)) into++;
    if (into < boundsMs.length) counts[into] = (counts[into] as number) + (delta.counts[column] ?? 0);
  });
}

/**
 * The bucket that holds the `q`-quantile (nearest rank), as the interval (low, high] in ms; high is null beyond the last bound.
 * Null when nothing was observed, or when there are no buckets to say.
 */
export function quantileInterval(delta: BucketDelta, q: number): IntervalMs | null {
  const total = delta.counts.reduce((sum, count) => sum + count, 0);
  if (!(total > 0)) return null;
  const rank = Math.max(Math.min(1, total), Math.ceil(q * total - 1e-9));
  let reached = 0;
  const column = delta.counts.findIndex((count) => {
    reached += count;
    return count > 0 && reached >= rank;
  });
  const bound = boundOf(delta.boundsMs[column]);
  const low = column > 0 ? boundOf(delta.boundsMs[column - 1]) : Math.min(0, bound);
  return { low, high: Number.isFinite(bound) ? bound : null };
}

/** Null when nothing was observed. */
export function meanMs(delta: BucketDelta): number | null {
  return delta.count > 0 ? delta.sumMs / delta.count : null;
}

const nothingKnown = { p50: null, p95: null, p99: null, mean: null };

function latencyOf(deltas: readonly SignalDelta[]): SignalPoint['latencyMs'] {
  const merged = mergeBuckets(deltas.flatMap(({ latency }) => (latency && latency.count > 0 ? [latency] : [])));
  if (!merged) return nothingKnown;
  const at = (q: number, name: keyof QuantileBounds) => quantileInterval(merged, q) ?? merged.quantiles?.[name] ?? null;
  return { p50: at(0.5, 'p50'), p95: at(0.95, 'p95'), p99: at(0.99, 'p99'), mean: meanMs(merged) };
}

/** Of the spans that say `part`, its share of their requests; null without requests. */
function ratioOf(deltas: readonly SignalDelta[], part: 'errors' | 'clientErrors'): number | null {
  const telling = deltas.filter((delta) => delta[part] !== null && delta.requests !== null);
  const requests = telling.reduce((sum, delta) => sum + (delta.requests ?? 0), 0);
  return requests > 0 ? telling.reduce((sum, delta) => sum + (delta[part] ?? 0), 0) / requests : null;
}

/** Of two spans: the fewest instances that told, and the most that there were. */
export function addCoverage(a: Coverage | null, b: Coverage | null): Coverage | null {
  if (!a || !b) return a ?? b;
  return { reporting: Math.min(a.reporting, b.reporting), expected: Math.max(a.expected, b.expected) };
}

/**
 * Several spans as one point, at the end of the last: rates per second of the time they cover, ratios 0–1 of their requests,
 * percentiles of their merged buckets. The order of the spans does not matter. What no span says is null.
 */
export function latestOf(deltas: readonly SignalDelta[]): SignalPoint & { windowSeconds: number } {
  const counted = deltas.filter(({ requests }) => requests !== null);
  const countedSeconds = counted.reduce((sum, { seconds }) => sum + seconds, 0);
  return {
    at: new Date(deltas.reduce((latest, { atMs }) => Math.max(latest, atMs), 0)).toISOString(),
    windowSeconds: deltas.reduce((sum, { seconds }) => sum + seconds, 0),
    requestRate: countedSeconds > 0 ? counted.reduce((sum, { requests }) => sum + (requests ?? 0), 0) / countedSeconds : null,
    errorRatio: ratioOf(deltas, 'errors'),
    clientErrorRatio: ratioOf(deltas, 'clientErrors'),
    latencyMs: latencyOf(deltas),
    coverage: deltas.reduce<Coverage | null>((sum, { coverage = null }) => addCoverage(sum, coverage), null),
  };
}

/** One span as a point of a series. */
export function toPoint(delta: SignalDelta): SignalPoint {
  const { windowSeconds: _, ...point } = latestOf([delta]);
  return point;
}
