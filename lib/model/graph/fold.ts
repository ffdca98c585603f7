import type { EdgeEvidence, Graph, GraphEdge, GraphNode } from '../graph.ts';
import type { Verdict } from '../verdict.ts';

/** A node as it is drawn: one of the graph, or several as one. */
export interface DrawnNode extends GraphNode {
  /** How many nodes stand for this one; 1 for a node of the graph itself. */
  count: number;
  /** What has to be opened to see the nodes that are folded here; null for a node of the graph itself. */
  folds: string | null;
  /** The opened group that the node stands in; null where none is. */
  group: string | null;
}

export interface DrawnGraph {
  nodes: DrawnNode[];
  edges: GraphEdge[];
  /** Services with the instances that they are opened into. */
  parts: { from: string; to: string }[];
}

/** More marks than this say less: the rest is folded. */
export const mostMarks = 60;
const fewestOfGroup = 8;

const worstFirst: readonly Verdict[] = ['down', 'degraded', 'unknown', 'maintenance', 'up'];
const groupNames = { topic: 'topics', datastore: 'datastores', external: 'outside' } as const;
const allRest = 'rest:all';

const alone = (node: GraphNode, group: string | null = null): DrawnNode => ({ ...node, count: 1, folds: null, group });
export const drawWhole = ({ nodes, edges }: Graph): DrawnGraph => ({ nodes: nodes.map((node) => alone(node)), edges, parts: [] });

/** The group that a node is folded into: its domain, or all of its kind. */
export const groupOf = (node: Pick<GraphNode, 'kind' | 'domain'>): string =>
  node.kind === 'service' ? `domain:${node.domain ?? ''}` : `all:${node.kind}`;

export const nameOfGroup = (id: string): string => {
  if (id.startsWith('service:')) return `instances of ${id.slice(8)}`;
  if (id.startsWith('rest:')) return id === allRest ? 'other domains' : `rest of ${nameOfGroup(id.slice(5))}`;
  const name = id.slice(id.indexOf(':') + 1);
  return id.startsWith('domain:') ? name || 'no domain' : groupNames[name as keyof typeof groupNames];
};

/** What a picture shows of one place where a service runs. */
export type DrawnInstance = Pick<GraphNode, 'verdict' | 'requestRate' | 'errorRatio'> & {
  url: string;
  signalsAt: string | null;
  checkedAt: string | null;
};

