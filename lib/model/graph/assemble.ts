import { type Named, serviceMatcher } from '../callee.ts';
import { evidenceOfDialect, rankOfEdgeDialect } from '../dialect/edge-table.ts';
import { type DependencyKind, type EdgeEvidence, edgeEvidence, type Graph, type GraphEdge, type GraphNode, type NodeKind } from '../graph.ts';
import type { IntervalMs } from '../service.ts';
import type { TopicRole } from '../topic.ts';
import type { Verdict } from '../verdict.ts';
import { type Forgotten, leaveForgotten } from './review.ts';

export interface GraphService extends Named {
  domain: string | null;
  team: string | null;
  tier: number;
  verdict: Verdict;
  requestRate: number | null;
  errorRatio: number | null;
  clientErrorRatio: number | null;
  latencyMsP95: IntervalMs | null;
  seenAt: string | null;
  instances: number;
}

/** One thing known of one edge, before what is known of it is put together. */
export interface Sighting {
  from: string;
  to: string;
  kind: DependencyKind;
  evidence: EdgeEvidence;
  /** The dialect; null for what is declared. */
  source: string | null;
  critical: boolean | null;
  requestRate: number | null;
  errorRatio: number | null;
  latencyMsP95: IntervalMs | null;
  seenAtMs: number | null;
}

export interface Observed {
  /** The service whose metrics tell of it. */
  service: string;
  /** As labels name it; empty for the service itself. */
  caller: string;
  callee: string;
  kind: DependencyKind;
  /** The dialect that tells of it. */
  source: string;
  requestRate: number | null;
  errorRatio: number | null;
  latencyMsP95: IntervalMs | null;
  /** When a call was last seen, ms since the epoch; null when none was since we look. */
  seenAtMs: number | null;
  atMs: number;
}

export interface GraphFacts {
  services: readonly GraphService[];
  declared: readonly { service: string; callee: string; kind: DependencyKind; critical: boolean }[];
  datastores: readonly { service: string; datastore: string }[];
  ends: readonly {
    topic: string;
    role: TopicRole;
    service: string;
    evidence: 'declared' | 'document' | 'metrics';
    eventRate: number | null;
    seenAtMs: number | null;
  }[];
  observed: readonly Observed[];
  /** What owners want to hear no more of. */
  forgotten?: readonly Forgotten[];
  /** Whether a text that names a callee, or a service, is Signalbox itself. */
  isSelf?: (one: string | Named) => boolean;
}

/** Rates of a service that has not been scraped for this long say nothing of now. */
const freshMs = 180_000;
const nothingSeen = { source: null, requestRate: null, errorRatio: null, latencyMsP95: null, seenAtMs: null };

/** The id of what is no registered service. */
const idOf = (kind: Exclude<NodeKind, 'service'>, name: string) => `${kind}:${name}`;

function placeOf(match: (text: string) => string | null, text: string, kind: DependencyKind): string {
  return match(text) ?? idOf(kind === 'datastore' ? 'datastore' : 'external', text.toLowerCase());
}

/** Who calls whom by what metrics tell; a caller that a proxy names and nobody registered is the service behind the proxy. */
export function sightingsOf(observed: readonly Observed[], match: (text: string) => string | null, nowMs: number): Sighting[] {
  return observed.flatMap(({ service, caller, callee, kind, source, requestRate, errorRatio, latencyMsP95, seenAtMs, atMs }) => {
    const evidence = evidenceOfDialect(source);
    const from = caller === '' ? service : (match(caller) ?? (evidence === 'trace' ? idOf('external', caller) : service));
    const to = placeOf(match, callee, kind);
    if (from === to) return [];
    const rates = nowMs - atMs > freshMs ? { requestRate: null, errorRatio: null, latencyMsP95: null } : { requestRate, errorRatio, latencyMsP95 };
    return [{ from, to, kind, evidence, source, critical: null, ...rates, seenAtMs }];
  });
}

function declaredSightings({ declared, datastores, ends }: Omit<GraphFacts, 'services'>, match: (text: string) => string | null): Sighting[] {
  return [
    ...declared.map(({ service, callee, kind, critical }) => ({
      ...{ from: service, to: placeOf(match, callee, kind), kind, evidence: 'declared' as const, critical },
      ...nothingSeen,
    })),
    ...datastores.map(({ service, datastore }) => ({
      ...{ from: service, to: placeOf(match, datastore, 'datastore'), kind: 'datastore' as const, evidence: 'declared' as const, critical: null },
      ...nothingSeen,
    })),
    ...ends.map(({ topic, role, service, evidence, eventRate, seenAtMs }) => {
      const [from, to] = role === 'publishes' ? [service, idOf('topic', topic)] : [idOf('topic', topic), service];
      const seen = { ...nothingSeen, requestRate: eventRate, seenAtMs };
      return { from, to, kind: 'event' as const, evidence, critical: null, ...seen };
    }),
  ];
}

