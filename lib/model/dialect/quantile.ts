import type { Exposition } from '../exposition.ts';
import { parseNumber } from '../exposition.ts';
import type { QuantileBounds } from '../signal.ts';
import type { Family } from './family.ts';
import { hashLabels } from './hash.ts';
import { parts, type Rows } from './series.ts';
import { inMs, type Unit } from './unit.ts';

const asked = [0.5, 0.95, 0.99];
/** Lowest and highest of each. */
export const quantileWidth = asked.length * 2;

interface Told {
  row: number;
  /** Value in ms by quantile. */
  points: [quantile: number, ms: number][];
}

function readSeries(exposition: Exposition, family: Family, rows: Rows, unit: Unit): Told[] {
  const series = new Map<number, Told>();
  for (const index of family.quantiles) {
    const labels = exposition.labelsOf(index);
    const row = rows.rowOf(labels);
    const quantile = parseNumber(labels.get('quantile') ?? '');
    const value = exposition.values[index] as number;
    if (row === undefined || quantile === undefined || !Number.isFinite(value)) continue;
    const key = hashLabels(labels, parts);
    const told = series.get(key) ?? { row, points: [] };
    series.set(key, told);
    told.points.push([quantile, inMs(value, unit)]);
  }
  return [...series.values()];
}

/** Between which values a quantile lies: itself where it is exported, else between its neighbours. */
function boundsOf(points: Told['points'], quantile: number): [low: number, high: number] | null {
  const exact = points.find(([at]) => Math.abs(at - quantile) < 1e-9);
  if (exact) return [exact[1], exact[1]];
  const below = points.filter(([at]) => at < quantile).map(([, ms]) => ms);
  const above = points.filter(([at]) => at > quantile).map(([, ms]) => ms);
  return below.length === 0 ? null : [Math.max(...below), above.length === 0 ? Number.POSITIVE_INFINITY : Math.min(...above)];
}

/** What a summary's series say of p50, p95 and p99, row by row; null where the family carries no quantiles. */
export function countQuantiles(exposition: Exposition, family: Family, rows: Rows, unit: Unit): Float64Array | null {
  if (family.quantiles.length === 0) return null;
  const values = new Float64Array(rows.keys.length * quantileWidth).fill(Number.NaN);
  for (const { row, points } of readSeries(exposition, family, rows, unit))
    asked.forEach((quantile, place) => {
      const bounds = boundsOf(points, quantile);
      if (bounds) widen(values, row * quantileWidth + place * 2, bounds);
    });
  return values;
}

function widen(values: Float64Array, at: number, [low, high]: readonly [number, number]): void {
  values[at] = Number.isNaN(values[at]) ? low : Math.min(values[at] as number, low);
  values[at + 1] = Number.isNaN(values[at + 1]) ? high : Math.max(values[at + 1] as number, high);
}

/**
 * The quantiles of what several series observed lie between the lowest and the highest of theirs: that is all that can be said, and it
 * is never averaged. `rows`: those that observed something.
 */
export function hullOf(quantiles: Float64Array, rows: readonly number[]): QuantileBounds | null {
  const hull = new Float64Array(quantileWidth).fill(Number.NaN);
  for (const row of rows)
    asked.forEach((_, place) => {
      const [low, high] = [quantiles[row * quantileWidth + place * 2], quantiles[row * quantileWidth + place * 2 + 1]] as [number, number];
      if (!Number.isNaN(low)) widen(hull, place * 2, [low, high]);
    });
  const of = (place: number) => {
    const [low, high] = [hull[place * 2], hull[place * 2 + 1]] as [number, number];
    return Number.isNaN(low) ? null : { low, high: Number.isFinite(high) ? high : null };
  };
  const bounds = { p50: of(0), p95: of(1), p99: of(2) };
  return bounds.p50 || bounds.p95 || bounds.p99 ? bounds : null;
}
