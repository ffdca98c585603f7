import { mergeBuckets } from './histogram.ts';
import type { SignalDelta } from './signal.ts';

/** Sum of what is said; null when nothing is. */
function sumKnown(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0);
}

/**
 * What several instances did side by side, as one: requests and errors are added, buckets merged, and the span is the mean of theirs, ms and
 * seconds as in each. Of an instance that says nothing of a value the sum says nothing either. The order does not matter. At least one.
 */
export function sumAcross(deltas: readonly SignalDelta[]): SignalDelta {
  return {
    atMs: Math.max(...deltas.map(({ atMs }) => atMs)),
    seconds: deltas.reduce((sum, { seconds }) => sum + seconds, 0) / deltas.length,
    requests: sumKnown(deltas.map(({ requests }) => requests)),
    errors: sumKnown(deltas.map(({ errors }) => errors)),
    clientErrors: sumKnown(deltas.map(({ clientErrors }) => clientErrors)),
    latency: mergeBuckets(deltas.flatMap(({ latency }) => latency ?? [])),
  };
}
