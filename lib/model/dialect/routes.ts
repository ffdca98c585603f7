import type { SignalDelta } from '../signal.ts';
import { diffTotals, emptied } from './diff.ts';
import { quantileWidth } from './quantile.ts';
import type { CounterTotals, HistogramTotals, RouteRows, Totals } from './totals.ts';

/** Row numbers of each route, ascending. */
function rowsByRoute({ names, ofRow }: RouteRows, rowCount: number): Map<string, number[]> {
  const rows = new Map<string, number[]>(names.map((name) => [name, []]));
  for (let row = 0; row < rowCount; row++) rows.get(names[ofRow[row] ?? 0] ?? '')?.push(row);
  return rows;
}

const pickRows = (from: Float64Array, rows: readonly number[], width = 1) =>
  Float64Array.from({ length: rows.length * width }, (_, at) => from[(rows[Math.floor(at / width)] ?? 0) * width + (at % width)] ?? 0);

function counterOf(totals: CounterTotals, rows: readonly number[]): CounterTotals {
  const classes = Uint8Array.from(rows, (row) => totals.classes[row] ?? 0);
  return { ...totals, keys: pickRows(totals.keys, rows), values: pickRows(totals.values, rows), classes, routes: null };
}

function histogramOf(totals: HistogramTotals, rows: readonly number[]): HistogramTotals {
  const picked = { keys: pickRows(totals.keys, rows), counts: pickRows(totals.counts, rows), sumsMs: pickRows(totals.sumsMs, rows) };
  const quantiles = totals.quantiles && pickRows(totals.quantiles, rows, quantileWidth);
  return { ...totals, ...picked, buckets: pickRows(totals.buckets, rows, totals.boundsMs.length), quantiles, routes: null };
}

/** The totals of each route, as if it were a service of its own; nothing where rows are not told apart by route. */
function splitByRoute(totals: Totals): Map<string, Totals> {
  const counted = totals.requests?.routes ? rowsByRoute(totals.requests.routes, totals.requests.keys.length) : new Map<string, number[]>();
  const timed = totals.latency?.routes ? rowsByRoute(totals.latency.routes, totals.latency.keys.length) : new Map<string, number[]>();
  return new Map(
    [...counted].map(([name, rows]) => {
      const requests = totals.requests && counterOf(totals.requests, rows);
      const slow = timed.get(name);
      return [name, { ...totals, requests, latency: totals.latency && slow ? histogramOf(totals.latency, slow) : null }];
    }),
  );
}

/** What happened on each route between two scrapes, by `METHOD route`. Empty where the metrics name no routes. */
export function diffRoutes(before: Totals, after: Totals, seconds: number): Map<string, SignalDelta> {
  const past = splitByRoute(before);
  const deltas = new Map<string, SignalDelta>();
  for (const [name, now] of splitByRoute(after)) {
    const delta = diffTotals(past.get(name) ?? emptied(now), now, seconds);
    if (delta) deltas.set(name, delta);
  }
  return deltas;
}
