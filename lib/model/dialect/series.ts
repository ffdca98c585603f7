import type { Exposition, Labels } from '../exposition.ts';
import type { Family } from './family.ts';
import { labelOf } from './label.ts';
import { classOfSeries } from './status.ts';
import { routeLabels } from './table.ts';
import { type Grain, statusClasses } from './totals.ts';

export const maxRoutes = 50;
const maxKeys = 1000;

export interface Paths {
  healthPath: string;
  metricsPath: string | null;
}

/** The series of a family that are not our own polling, one row for each key. */
export interface Rows {
  grain: Grain;
  /** Ascending. */
  keys: Float64Array;
  /** The row that a sample's labels belong to; undefined for our own polling. */
  rowOf(labels: Labels): number | undefined;
  classOf(labels: Labels): number;
}

const trim = (path: string) => path.replace(/[?#].*$/, '').replace(/(?<=.)\/+$/, '');

/**
 * How the series of a family are told apart: by their whole label set; beyond 50 routes without the route, so that a family with one
 * label value for each URL costs no more; beyond 1,000 sets by status class alone.
 */
export function rowsOf(exposition: Exposition, family: Family, statusLabel: string | null, paths: Paths): Rows {
  const routeLabel = labelOf(family.labelNames, routeLabels);
  const own = new Set([paths.healthPath, paths.metricsPath ?? paths.healthPath].map(trim));
  const isOwn = (labels: Labels) => routeLabel !== null && own.has(trim(labels.get(routeLabel) ?? ''));
  const classOf = (labels: Labels) => statusClasses.indexOf(classOfSeries(labels, statusLabel));

  const series = family.counts.map((index) => exposition.labelsOf(index)).filter((labels) => !isOwn(labels));
  const routes = routeLabel === null ? 0 : new Set(series.map((labels) => labels.get(routeLabel))).size;
  const route = routes > maxRoutes ? routeLabel : null;
  let grain: Grain = route === null ? 'series' : 'without routes';
  let keyOf = (labels: Labels) => hashLabels(labels, route);
  let keys = new Set(series.map(keyOf));
  if (keys.size > maxKeys) {
    grain = 'by class';
    keyOf = classOf;
    keys = new Set(series.map(keyOf));
  }
  const sorted = Float64Array.from(keys).sort();
  const rows = new Map(Array.from(sorted, (key, row) => [key, row]));
  return { grain, keys: sorted, classOf, rowOf: (labels) => (isOwn(labels) ? undefined : rows.get(keyOf(labels))) };
}

/** The same for the same labels in any order; bounds, quantiles and `without` left out. */
function hashLabels(labels: Labels, without: string | null): number {
  let sum = 0;
  for (const [name, value] of labels) {
    if (name === 'le' || name === 'quantile' || name === without) continue;
    sum += hashPair(name, value);
    if (sum >= 2 ** 52) sum -= 2 ** 52;
  }
  return sum;
}

/** 52 bits of two multiplicative hashes side by side (cyrb53). */
function hashPair(name: string, value: string): number {
  let high = 0xdeadbeef ^ name.length;
  let low = 0x41c6ce57 ^ value.length;
  for (const text of [name, value])
    for (let at = 0; at < text.length; at++) {
      const code = text.charCodeAt(at);
      high = Math.imul(high ^ code, 2654435761);
      low = Math.imul(low ^ code, 1597334677);
    }
  high = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909);
  low = Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(high ^ (high >>> 13), 3266489909);
  return 4294967296 * (0xfffff & low) + (high >>> 0);
}