/** The last step of the ladder: services with their instances beside them. Those that are not drawn by themselves stay as they are. */
export function drawInstances(drawn: DrawnGraph, instances: ReadonlyMap<string, readonly DrawnInstance[]>): DrawnGraph {
  const marks = drawn.nodes.flatMap((service) => {
    const some = service.folds === null && service.kind === 'service' ? (instances.get(service.id) ?? []) : [];
    return some.map(({ url, verdict, requestRate, errorRatio, signalsAt, checkedAt }): DrawnNode => {
      const seen = { verdict, requestRate, errorRatio, clientErrorRatio: null, latencyMsP95: null, incidents: 0, seenAt: signalsAt ?? checkedAt };
      const name = url.replace(/^https?:\/\//, '').replace(/\/+$/, '');
      return { ...service, ...seen, id: `instance:${service.id} ${url}`, name, instances: 0, group: `service:${service.id}` };
    });
  });
  if (marks.length === 0) return drawn;
  const parts = marks.map(({ id, group }) => ({ from: (group ?? '').slice(8), to: id }));
  return { ...drawn, nodes: [...drawn.nodes, ...marks], parts };
}

export interface Folding {
  /** Groups, and rests of groups, that are opened. */
  open: ReadonlySet<string>;
  /** A node that is drawn by itself where its group is open. */
  keep?: string | null;
  most?: number;
}

/**
 * Each domain, and each kind of thing that is no service, as one mark with the worst of its verdicts; of an opened one those that are not
 * well first, then the most joined, and the rest as one mark. However large the graph, there are few marks unless rests are opened.
 */
export function foldGraph({ nodes, edges }: Graph, { open, keep = null, most = mostMarks }: Folding): DrawnGraph {
  const groups = new Map<string, GraphNode[]>();
  for (const node of nodes) groups.set(groupOf(node), [...(groups.get(groupOf(node)) ?? []), node]);
  const opened = [...groups.keys()].filter((id) => open.has(id)).length;
  const closed = foldClosed(
    [...groups].filter(([id]) => !open.has(id)),
    most - (opened === 0 ? 0 : Math.floor(most / 2)),
    open.has(allRest),
  );
  const room = Math.max(fewestOfGroup, Math.floor((most - closed.length) / Math.max(1, opened)));
  const joins = countJoins(edges);
  const rankOf = (node: GraphNode) => [node.id === keep ? 0 : 1, worstFirst.indexOf(node.verdict ?? 'up'), -(joins.get(node.id) ?? 0)] as const;
  const marks: Mark[] = [...closed];
  for (const [id, members] of groups) if (open.has(id)) marks.push(...openGroup(id, members, open.has(`rest:${id}`) ? members.length : room, rankOf));
  const home = new Map(marks.flatMap(({ mark, members }) => members.map((node) => [node.id, mark.id] as const)));
  return { nodes: marks.map(({ mark }) => mark).sort((a, b) => (a.id < b.id ? -1 : 1)), edges: joinEdges(edges, home), parts: [] };
}

interface Mark {
  mark: DrawnNode;
  members: readonly GraphNode[];
}

const worstOf = (members: readonly GraphNode[]) => worstFirst.find((verdict) => members.some((member) => member.verdict === verdict)) ?? null;

/** Closed groups as one mark each; of too many the best as one. */
function foldClosed(groups: readonly [string, GraphNode[]][], most: number, isAllOpen: boolean): Mark[] {
  const rank = (members: readonly GraphNode[]) => worstFirst.indexOf(worstOf(members) ?? 'up');
  const sorted = groups.toSorted(([a, some], [b, others]) => rank(some) - rank(others) || (a < b ? -1 : 1));
  const cut = isAllOpen || sorted.length <= most ? sorted.length : Math.max(0, most - 1);
  const single = sorted.slice(0, cut).map(([id, members]) => ({ mark: foldNodes(id, nameOfGroup(id), members), members }));
  const rest = sorted.slice(cut).flatMap(([, members]) => members);
  return rest.length === 0 ? single : [...single, { mark: foldNodes(allRest, restWords(rest), rest), members: rest }];
}

const restWords = (members: readonly GraphNode[]) => `+${members.length} ${members.every(({ verdict }) => verdict === 'up') ? 'healthy' : 'more'}`;

function openGroup(id: string, members: readonly GraphNode[], room: number, rankOf: (node: GraphNode) => readonly number[]): Mark[] {
  const sorted = members.toSorted((a, b) => compareRanks(rankOf(a), rankOf(b)) || (a.id < b.id ? -1 : 1));
  const cut = sorted.length <= room ? sorted.length : room - 1;
  const single = sorted.slice(0, cut).map((node) => ({ mark: alone(node, id), members: [node] }));
  const rest = sorted.slice(cut);
  if (rest.length === 0) return single;
  return [...single, { mark: { ...foldNodes(`rest:${id}`, restWords(rest), rest), group: id }, members: rest }];
}

function compareRanks(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((value, i) => value !== b[i]);
  return at < 0 ? 0 : (a[at] ?? 0) - (b[at] ?? 0);
}

function countJoins(edges: readonly GraphEdge[]): Map<string, number> {
  const joins = new Map<string, number>();
  for (const { from, to } of edges) for (const id of [from, to]) joins.set(id, (joins.get(id) ?? 0) + 1);
  return joins;
}

/** Edges between marks; those within one go. */
function joinEdges(edges: readonly GraphEdge[], home: ReadonlyMap<string, string>): GraphEdge[] {
  const joined = new Map<string, GraphEdge>();
  for (const edge of edges) {
    const [from, to] = [home.get(edge.from) ?? edge.from, home.get(edge.to) ?? edge.to];
    if (from === to) continue;
    const key = JSON.stringify([from, to, edge.kind]);
    const known = joined.get(key);
    joined.set(key, known ? addEdge(known, edge) : { ...edge, from, to });
  }
  return [...joined].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, edge]) => edge);
}

function foldNodes(id: string, name: string, members: readonly GraphNode[]): DrawnNode {
  const { kind, domain } = members[0] as GraphNode;
  const rates = members.flatMap(({ requestRate }) => requestRate ?? []);
  const total = rates.reduce((sum, rate) => sum + rate, 0);
  const share = (pick: (node: GraphNode) => number | null) =>
    total === 0 ? null : members.reduce((sum, node) => sum + (node.requestRate ?? 0) * (pick(node) ?? 0), 0) / total;
  const seen = members.flatMap(({ seenAt }) => seenAt ?? []).sort();
  return {
    ...{ id, name, kind, domain: kind === 'service' ? domain : null, team: null, tier: null, verdict: worstOf(members) },
    requestRate: rates.length === 0 ? null : total,
    errorRatio: share(({ errorRatio }) => errorRatio),
    clientErrorRatio: share(({ clientErrorRatio }) => clientErrorRatio),
    ...{ latencyMsP95: null, incidents: members.reduce((sum, { incidents }) => sum + incidents, 0), seenAt: seen[0] ?? null, instances: 0 },
    ...{ self: false, count: members.length, folds: id, group: null },
  };
}

function addEdge(known: GraphEdge, edge: GraphEdge): GraphEdge {
  const evidence = new Set<EdgeEvidence>([...known.evidence, ...edge.evidence]);
  const [a, b] = [known.requestRate ?? 0, edge.requestRate ?? 0];
  const ratios = known.errorRatio === null && edge.errorRatio === null ? null : (known.errorRatio ?? 0) * a + (edge.errorRatio ?? 0) * b;
  const later = [known.seenAt, edge.seenAt]
    .filter((at) => at !== null)
    .sort()
    .at(-1);
  return {
    ...known,
    evidence: [...evidence].sort(),
    critical: known.critical || edge.critical || null,
    source: null,
    requestRate: known.requestRate === null && edge.requestRate === null ? null : a + b,
    errorRatio: ratios === null || a + b === 0 ? null : ratios / (a + b),
    latencyMsP95: null,
    seenAt: later ?? null,
    breakerState: null,
  };
}
