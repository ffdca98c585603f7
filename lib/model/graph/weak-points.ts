import type { GraphEdge } from '../graph.ts';
import { hitsOver } from './failure.ts';
import { findGates } from './gates.ts';
import { findSinglePoints } from './single-points.ts';

export interface WeakPoint {
  id: string;
  /** Who is hit when it fails. */
  hit: string[];
  /** Nodes that every way from an entry leads through it to. */
  behind: string[];
  /** Calls per second that come in; null where nobody measures them. */
  rateAtStake: number | null;
}

/**
 * Single points of failure: what parts the graph when it goes, or is the only way to others, and hits more than one. The most calls at
 * stake first, then by how many are hit.
 */
export function findWeakPoints(edges: readonly GraphEdge[]): WeakPoint[] {
  const gates = findGates(edges);
  const hits = hitsOver(edges);
  const rates = new Map<string, number>();
  for (const { to, requestRate } of edges) if (requestRate !== null) rates.set(to, (rates.get(to) ?? 0) + requestRate);
  const ids = new Set([...findSinglePoints(edges), ...gates.keys()]);
  return [...ids]
    .map((id) => ({ id, hit: [...hits(id).keys()], behind: gates.get(id) ?? [], rateAtStake: rates.get(id) ?? null }))
    .filter(({ hit }) => hit.length > 1)
    .sort((a, b) => (b.rateAtStake ?? -1) - (a.rateAtStake ?? -1) || b.hit.length - a.hit.length || (a.id < b.id ? -1 : 1));
}
