import type { Exposition, Labels } from '../exposition.ts';
import type { Family } from './family.ts';
import { labelOf } from './label.ts';
import { classOfSeries } from './status.ts';
import { routeLabels } from './table.ts';
import { type Grain, statusClasses } from './totals.ts';

export const maxRoutes = 50;
const maxKeys = 1000;

/** Samples of one name, by what they stand for. */
export interface SeriesOf {
  grain: Grain;
  keyOf(labels: Labels): number;
  classOf(labels: Labels): number;
  /** Whether the series is our own polling. */
  isOwn(labels: Labels): boolean;
}

export interface Paths {
  healthPath: string;
  metricsPath: string | null;
}

const trim = (path: string) => path.replace(/[?#].*$/, '').replace(/(?<=.)\/+$/, '');

/**
 * How the series of a family are told apart: by their whole label set; beyond 50 routes without the route, so that a family with one
 * label value for each URL costs no more; beyond 1,000 sets by status class alone.
 */
export function seriesOf(exposition: Exposition, family: Family, statusLabel: string | null, paths: Paths): SeriesOf {
  const routeLabel = labelOf(family.labelNames, routeLabels);
  const own = new Set([paths.healthPath, paths.metricsPath ?? paths.healthPath].map(trim));
  const isOwn = (labels: Labels) => routeLabel !== null && own.has(trim(labels.get(routeLabel) ?? ''));
  const classOf = (labels: Labels) => statusClasses.indexOf(classOfSeries(labels, statusLabel));

  const routes = new Set<string>();
  for (const index of family.counts) if (routeLabel !== null) routes.add(exposition.labelsOf(index).get(routeLabel) ?? '');
  const left = new Set(['le', 'quantile']);
  if (routes.size > maxRoutes && routeLabel !== null) left.add(routeLabel);
  const keyOf = (labels: Labels) => hashLabels(labels, left);
  const keys = new Set<number>();
  for (const index of family.counts) keys.add(keyOf(exposition.labelsOf(index)));
  if (keys.size > maxKeys) return { grain: 'by class', keyOf: classOf, classOf, isOwn };
  // The class joins the key where series of several classes can share one; without routes they cannot, the status label stays.
  return { grain: left.size > 2 ? 'without routes' : 'series', keyOf, classOf, isOwn };
}

function hashLabels(labels: Labels, left: ReadonlySet<string>): number {
  const names = [...labels.keys()].filter((name) => !left.has(name)).sort();
  return hashText(names.map((name) => `${name}\u0000${labels.get(name)}`).join('\u0001'));
}

/** 52 bits of two interleaved multiplicative hashes (cyrb53). */
export function hashText(text: string): number {
  let high = 0xdeadbeef;
  let low = 0x41c6ce57;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    high = Math.imul(high ^ code, 2654435761);
    low = Math.imul(low ^ code, 1597334677);
  }
  high = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909);
  low = Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(high ^ (high >>> 13), 3266489909);
  return 4294967296 * (0x1fffff & low) + (high >>> 0);
}
