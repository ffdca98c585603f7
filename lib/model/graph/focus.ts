import type { GraphEdge, GraphNode } from '../graph.ts';
import { arcsOf } from './walk.ts';

/** Callers matter so many calls up, what is called only one down. */
const up = 2;

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

export interface Focus {
  nodes: Set<string>;
  /** The edges that lead to what is not well, and from it; see `stepOf`. */
  steps: Set<string>;
}

/** How an edge is named among those that stand out, whatever its kind. */
export const stepOf = (from: string, to: string): string => `${from} ${to}`;

/** What is not well, its callers and what it calls; null where all is well. */
export function focusOn(graph: Drawn, { services, edges }: Wrong): Focus | null {
  if (services.length + edges.length === 0) return null;
  const { out, into } = arcsOf(graph.edges);
  const core = new Set([...services, ...edges.flatMap(({ from, to }) => [from, to])]);
  const [nodes, steps] = [new Set(core), new Set<string>()];
  for (let [step, frontier] = [0, [...core]]; step < up; step++) {
    const callers = frontier.flatMap((id) => (into.get(id) ?? []).map((caller) => ({ caller, id })));
    for (const { caller, id } of callers) steps.add(stepOf(caller, id));
    frontier = callers.map(({ caller }) => caller).filter((caller) => !nodes.has(caller));
    for (const id of frontier) nodes.add(id);
  }
  for (const id of core)
    for (const callee of out.get(id) ?? []) {
      nodes.add(callee);
      steps.add(stepOf(id, callee));
    }
  return { nodes, steps };
}
