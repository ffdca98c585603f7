import type { Graph, GraphEdge, GraphNode } from '../graph.ts';
import { standingOf } from './standing.ts';

/**
 * Whether a call leads to Signalbox itself without having been declared: services register and push there, so every one of them makes such
 * calls, and nobody needs to see them or to decide on them. What an owner declared counts like any other dependency.
 */
export function isToSelf({ to, evidence }: Pick<GraphEdge, 'to' | 'evidence'>, isSelf: (id: string) => boolean): boolean {
  return isSelf(to) && standingOf(evidence) === 'not declared';
}

const isSick = (verdict: GraphNode['verdict']) => verdict === 'down' || verdict === 'degraded';

/** The graph without the calls to Signalbox itself, and those calls. Its node goes with them where nothing else joins it and it is well. */
export function leaveCallsToSelf(graph: Graph): { graph: Graph; left: GraphEdge[] } {
  const own = new Set(graph.nodes.filter(({ self }) => self).map(({ id }) => id));
  const left = own.size === 0 ? [] : graph.edges.filter((edge) => isToSelf(edge, (id) => own.has(id)));
  if (left.length === 0) return { graph, left };
  const gone = new Set(left);
  const edges = graph.edges.filter((edge) => !gone.has(edge));
  const joined = new Set(edges.flatMap(({ from, to }) => [from, to]));
  return { graph: { nodes: graph.nodes.filter(({ id, verdict }) => !own.has(id) || joined.has(id) || isSick(verdict)), edges }, left };
}
