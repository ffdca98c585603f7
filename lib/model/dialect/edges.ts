import type { Exposition, Labels } from '../exposition.ts';
import type { DependencyKind } from '../graph.ts';
import { latestOf } from '../histogram.ts';
import type { IntervalMs } from '../service.ts';
import type { SignalDelta } from '../signal.ts';
import { calleeOfLabel } from './callee.ts';
import { countDurations, countRequests } from './count.ts';
import { diffTotals, emptied } from './diff.ts';
import { type EdgeDialect, edgeDialects } from './edge-table.ts';
import { addLabelNames, type Family, familiesOf } from './family.ts';
import { foldLabel, labelOf } from './label.ts';
import { statusLabels } from './status.ts';
import { statusClasses, type Totals } from './totals.ts';
import { unitOf } from './unit.ts';

const stems = new Set(edgeDialects.flatMap(({ requests, failures = [], latency }) => [...requests, ...failures, ...latency]));

export const isEdgeStem = (stem: string): boolean => stems.has(stem);

/** More callees than this in one exposition are cut: a label that holds ids names no service. */
export const mostCallees = 200;

export interface EdgeKey {
  /** As a label names it; empty: the service that exposes the metrics. */
  caller: string;
  callee: string;
  kind: DependencyKind;
  /** The dialect's name. */
  source: string;
}

/** Calls over one edge since the process that counts them started. */
export interface EdgeTotals extends EdgeKey {
  calls: Totals;
  /** Failed calls, where a counter of their own tells them. */
  failures: Totals | null;
}

export interface EdgesRead {
  edges: Map<string, EdgeTotals>;
  /** Why there are fewer edges than the exposition has; null when there are not. */
  cut: string | null;
}

/** The families of one dialect, and how they say who calls whom. */
interface Part {
  family: Family;
  use: 'requests' | 'failures' | 'latency';
}

const own = { healthPath: '\0', metricsPath: null };
const noAnswer = statusClasses.indexOf('noAnswer');
const serverError = statusClasses.indexOf('serverError');

/** What an exposition says of the calls that the service, or what it observes, makes to others; null where it says nothing. */
export function readEdges(exposition: Exposition, atMs = 0): EdgesRead | null {
  const families = familiesOf(exposition, isEdgeStem);
  if (families.length === 0) return null;
  for (const family of families) addLabelNames(exposition, family, family.counts.length);
  const found = edgeDialects.flatMap((dialect) => readDialect(exposition, dialect, families, atMs));
  if (found.length === 0) return null;
  const callees = [...new Set(found.map(({ key }) => key.callee))].sort();
  const kept = new Set(callees.slice(0, mostCallees));
  const edges = found.filter(({ key }) => kept.has(key.callee)).map(({ key, total }) => [keyOf(key), { ...key, ...total() }] as const);
  const cut = callees.length > mostCallees ? `${mostCallees} of ${callees.length} callees kept: a label that names them holds too many values` : null;
  return { edges: new Map(edges), cut };
}

const keyOf = ({ caller, callee, kind, source }: EdgeKey) => JSON.stringify([source, caller, callee, kind]);

interface Found {
  key: EdgeKey;
  /** Counts are added up only for what is kept. */
  total: () => Pick<EdgeTotals, 'calls' | 'failures'>;
}

function readDialect(exposition: Exposition, dialect: EdgeDialect, families: readonly Family[], atMs: number): Found[] {
  const parts = partsOf(dialect, families);
  const counted = parts.find(({ use }) => use === 'requests') ?? parts.find(({ use }) => use === 'latency');
  if (!counted) return [];
  const split = parts.map(({ family, use }) => ({ use, edges: splitFamily(exposition, dialect, family) }));
  const edges = split.find(({ use }) => use === counted.use)?.edges ?? new Map<string, EdgeFamily>();
  return [...edges.values()].map(({ key }) => ({
    key,
    total: () => {
      const partOf = (use: Part['use']) => split.find((part) => part.use === use)?.edges.get(keyOf(key))?.family ?? null;
      const calls = totalOf(exposition, dialect, { requests: partOf('requests'), latency: partOf('latency') }, atMs);
      const saysFailures = split.some((part) => part.use === 'failures');
      return { calls, failures: saysFailures ? failuresOf(exposition, partOf('failures'), calls) : null };
    },
  }));
}

/** One family for each use: the one that says how calls ended, of durations the one with buckets, then by name. */
function partsOf(dialect: EdgeDialect, families: readonly Family[]): Part[] {
  const status = dialect.status ? [dialect.status, ...statusLabels] : statusLabels;
  const choose = (use: Part['use'], wanted: readonly string[], kind: Family['kind']): Part[] => {
    const fitting = families.filter((family) => family.kind === kind && wanted.includes(family.stem) && fits(dialect, family));
    const score = (family: Family) => (family.buckets.length > 0 ? 1 : 0) + (labelOf(family.labelNames, status) === null ? 0 : 2);
    const [best] = fitting.sort((a, b) => score(b) - score(a) || (a.name < b.name ? -1 : 1));
    return best ? [{ family: best, use }] : [];
  };
  return [
    ...choose('requests', dialect.requests, 'counter'),
    ...choose('failures', dialect.failures ?? [], 'counter'),
    ...choose('latency', dialect.latency, 'duration'),
  ];
}

function fits(dialect: EdgeDialect, family: Family): boolean {
  const names = new Set([...family.labelNames].map(foldLabel));
  return dialect.labels.every((group) => group.some((name) => names.has(name)));
}

interface EdgeFamily {
  key: EdgeKey;
  family: Family;
}

