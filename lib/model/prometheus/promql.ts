import { isBreakerStem } from '../dialect/breaker-match.ts';
import { isEdgeStem } from '../dialect/edges.ts';
import { isEventStem } from '../dialect/events.ts';
import { labelOf } from '../dialect/label.ts';
import type { Paths } from '../dialect/series.ts';
import { classOfStatus } from '../dialect/status.ts';
import { stemOf } from '../dialect/stem.ts';
import { routeLabels } from '../dialect/table.ts';
import type { Exposition } from '../exposition.ts';
import type { SignalSource } from '../signal.ts';
import { escapeRegex, formatMatcher, type Matcher, namedSelector } from './selector.ts';

/** One question to the server, in its own language. */
export interface SourceQuery {
  /** What its answer is, such as `requests per second`. */
  what: string;
  query: string;
}

/** Whose metrics, and by what names the server knows them. */
export interface Mapping {
  matchers: readonly Matcher[];
  /** Labels that the server put on: the service's own of those names are called `exported_…`. */
  targetLabels: ReadonlySet<string>;
  /** Span of a rate, seconds: four scrapes or more. */
  windowSeconds: number;
  paths: Paths;
}

const plainName = /^[a-zA-Z_:][\w:]*$/;
const grpcServerErrors = ['2', '4', '12', '13', '14', '15'];

/** `name{job="orders",code=~"5.."}`; a name that PromQL does not spell bare becomes a matcher. */
function selectorOf(name: string, matchers: readonly Matcher[]): string {
  if (plainName.test(name)) return `${name}{${matchers.map(formatMatcher).join(',')}}`;
  return namedSelector(matchers, [name]);
}

const serverLabel = (label: string, targetLabels: ReadonlySet<string>) => (targetLabels.has(label) ? `exported_${label}` : label);

interface Met {
  labelNames: Set<string>;
  valuesOf(label: string): Set<string>;
}

/** The labels of one name's samples. */
function meet(exposition: Exposition, name: string): Met {
  const id = exposition.names.indexOf(name);
  const all = [...exposition.nameIds.keys()].filter((index) => exposition.nameIds[index] === id).map((index) => exposition.labelsOf(index));
  return {
    labelNames: new Set(all.flatMap((labels) => [...labels.keys()])),
    valuesOf: (label) => new Set(all.flatMap((labels) => labels.get(label) ?? [])),
  };
}

/** The values of a status label that mean that the server failed, as a regular expression: those met, and all three-digit ones. */
function errorPattern(label: string, values: ReadonlySet<string>): string {
  const isNumeric = [...values].some((value) => /^[1-5]\d\d$/.test(value));
  const words = [...values].filter((value) => !/^\d+$/.test(value) && classOfStatus(label, value) === 'serverError').sort();
  const grpc = /grpc|rpc/i.test(label) ? grpcServerErrors : [];
  const patterns = [...(isNumeric ? ['5..'] : []), ...grpc, ...words.map(escapeRegex)];
  return patterns.length > 0 ? patterns.join('|') : '5..|5xx';
}

/**
 * What Signalbox reads of the service, as PromQL that anybody may ask the server. Generated from what the dialects recognised in a scrape:
 * the same families, the same status label, the same unit, our own looks left out.
 */
export function queriesOf(exposition: Exposition, source: SignalSource | null, mapping: Mapping): SourceQuery[] {
  return [...(source ? requestQueries(exposition, source, mapping) : []), ...seriesQueries(exposition, mapping)];
}

function requestQueries(exposition: Exposition, source: SignalSource, mapping: Mapping): SourceQuery[] {
  const window = `[${mapping.windowSeconds}s]`;
  const queries: SourceQuery[] = [];
  if (source.requests) {
    const met = meet(exposition, source.requests);
    const matchers = withoutOwnLooks(mapping, met.labelNames);
    const all = `sum(rate(${selectorOf(source.requests, matchers)}${window}))`;
    queries.push({ what: 'requests per second', query: all });
    if (source.status) {
      const failed: Matcher = {
        label: serverLabel(source.status, mapping.targetLabels),
        op: '=~',
        value: errorPattern(source.status, met.valuesOf(source.status)),
      };
      const errors = `sum(rate(${selectorOf(source.requests, [...matchers, failed])}${window}))`;
      queries.push({ what: 'share of server errors, 0–1', query: `(${errors} or vector(0)) / ${all}` });
    }
  }
  return source.latency ? [...queries, ...latencyQueries(exposition, source.latency, source.unit ?? 's', { mapping, window })] : queries;
}

function latencyQueries(
  exposition: Exposition,
  family: string,
  unit: string,
  { mapping, window }: { mapping: Mapping; window: string },
): SourceQuery[] {
  const spelled = unit.split(',')[0] ?? unit;
  const matchers = withoutOwnLooks(mapping, meet(exposition, `${family}_count`).labelNames);
  const rateOf = (suffix: string) => `rate(${selectorOf(`${family}_${suffix}`, matchers)}${window})`;
  const mean = { what: `mean duration, ${spelled}`, query: `sum(${rateOf('sum')}) / sum(${rateOf('count')})` };
  if (!exposition.names.includes(`${family}_bucket`)) return [mean];
  const quantiles = [0.5, 0.95, 0.99].map((quantile) => ({
    what: `p${quantile * 100} of durations, ${spelled}`,
    query: `histogram_quantile(${quantile}, sum by (le) (${rateOf('bucket')}))`,
  }));
  return [...quantiles, mean];
}

/** The health and metrics paths are left out, as when Signalbox asks itself: looks are no traffic. */
function withoutOwnLooks({ matchers, targetLabels, paths }: Mapping, labelNames: ReadonlySet<string>): Matcher[] {
  const route = labelOf(labelNames, routeLabels);
  if (route === null) return [...matchers];
  const own = [...new Set([paths.healthPath, paths.metricsPath ?? paths.healthPath])].map((path) => path.replace(/[?#].*$/, ''));
  return [...matchers, { label: serverLabel(route, targetLabels), op: '!~', value: own.map(escapeRegex).join('|') }];
}

const kinds = [
  { what: 'circuit breakers', isKind: isBreakerStem },
  { what: 'calls to other services', isKind: isEdgeStem },
  { what: 'events', isKind: isEventStem },
];

function seriesQueries(exposition: Exposition, { matchers }: Mapping): SourceQuery[] {
  return kinds.flatMap(({ what, isKind }) => {
    const names = exposition.names.filter((name) => isKind(stemOf(name))).sort();
    return names.length > 0 ? [{ what, query: namedSelector(matchers, names) }] : [];
  });
}

/** What a poll asks: the raw samples of the metrics that any dialect reads, each with the time of its scrape. */
export function rawQuery(matchers: readonly Matcher[], names: readonly string[], windowSeconds: number): string {
  return `${namedSelector(matchers, [...names].sort())}[${windowSeconds}s]`;
}
