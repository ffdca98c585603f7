import { mergeBuckets } from './histogram.ts';
import type { SignalDelta } from './signal.ts';

/** Sum of what is said; null when nothing is. */
function sumKnown(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0);
}

/** Of the requests of all: a part that one of them had requests of and does not tell is not known. */
function sumPart(deltas: readonly SignalDelta[], part: 'errors' | 'clientErrors'): number | null {
  const isKnown = deltas.every((delta) => delta[part] !== null || (delta.requests ?? 0) === 0);
  return isKnown ? sumKnown(deltas.map((delta) => delta[part])) : null;
}

const countOf = ({ requests, latency }: SignalDelta) => requests ?? latency?.count ?? 0;

/** The seconds in which all counts together are the sum of the rates; rates are added by size, so that no order changes a bit of the sum. */
function secondsOf(deltas: readonly SignalDelta[]): number {
  const spans = deltas.map(({ seconds }) => seconds).sort((a, b) => a - b);
  const [shortest = 0, longest = 0] = [spans[0], spans.at(-1)];
  if (shortest === longest) return longest;
  const rates = deltas.map((delta) => countOf(delta) / delta.seconds).sort((a, b) => a - b);
  const rate = rates.reduce((sum, one) => sum + one, 0);
  if (rate > 0) return deltas.reduce((sum, delta) => sum + countOf(delta), 0) / rate;
  return spans.reduce((sum, seconds) => sum + seconds, 0) / spans.length;
}

/**
 * What several instances did side by side, as one: requests and errors are added, buckets merged. The span, in seconds, is the one in which
 * the rate of all is the sum of their rates, which matters where theirs differ. The order does not matter. At least one.
 */
export function sumAcross(deltas: readonly SignalDelta[]): SignalDelta {
  return {
    atMs: Math.max(...deltas.map(({ atMs }) => atMs)),
    seconds: secondsOf(deltas),
    requests: sumKnown(deltas.map(({ requests }) => requests)),
    errors: sumPart(deltas, 'errors'),
    clientErrors: sumPart(deltas, 'clientErrors'),
    latency: mergeBuckets(deltas.flatMap(({ latency }) => latency ?? [])),
  };
}
