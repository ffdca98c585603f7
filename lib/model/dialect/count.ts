import type { Exposition } from '../exposition.ts';
import { parseNumber } from '../exposition.ts';
import type { Family } from './family.ts';
import { type Paths, type SeriesOf, seriesOf } from './series.ts';
import type { CounterTotals, HistogramTotals } from './totals.ts';
import { inMs, type Unit } from './unit.ts';

/** The rows of a family: one for each key, keys ascending. */
function rowsOf(exposition: Exposition, family: Family, series: SeriesOf): { keys: Float64Array; rowOf: Map<number, number> } {
  const found = new Set<number>();
  for (const index of family.counts) {
    const labels = exposition.labelsOf(index);
    if (!series.isOwn(labels)) found.add(series.keyOf(labels));
  }
  const keys = Float64Array.from(found).sort();
  return { keys, rowOf: new Map(Array.from(keys, (key, row) => [key, row])) };
}

export function countRequests(exposition: Exposition, family: Family, statusLabel: string | null, paths: Paths): CounterTotals {
  const series = seriesOf(exposition, family, statusLabel, paths);
  const { keys, rowOf } = rowsOf(exposition, family, series);
  const values = new Float64Array(keys.length);
  const classes = new Uint8Array(keys.length);
  for (const index of family.counts) {
    const labels = exposition.labelsOf(index);
    const row = series.isOwn(labels) ? undefined : rowOf.get(series.keyOf(labels));
    const value = exposition.values[index] as number;
    if (row === undefined || !Number.isFinite(value)) continue;
    values[row] = (values[row] as number) + value;
    classes[row] = series.classOf(labels);
  }
  return { family: family.name, grain: series.grain, keys, values, classes };
}

interface Bucket {
  row: number;
  boundMs: number;
  value: number;
}

function readBuckets(exposition: Exposition, family: Family, series: SeriesOf, rowOf: Map<number, number>, unit: Unit): Bucket[] {
  return family.buckets.flatMap((index) => {
    const labels = exposition.labelsOf(index);
    const row = series.isOwn(labels) ? undefined : rowOf.get(series.keyOf(labels));
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

function addUp(exposition: Exposition, indices: readonly number[], series: SeriesOf, rowOf: Map<number, number>, into: Float64Array): void {
  for (const index of indices) {
    const labels = exposition.labelsOf(index);
    const row = series.isOwn(labels) ? undefined : rowOf.get(series.keyOf(labels));
    if (row !== undefined) into[row] = (into[row] as number) + (exposition.values[index] as number);
  }
}

export function countDurations(
  exposition: Exposition,
  family: Family,
  statusLabel: string | null,
  options: { paths: Paths; unit: Unit },
): HistogramTotals {
  const series = seriesOf(exposition, family, statusLabel, options.paths);
  const { keys, rowOf } = rowsOf(exposition, family, series);
  const found = readBuckets(exposition, family, series, rowOf, options.unit);
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
  addUp(exposition, family.counts, series, rowOf, counts);
  addUp(exposition, family.sums, series, rowOf, sums);
  return { family: family.name, grain: series.grain, keys, boundsMs, buckets, counts, sumsMs: sums.map((sum) => inMs(sum, options.unit)) };
}