/** Everything that tells of an edge, declared or seen. */
export function allSightings(facts: Omit<GraphFacts, 'services'>, match: (text: string) => string | null, nowMs: number): Sighting[] {
  return [...declaredSightings(facts, match), ...sightingsOf(facts.observed, match, nowMs)];
}

/** Several sightings as one edge. Rates come from one dialect, never from two added; of one dialect all that it tells is added. */
export function mergeSightings(sightings: readonly Sighting[]): GraphEdge[] {
  const edges = new Map<string, Sighting[]>();
  for (const sighting of sightings) {
    const key = JSON.stringify([sighting.from, sighting.to, sighting.kind]);
    edges.set(key, [...(edges.get(key) ?? []), sighting]);
  }
  return [...edges].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, some]) => mergeOne(some));
}

function mergeOne(sightings: readonly Sighting[]): GraphEdge {
  const { from, to, kind } = sightings[0] as Sighting;
  const evidence = new Set(sightings.map((one) => one.evidence));
  const told = sightings
    .filter(({ source }) => source !== null)
    .sort((a, b) => rankOfEdgeDialect(a.source ?? '') - rankOfEdgeDialect(b.source ?? ''));
  const measured = told.find(({ requestRate }) => requestRate !== null) ?? told[0];
  const one = measured ? told.filter(({ source }) => source === measured.source) : sightings;
  const rates = one.flatMap(({ requestRate }) => requestRate ?? []);
  const seenAtMs = Math.max(...sightings.map((each) => each.seenAtMs ?? Number.NEGATIVE_INFINITY));
  const declared = sightings.flatMap(({ critical }) => critical ?? []);
  return {
    ...{ from, to, kind },
    evidence: edgeEvidence.filter((each) => evidence.has(each)),
    source: measured?.source ?? null,
    critical: declared.length === 0 ? null : declared.some(Boolean),
    requestRate: rates.length === 0 ? null : rates.reduce((sum, rate) => sum + rate, 0),
    errorRatio: weightedRatio(one),
    latencyMsP95: slowest(one),
    seenAt: Number.isFinite(seenAtMs) ? new Date(seenAtMs).toISOString() : null,
    breakerState: kind === 'http' ? 'unknown' : null,
  };
}

function weightedRatio(sightings: readonly Sighting[]): number | null {
  const telling = sightings.filter(({ errorRatio }) => errorRatio !== null);
  const calls = telling.reduce((sum, { requestRate }) => sum + (requestRate ?? 0), 0);
  if (calls === 0) return telling[0]?.errorRatio ?? null;
  return telling.reduce((sum, { requestRate, errorRatio }) => sum + (requestRate ?? 0) * (errorRatio ?? 0), 0) / calls;
}

/** Percentiles cannot be added: of several the slowest stands. */
function slowest(sightings: readonly Sighting[]): IntervalMs | null {
  const intervals = sightings.flatMap(({ latencyMsP95 }) => latencyMsP95 ?? []);
  return intervals.sort((a, b) => b.low - a.low || (b.high ?? Number.POSITIVE_INFINITY) - (a.high ?? Number.POSITIVE_INFINITY))[0] ?? null;
}

const noRates = { requestRate: null, errorRatio: null, clientErrorRatio: null, latencyMsP95: null, incidents: 0, seenAt: null, instances: 0 };
const noFacts = { domain: null, team: null, tier: null, verdict: null, ...noRates };

function strangerOf(id: string, isSelf: (one: string) => boolean): GraphNode {
  const kind = id.slice(0, id.indexOf(':')) as NodeKind;
  const name = id.slice(kind.length + 1);
  return { id, name, kind, ...noFacts, self: kind === 'external' && isSelf(name) };
}

/** Everything that is known of who depends on whom. Nodes and edges are sorted: the same facts in any order give the same graph. */
export function assembleGraph(facts: GraphFacts, nowMs: number, match = serviceMatcher(facts.services)): Graph {
  const { isSelf = () => false } = facts;
  const merged = mergeSightings(allSightings(facts, match, nowMs));
  const edges = leaveForgotten(merged, facts.forgotten ?? []);
  const services = new Map(
    facts.services.map(({ name, baseUrl, ...service }) => [
      name,
      { id: name, name, kind: 'service' as const, incidents: 0, ...service, self: isSelf({ name, baseUrl }) },
    ]),
  );
  const strangers = new Set(edges.flatMap(({ from, to }) => [from, to]).filter((id) => !services.has(id)));
  const nodes: GraphNode[] = [...services.values(), ...[...strangers].map((id) => strangerOf(id, isSelf))];
  return { nodes: nodes.sort((a, b) => (a.id < b.id ? -1 : 1)), edges };
}
