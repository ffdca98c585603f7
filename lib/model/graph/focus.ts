import type { GraphEdge, GraphNode } from '../graph.ts';
import { arcsOf, reach } from './walk.ts';

/** Callers matter two calls up, what is called only one down. */
const [up, down] = [2, 1];

/** What is not well: services by their verdict, and calls by `isWrong`. */
export interface Wrong {
  services: string[];
  edges: Pick<GraphEdge, 'from' | 'to'>[];
}

type Drawn = { nodes: readonly Pick<GraphNode, 'id' | 'verdict'>[]; edges: readonly GraphEdge[] };

export function findWrong({ nodes, edges }: Drawn, isWrong: (edge: GraphEdge) => boolean): Wrong {
  return {
    services: nodes.filter(({ verdict }) => verdict === 'down' || verdict === 'degraded').map(({ id }) => id),
    edges: edges.filter(isWrong),
  };
}

/** What is not well, its callers and what it calls; null where all is well. */
export function focusOn(graph: Drawn, { services, edges }: Wrong): Set<string> | null {
  if (services.length + edges.length === 0) return null;
  const { out, into } = arcsOf(graph.edges);
  const near = new Set([...services, ...edges.flatMap(({ from, to }) => [from, to])]);
  for (const id of [...near]) for (const one of [...reach(into, id, up).keys(), ...reach(out, id, down).keys()]) near.add(one);
  return near;
}
