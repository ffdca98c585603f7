import type { BucketDelta, SignalDelta } from '../signal.ts';
import { hullOf } from './quantile.ts';
import { type CounterTotals, type HistogramTotals, statusClasses, type Totals } from './totals.ts';

/** Clocks of a target and ours may differ by this much before a restart is taken for another process, ms. */
const clockSlackMs = 5000;
/** Some runtimes work their start time out anew at each scrape. */
const startSlackSeconds = 1.5;

/**
 * What happened between two scrapes of one service; null when they cannot be compared: no time passed or the clock went back, another
 * family was read, or another process answered.
 *
 * Series by series, then summed: a counter that fell began again at 0. A series that was not there before came up between the two
 * scrapes and counts in full. A series that went away counts nothing. Where `process_start_time_seconds` says that the process began
 * between the two, everything counts from 0, also what did not fall.
 */
export function diffTotals(before: Totals, after: Totals, seconds: number): SignalDelta | null {
  if (!(seconds > 0) || !Number.isFinite(seconds)) return null;
  const life = compareLives(before, after);
  if (life === 'another') return null;
  const from = life === 'restarted' ? emptied(before) : before;
  const counted = from.requests && after.requests && diffCounters(from.requests, after.requests);
  const latency = from.latency && after.latency && diffHistograms(from.latency, after.latency);
  if (!counted && !latency) return null;
  const known = counted && (before.statusKnown || after.statusKnown);
  return {
    atMs: after.atMs,
    seconds,
    requests: counted ? counted.reduce((sum, value) => sum + value, 0) : null,
    errors: known ? (counted[statusClasses.indexOf('serverError')] ?? 0) : null,
    clientErrors: known ? (counted[statusClasses.indexOf('clientError')] ?? 0) : null,
    latency,
  };
}

function compareLives(before: Totals, after: Totals): 'same' | 'restarted' | 'another' {
  if (before.startedAtSeconds === null || after.startedAtSeconds === null) return 'same';
  const later = after.startedAtSeconds - before.startedAtSeconds;
  if (Math.abs(later) <= startSlackSeconds) return 'same';
  if (later < 0) return 'another';
  const sinceLook = before.atMs > 0 && after.startedAtSeconds * 1000 < before.atMs - clockSlackMs;
  return sinceLook ? 'another' : 'restarted';
}

/** The same families, before they counted anything. */
export function emptied({ requests, latency, ...rest }: Totals): Totals {
  const none = new Float64Array(0);
  return {
    ...rest,
    requests: requests && { ...requests, keys: none, values: none, classes: new Uint8Array(0) },
    latency: latency && { ...latency, keys: none, buckets: none, counts: none, sumsMs: none, quantiles: null },
  };
}

const grown = (before: number, after: number) => (after < before ? after : after - before);

/** For each row of `after` its row in `before`, -1 for none. Both ascend. */
function pairRows(before: Float64Array, after: Float64Array): Int32Array {
  let at = 0;
  return Int32Array.from(after, (key) => {
    while (at < before.length && (before[at] as number) < key) at++;
    return before[at] === key ? at : -1;
  });
}

/** Increase by status class. */
function diffCounters(before: CounterTotals, after: CounterTotals): number[] | null {
  if (before.family !== after.family || before.grain !== after.grain) return null;
  const byClass = statusClasses.map(() => 0);
  pairRows(before.keys, after.keys).forEach((past, row) => {
    const entry = after.classes[row] as number;
    byClass[entry] = (byClass[entry] as number) + grown(past < 0 ? 0 : (before.values[past] as number), after.values[row] as number);
  });
  return byClass;
}

function diffHistograms(before: HistogramTotals, after: HistogramTotals): BucketDelta | null {
  const width = after.boundsMs.length;
  if (before.family !== after.family || before.grain !== after.grain || !sameBounds(before, after)) return null;
  const cumulative = new Float64Array(width);
  const active: number[] = [];
  let count = 0;
  let sumMs = 0;
  pairRows(before.keys, after.keys).forEach((past, row) => {
    const from = past < 0 || hasFallen(before, past, after, row) ? -1 : past;
    const own = (after.counts[row] as number) - (from < 0 ? 0 : (before.counts[from] as number));
    if (own > 0) active.push(row);
    count += own;
    sumMs += (after.sumsMs[row] as number) - (from < 0 ? 0 : (before.sumsMs[from] as number));
    for (let column = 0; column < width; column++) {
      const earlier = from < 0 ? 0 : (before.buckets[from * width + column] as number);
      cumulative[column] = (cumulative[column] as number) + (after.buckets[row * width + column] as number) - earlier;
    }
  });
  if (!Number.isFinite(count) || !Number.isFinite(sumMs)) return null;
  const quantiles = after.quantiles && hullOf(after.quantiles, active);
  return { boundsMs: after.boundsMs, counts: countsOf(cumulative, count), sumMs, count, ...(quantiles ? { quantiles } : {}) };
}

function sameBounds(before: HistogramTotals, after: HistogramTotals): boolean {
  if (before.keys.length === 0) return true;
  return before.boundsMs.length === after.boundsMs.length && before.boundsMs.every((bound, column) => bound === after.boundsMs[column]);
}

function hasFallen(before: HistogramTotals, past: number, after: HistogramTotals, row: number): boolean {
  if ((after.counts[row] as number) < (before.counts[past] as number)) return true;
  const width = after.boundsMs.length;
  for (let column = 0; column < width; column++)
    if ((after.buckets[row * width + column] as number) < (before.buckets[past * width + column] as number)) return true;
  return false;
}

/** Each bucket on its own. The last one takes what lies beyond the last bound; a scrape taken amid an update never counts below 0. */
function countsOf(cumulative: Float64Array, count: number): number[] {
  let reached = 0;
  return Array.from(cumulative, (value, column) => {
    const upTo = Math.max(reached, column === cumulative.length - 1 ? count : value);
    const own = upTo - reached;
    reached = upTo;
    return own;
  });
}
