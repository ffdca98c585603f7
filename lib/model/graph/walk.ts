import type { GraphEdge } from '../graph.ts';

export type Arc = Pick<GraphEdge, 'from' | 'to'>;

/** Neighbours by node, each once, in the order of their ids: every walk over them is the same whatever order edges came in. */
export type Arcs = ReadonlyMap<string, readonly string[]>;

export function arcsOf(edges: readonly Arc[]): { out: Arcs; into: Arcs } {
  const [out, into] = [new Map<string, Set<string>>(), new Map<string, Set<string>>()];
  const add = (arcs: Map<string, Set<string>>, from: string, to: string) => arcs.set(from, (arcs.get(from) ?? new Set()).add(to));
  for (const { from, to } of edges) {
    if (from === to) continue;
    add(out, from, to);
    add(into, to, from);
  }
  const sorted = (arcs: Map<string, Set<string>>): Arcs => new Map([...arcs].map(([id, others]) => [id, [...others].sort()]));
  return { out: sorted(out), into: sorted(into) };
}

/** What is reached from a node over at most `depth` arcs, with how many it takes; the node itself is left out. */
export function reach(arcs: Arcs, start: string, depth = Number.POSITIVE_INFINITY): Map<string, number> {
  const steps = new Map([[start, 0]]);
  const queue = [start];
  for (const id of queue) {
    const step = steps.get(id) ?? 0;
    if (step >= depth) continue;
    for (const next of arcs.get(id) ?? []) {
      if (steps.has(next)) continue;
      steps.set(next, step + 1);
      queue.push(next);
    }
  }
  steps.delete(start);
  return steps;
}

/** The shortest way along the edges, both ends included; of several the first by the ids on it. Null where there is none. */
export function shortestPath(edges: readonly Arc[], from: string, to: string): string[] | null {
  const { out, into } = arcsOf(edges);
  const distance = reach(into, to).set(to, 0);
  if (!distance.has(from)) return null;
  const path = [from];
  for (let at = from; at !== to; path.push(at)) {
    const left = distance.get(at) ?? 0;
    at = (out.get(at) ?? []).find((next) => distance.get(next) === left - 1) ?? to;
  }
  return path;
}
