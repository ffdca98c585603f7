import type { Exposition } from '../exposition.ts';
import { parseNumber } from '../exposition.ts';
import type { Family } from './family.ts';
import { type Paths, type Rows, rowsOf } from './series.ts';
import type { CounterTotals, HistogramTotals } from './totals.ts';
import { inMs, type Unit } from './unit.ts';

export function countRequests(exposition: Exposition, family: Family, statusLabel: string | null, paths: Paths): CounterTotals {
  const { grain, keys, rowOf, classOf } = rowsOf(exposition, family, statusLabel, paths);
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
  return { family: family.name, grain, keys, values, classes };
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
    if (row === undefined || bound === undefined || !Number.isFinite(value)) return [];
    return [{ row, boundMs: inMs(bound, unit), value }];
  });
}

/** The bounds that every series has, ascending, +Inf as null at the end; nothing where there are no buckets. */
function commonBounds(buckets: readonly Bucket[]): (number | null)[] {
  const times = new Map<number, number>();
  for (const { boundMs } of buckets) times.set(boundMs, (times.get(boundMs) ?? 0) + 1);
  const most = Math.max(0, ...times.values());
  const finite = [...times].filter(([bound, count]) => Number.isFinite(bound) && count === most).map(([bound]) => bound);
  return buckets.length === 0 ? [] : [...finite.sort((a, b) => a - b), null];
}

function addUp(exposition: Exposition, indices: readonly number[], rows: Rows, into: Float64Array): void {
  for (const index of indices) {
    const labels = exposition.labelsOf(index);
    const row = rows.rowOf(labels);
    if (row !== undefined) into[row] = (into[row] as number) + (exposition.values[index] as number);
  }
}

export function countDurations(
  exposition: Exposition,
  family: Family,
  statusLabel: string | null,
  options: { paths: Paths; unit: Unit },
): HistogramTotals {
  const rows = rowsOf(exposition, family, statusLabel, options.paths);
  const { keys } = rows;
  const found = readBuckets(exposition, family, rows, options.unit);
  const boundsMs = commonBounds(found);
  const columnOf = new Map(boundsMs.map((bound, column) => [bound ?? Number.POSITIVE_INFINITY, column]));
  const buckets = new Float64Array(keys.length * boundsMs.length);
  for (const { row, boundMs, value } of found) {
    const column = columnOf.get(boundMs);
    const at = row * boundsMs.length + (column ?? 0);
    if (column !== undefined) buckets[at] = (buckets[at] as number) + value;
  }
  const counts = new Float64Array(keys.length);
  const sums = new Float64Array(keys.length);
  addUp(exposition, family.counts, rows, counts);
  addUp(exposition, family.sums, rows, sums);
  return { family: family.name, grain: rows.grain, keys, boundsMs, buckets, counts, sumsMs: sums.map((sum) => inMs(sum, options.unit)) };
}
