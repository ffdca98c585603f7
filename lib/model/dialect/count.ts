import type { Exposition } from '../exposition.ts';
import { parseNumber } from '../exposition.ts';
import type { Family } from './family.ts';
import { countQuantiles } from './quantile.ts';
import { type Counting, type Rows, rowsOf } from './series.ts';
import type { CounterTotals, HistogramTotals } from './totals.ts';
import { inMs, type Unit } from './unit.ts';

export function countRequests(exposition: Exposition, family: Family, statusLabel: string | null, counting: Counting): CounterTotals {
  const { grain, keys, rowOf, classOf, routes } = rowsOf(exposition, family, statusLabel, counting);
  const values = new Float64Array(keys.length);
  const classes = new Uint8Array(keys.length);
  for (const index of family.counts) {
    const labels = exposition.labelsOf(index);
    const row = rowOf(labels);
    const value = exposition.values[index] as number;
    if (row === undefined || !Number.isFinite(value)) continue;
    values[row] = (values[row] as number) + value;
    classes[row] = classOf(labels);
  }
  return { family: family.name, grain, keys, values, classes, routes };
}

interface Bucket {
  row: number;
  boundMs: number;
  value: number;
}

function readBuckets(exposition: Exposition, family: Family, rows: Rows, unit: Unit): Bucket[] {
  return family.buckets.flatMap((index) => {
    const labels = exposition.labelsOf(index);
    const row = rows.rowOf(labels);
    const bound = parseNumber(labels.get('le') ?? '');
    const value = exposition.values[index] as number;
    if (row === undefined || bound === undefined || Number.isNaN(bound) || !Number.isFinite(value)) return [];
    return [{ row, boundMs: inMs(bound, unit), value }];
  });
}

/**
 * The bounds that every series has, ascending, +Inf as null at the end. Nothing where there are no buckets, or where series that
 * counted have none: percentiles of the others would pass for those of all.
 */
function commonBounds(buckets: readonly Bucket[], counts: Float64Array, series: number): (number | null)[] {
  const rows = new Set(buckets.map(({ row }) => row));
  if (rows.size === 0 || counts.some((count, row) => count > 0 && !rows.has(row))) return [];
  const times = new Map<number, number>();
  for (const { boundMs } of buckets) times.set(boundMs, (times.get(boundMs) ?? 0) + 1);
  const most = Math.min(series, Math.max(...times.values()));
  const finite = [...times].filter(([bound, count]) => Number.isFinite(bound) && count >= most).map(([bound]) => bound);
  return finite.length === 0 ? [] : [...finite.sort((a, b) => a - b), null];
}

function addUp(exposition: Exposition, indices: readonly number[], rows: Rows): Float64Array {
  const into = new Float64Array(rows.keys.length);
  for (const index of indices) {
    const row = rows.rowOf(exposition.labelsOf(index));
    if (row !== undefined) into[row] = (into[row] as number) + (exposition.values[index] as number);
  }
  return into;
}

export function countDurations(
  exposition: Exposition,
  family: Family,
  statusLabel: string | null,
  options: { paths: Counting; unit: Unit },
): HistogramTotals {
  const { unit, paths } = options;
  const rows = rowsOf(exposition, family, statusLabel, paths);
  const { keys } = rows;
  const counts = addUp(exposition, family.counts, rows);
  const found = readBuckets(exposition, family, rows, unit);
  const unbounded = found.filter(({ boundMs }) => boundMs === Number.POSITIVE_INFINITY).length;
  const boundsMs = commonBounds(found, counts, unbounded || Number.POSITIVE_INFINITY);
  const width = boundsMs.length;
  const columnOf = new Map(boundsMs.map((bound, column) => [bound ?? Number.POSITIVE_INFINITY, column]));
  const buckets = new Float64Array(keys.length * width);
  // A histogram without its last bucket says by its count how many there were.
  if (unbounded === 0 && width > 0) for (const [row, count] of counts.entries()) buckets[(row + 1) * width - 1] = count;
  for (const { row, boundMs, value } of found) {
    const column = columnOf.get(boundMs);
    const at = row * width + (column ?? 0);
    if (column !== undefined) buckets[at] = (buckets[at] as number) + value;
  }
  const sums = addUp(exposition, family.sums, rows);
  return {
    ...{ family: family.name, grain: rows.grain, keys, boundsMs, buckets, counts, routes: rows.routes },
    sumsMs: sums.map((sum) => inMs(sum, unit)),
    quantiles: width > 0 ? null : countQuantiles(exposition, family, rows, unit),
  };
}
