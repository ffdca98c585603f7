import type { Graph } from '../graph.ts';
import { arcsOf, reach } from './walk.ts';

const keep = ({ nodes, edges }: Graph, ids: ReadonlySet<string>, joins: (from: string, to: string) => boolean): Graph => ({
  nodes: nodes.filter(({ id }) => ids.has(id)),
  edges: edges.filter(({ from, to }) => ids.has(from) && ids.has(to) && joins(from, to)),
});

/** The node, what it calls and what calls it, at most `depth` calls away. */
export function narrowAround(graph: Graph, id: string, depth: number): Graph {
  const { out, into } = arcsOf(graph.edges);
  const ids = new Set([id, ...reach(out, id, depth).keys(), ...reach(into, id, depth).keys()]);
  return keep(graph, ids, () => true);
}

/** The services of a domain, and what they touch beyond it. */
export function narrowToDomain(graph: Graph, domain: string): Graph {
  const inside = new Set(graph.nodes.filter((node) => node.domain === domain).map(({ id }) => id));
  const touched = graph.edges.filter(({ from, to }) => inside.has(from) || inside.has(to)).flatMap(({ from, to }) => [from, to]);
  return keep(graph, new Set([...inside, ...touched]), (from, to) => inside.has(from) || inside.has(to));
}
