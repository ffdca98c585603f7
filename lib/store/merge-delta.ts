import type { BucketDelta, SignalDelta } from '#lib/model/signal.ts';

const infinite = (bound: number | null) => bound ?? Number.POSITIVE_INFINITY;
const stored = (bound: number) => (Number.isFinite(bound) ? bound : null);

/**
 * Adds histograms up. Where their buckets differ only the bounds that both have remain: what lies between moves up to
 * the next of them, so that a percentile's interval grows wider but never false.
 */
export function addBuckets(a: BucketDelta, b: BucketDelta): BucketDelta {
  const sums = { sumMs: a.sumMs + b.sumMs, count: a.count + b.count };
  if (a.boundsMs.length === b.boundsMs.length && a.boundsMs.every((bound, i) => infinite(bound) === infinite(b.boundsMs[i] ?? null))) {
    return { boundsMs: a.boundsMs, counts: a.counts.map((count, i) => count + (b.counts[i] ?? 0)), ...sums };
  }
  const known = new Set(b.boundsMs.map(infinite));
  const bounds = [...new Set([...a.boundsMs.map(infinite).filter((bound) => known.has(bound)), Number.POSITIVE_INFINITY])].sort((x, y) => x - y);
  const counts = bounds.map(() => 0);
  for (const histogram of [a, b]) {
    histogram.boundsMs.forEach((bound, i) => {
      const at = bounds.findIndex((common) => common >= infinite(bound));
      counts[at] = (counts[at] ?? 0) + (histogram.counts[i] ?? 0);
    });
  }
  return { boundsMs: bounds.map(stored), counts, ...sums };
}

const addKnown = (a: number | null, b: number | null) => (a === null ? b : b === null ? a : a + b);

/** Adds what happened in two spans up. What one of them does not say counts as nothing there. */
export function addDeltas(a: SignalDelta, b: SignalDelta): SignalDelta {
  return {
    atMs: Math.max(a.atMs, b.atMs),
    seconds: a.seconds + b.seconds,
    requests: addKnown(a.requests, b.requests),
    errors: addKnown(a.errors, b.errors),
    clientErrors: addKnown(a.clientErrors, b.clientErrors),
    latency: a.latency && b.latency ? addBuckets(a.latency, b.latency) : (a.latency ?? b.latency),
  };
}