/** A family taken apart by edge. */
function splitFamily(exposition: Exposition, dialect: EdgeDialect, family: Family): Map<string, EdgeFamily> {
  const edges = new Map<string, EdgeFamily>();
  const readKey = keyReader(dialect, family);
  for (const part of ['counts', 'sums', 'buckets'] as const)
    for (const index of family[part]) {
      const labels = exposition.labelsOf(index);
      const key = readKey(labels);
      if (key === null) continue;
      const text = keyOf(key);
      const edge = edges.get(text) ?? { key, family: { ...family, counts: [], sums: [], buckets: [], quantiles: [], labelNames: family.labelNames } };
      edges.set(text, edge);
      edge.family[part].push(index);
    }
  return edges;
}

/** Tempo calls whoever is in front of a trace `user`; elsewhere that is a service's name like any other. */
const rootsOfTraces = new Set(['', 'user']);

/** Whom a series is about, and null where it is none of the dialect's edges. */
function keyReader(dialect: EdgeDialect, { labelNames }: Family): (labels: Labels) => EdgeKey | null {
  const byFolded = new Map([...labelNames].map((name) => [foldLabel(name), name]));
  const namesOf = (wanted: readonly string[] = []) => wanted.flatMap((name) => byFolded.get(name) ?? []);
  const [calleeLabels, callerLabels, portLabels] = [namesOf(dialect.callee), namesOf(dialect.caller), namesOf(dialect.port)];
  const [only] = namesOf(dialect.only ? [dialect.only[0]] : []);
  const [kindLabel] = namesOf(dialect.kind ? [dialect.kind.label] : []);
  const first = (labels: Labels, names: readonly string[], port: string | null) => {
    for (const name of names) {
      const value = calleeOfLabel(labels.get(name) ?? '', port);
      if (value !== null) return value;
    }
    return null;
  };
  return (labels) => {
    if (dialect.only && (only === undefined || labels.get(only) !== dialect.only[1])) return null;
    const port = portLabels.map((name) => labels.get(name)).find((value) => value !== undefined) ?? null;
    const callee = first(labels, calleeLabels, port);
    const caller = first(labels, callerLabels, null) ?? '';
    // A root of traces has no service in front of it, and a loop is no edge.
    if (callee === null || callee === caller || (dialect.evidence === 'trace' && rootsOfTraces.has(caller))) return null;
    const kind = (kindLabel !== undefined && dialect.kind?.of[labels.get(kindLabel) ?? '']) || 'http';
    return { caller, callee, kind, source: dialect.name };
  };
}

interface Families {
  requests: Family | null;
  latency: Family | null;
}

function totalOf(exposition: Exposition, dialect: EdgeDialect, { requests, latency }: Families, atMs: number): Totals {
  const counted = (requests ?? latency) as Family;
  const status = labelOf(counted.labelNames, dialect.status ? [dialect.status, ...statusLabels] : statusLabels);
  const calls = countRequests(exposition, counted, status, own);
  // Whoever calls does not mind why nothing came back: no answer is a failed call.
  const classes = calls.classes.map((one) => (one === noAnswer ? serverError : one));
  const unit = latency && ((announced(exposition, latency) ?? latency.unit) || dialect.unit);
  return {
    ...{ atMs, startedAtSeconds: null, source: sourceOf(dialect, counted, latency), faults: [] },
    ...{ requests: { ...calls, classes }, statusKnown: status !== null },
    latency: latency && unit && countDurations(exposition, latency, labelOf(latency.labelNames, statusLabels), { paths: own, unit }),
  };
}

/** An edge of which the counter of failures has no series had none so far. */
function failuresOf(exposition: Exposition, family: Family | null, calls: Totals): Totals {
  const counted = family ? countRequests(exposition, family, null, own) : emptied(calls).requests;
  return { ...calls, requests: counted && { ...counted, family: 'failures', grain: 'series' }, statusKnown: false, latency: null };
}

const announced = (exposition: Exposition, family: Family) => {
  const unit = exposition.families.get(family.name)?.unit;
  return unit ? unitOf(unit) : null;
};

const sourceOf = (dialect: EdgeDialect, counted: Family, latency: Family | null): Totals['source'] => ({
  ...{ dialect: dialect.name, rule: 'calls as the caller counts them', status: null, unit: null, series: 0 },
  ...{ requests: counted.name, latency: latency?.name ?? null },
});

/** What happened over an edge between two scrapes. */
export interface EdgeRate extends EdgeKey {
  requestRate: number | null;
  errorRatio: number | null;
  latencyMsP95: IntervalMs | null;
}

/** What happened over each edge; one that was not there before counts in full, and a counter that fell began anew. */
export function diffEdgeTotals(before: EdgesRead, after: EdgesRead, seconds: number): Map<string, { key: EdgeKey; delta: SignalDelta | null }> {
  return new Map(
    [...after.edges].map(([text, { calls, failures, ...key }]) => {
      const past = before.edges.get(text);
      const delta = diffTotals(past?.calls ?? emptied(calls), calls, seconds);
      const failed = failures && diffTotals(past?.failures ?? emptied(failures), failures, seconds);
      return [text, { key, delta: delta && failed ? { ...delta, errors: failed.requests } : delta }];
    }),
  );
}

/** The same as rates. */
export function diffEdges(before: EdgesRead, after: EdgesRead, seconds: number): EdgeRate[] {
  return [...diffEdgeTotals(before, after, seconds).values()].map(({ key, delta }) => {
    if (!delta) return { ...key, requestRate: null, errorRatio: null, latencyMsP95: null };
    const { requestRate, errorRatio, latencyMs } = latestOf([delta]);
    return { ...key, requestRate, errorRatio: errorRatio === null ? null : Math.min(1, errorRatio), latencyMsP95: latencyMs.p95 };
  });
}
