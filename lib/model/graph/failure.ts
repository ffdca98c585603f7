import type { GraphEdge } from '../graph.ts';

/** As much of an edge as says where a failure goes. */
export type FailingEdge = Pick<GraphEdge, 'from' | 'to'> & Partial<Pick<GraphEdge, 'kind' | 'critical'>>;

/** `from` fails, so `to` is hit; whether it then hits others itself. */
export interface FailureArc {
  from: string;
  to: string;
  passesOn: boolean;
}

const isTopic = (id: string) => id.startsWith('topic:');

/**
 * The one rule of what a failure hits, in the graph, on the fleet page and on walls. It goes from a callee to its callers and on to theirs,
 * except where a call is declared as not critical: such a caller is hit and passes nothing on. Through a topic it goes to those who wait for
 * its events, who pass nothing on either.
 */
export function failureArcs(edges: readonly FailingEdge[]): FailureArc[] {
  return edges
    .filter(({ from, to }) => from !== to)
    .map(({ from, to, kind, critical }) => {
      if (isTopic(to)) return { from, to, passesOn: true };
      if (isTopic(from)) return { from, to, passesOn: false };
      return { from: to, to: from, passesOn: kind !== 'event' && (critical ?? true) };
    });
}

type Next = (id: string) => readonly { id: string; passesOn: boolean }[];

/** Whatever `next` leads to from a node, with how many steps it takes at least; the node itself is left out. */
function spread(start: string, next: Next): Map<string, number> {
  const steps = new Map([[start, 0]]);
  const passing = new Set([start]);
  const queue: [string, number][] = [[start, 0]];
  for (const [id, step] of queue)
    for (const one of next(id)) {
      if (!steps.has(one.id)) steps.set(one.id, step + 1);
      if (!one.passesOn || passing.has(one.id)) continue;
      passing.add(one.id);
      queue.push([one.id, step + 1]);
    }
  steps.delete(start);
  return steps;
}

/** Neighbours in the order of their ids; of several arcs between two one that passes on counts. */
function neighbours(arcs: readonly FailureArc[], end: 'from' | 'to'): ReadonlyMap<string, readonly { id: string; passesOn: boolean }[]> {
  const found = new Map<string, Map<string, boolean>>();
  for (const arc of arcs) {
    const [at, other] = [arc[end], end === 'from' ? arc.to : arc.from];
    const known = found.get(at) ?? new Map<string, boolean>();
    found.set(at, known.set(other, arc.passesOn || (known.get(other) ?? false)));
  }
  const byId = (a: { id: string }, b: { id: string }) => (a.id < b.id ? -1 : 1);
  return new Map([...found].map(([at, known]) => [at, [...known].map(([id, passesOn]) => ({ id, passesOn })).sort(byId)]));
}

/** Whom the failure of each node hits, with how many steps away. */
export function hitsOver(edges: readonly FailingEdge[]): (id: string) => Map<string, number> {
  const out = neighbours(failureArcs(edges), 'from');
  return (id) => spread(id, (one) => out.get(one) ?? []);
}

export interface BlastRadius {
  /** Who is hit when the node fails, with how many steps away. */
  hit: Map<string, number>;
  /** Whose failure hits the node, with how many steps away. */
  needs: Map<string, number>;
}

/** Whom the failure of a node can reach, and whose failure can reach it. */
export function blastRadius(edges: readonly FailingEdge[], id: string): BlastRadius {
  const into = neighbours(failureArcs(edges), 'to');
  // Read backwards every arc but the last has to pass on.
  const needed: Next = (one) => (into.get(one) ?? []).filter(({ passesOn }) => passesOn || one === id).map((each) => ({ ...each, passesOn: true }));
  return { hit: hitsOver(edges)(id), needs: spread(id, needed) };
}
