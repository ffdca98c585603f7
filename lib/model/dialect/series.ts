import type { Exposition, Labels } from '../exposition.ts';
import type { Family } from './family.ts';
import { hashLabels } from './hash.ts';
import { labelOf } from './label.ts';
import type { Pick } from './select.ts';
import { classifier } from './status.ts';
import { methodLabels, routeLabels } from './table.ts';
import { type Grain, type RouteRows, statusClasses } from './totals.ts';

export const maxRoutes = 50;
const maxKeys = 1000;

export interface Paths {
  healthPath: string;
  metricsPath: string | null;
}

/** What is counted of a family. */
export interface Counting extends Paths {
  /** Series that it leaves out are none of the service's requests. */
  pick?: Pick;
  /** Statuses are gRPC codes. */
  grpc?: boolean;
}

/** The series of a family that are not our own polling, one row for each key. */
export interface Rows {
  grain: Grain;
  /** Ascending. */
  keys: Float64Array;
  /** The row that a sample's labels belong to; undefined for our own polling. */
  rowOf(labels: Labels): number | undefined;
  classOf(labels: Labels): number;
  routes: RouteRows | null;
}

const trim = (path: string) =>
  path
    .replace(/^[A-Z]+ /, '')
    .replace(/[?#].*$/, '')
    .replace(/^\/+|\/+$/g, '');

/** Probes that name themselves: the gRPC health service, django-prometheus's own view. */
const probeRoutes = new Set(['grpc.health.v1.Health/Check', 'grpc.health.v1.Health/Watch', 'prometheus-django-metrics']);
const probeServices = ['grpc_service', 'rpc_service'] as const;
const agentLabels = ['user_agent', 'http_user_agent', 'user_agent_original'] as const;

/** Whether a series is of looks at the service, by us or by the platform, rather than of its use. */
function ownSeries({ labelNames }: Family, paths: Paths): (labels: Labels) => boolean {
  const routeLabel = labelOf(labelNames, routeLabels);
  const [serviceLabel, agentLabel] = [labelOf(labelNames, probeServices), labelOf(labelNames, agentLabels)];
  const own = new Set([paths.healthPath, paths.metricsPath ?? paths.healthPath].map(trim).filter((path) => path !== ''));
  return (labels) => {
    const route = routeLabel === null ? '' : trim(labels.get(routeLabel) ?? '');
    if (own.has(route) || probeRoutes.has(route)) return true;
    if (serviceLabel !== null && labels.get(serviceLabel) === 'grpc.health.v1.Health') return true;
    return agentLabel !== null && /^kube-probe/i.test(labels.get(agentLabel) ?? '');
  };
}

/** Bounds and quantiles do not tell series apart. */
export const parts: ReadonlySet<string> = new Set(['le', 'quantile']);

/**
 * How the series of a family are told apart: by their whole label set; beyond 50 routes without the route, so that a family with one
 * label value for each URL costs no more; beyond 1,000 sets by status class alone.
 */
export function rowsOf(exposition: Exposition, family: Family, statusLabel: string | null, counting: Counting): Rows {
  const routeLabel = labelOf(family.labelNames, routeLabels);
  const { pick } = counting;
  const seenAsOwn = ownSeries(family, counting);
  const isOwn = (labels: Labels) => (pick != null && !pick(labels)) || seenAsOwn(labels);
  const classify = classifier(family.labelNames, statusLabel, counting.grpc);
  const classOf = (labels: Labels) => statusClasses.indexOf(classify(labels));

  const series = family.counts.map((index) => exposition.labelsOf(index)).filter((labels) => !isOwn(labels));
  const routes = routeLabel === null ? 0 : new Set(series.map((labels) => labels.get(routeLabel))).size;
  const collapsed = routes > maxRoutes;
  const without = collapsed ? new Set([...parts, routeLabel as string]) : parts;
  let grain: Grain = collapsed ? 'without routes' : 'series';
  let keyOf = (labels: Labels) => hashLabels(labels, without);
  let keys = new Set(series.map(keyOf));
  if (keys.size > maxKeys) {
    grain = 'by class';
    keyOf = classOf;
    keys = new Set(series.map(keyOf));
  }
  const sorted = Float64Array.from(keys).sort();
  const rows = new Map(Array.from(sorted, (key, row) => [key, row]));
  const told = grain === 'series' && routeLabel !== null ? { routeLabel, methodLabel: labelOf(family.labelNames, methodLabels) } : null;
  const routeRows = told && tellRoutes(series, told, sorted.length, (labels) => rows.get(keyOf(labels)));
  return { grain, keys: sorted, classOf, routes: routeRows, rowOf: (labels) => (isOwn(labels) ? undefined : rows.get(keyOf(labels))) };
}

function tellRoutes(
  series: readonly Labels[],
  { routeLabel, methodLabel }: { routeLabel: string; methodLabel: string | null },
  rowCount: number,
  rowOf: (labels: Labels) => number | undefined,
): RouteRows {
  const places = new Map<string, number>();
  const ofRow = new Uint16Array(rowCount);
  for (const labels of series) {
    const method = methodLabel === null ? '' : `${(labels.get(methodLabel) ?? '').toUpperCase()} `;
    const name = `${method}${labels.get(routeLabel) ?? ''}`.trim();
    const place = places.get(name) ?? places.size;
    places.set(name, place);
    ofRow[rowOf(labels) ?? 0] = place;
  }
  return { names: [...places.keys()], ofRow };
}
