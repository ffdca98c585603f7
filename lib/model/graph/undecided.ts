import type { EdgeRef, GraphEdge } from '../graph.ts';
import { mergeSightings, type Sighting } from './assemble.ts';
import { type Forgotten, keyOfEdge, leaveForgotten, ownerOf, unseenMs } from './review.ts';
import { standingOf } from './standing.ts';
import { isToSelf } from './to-self.ts';

export interface Undecided {
  undeclared: GraphEdge[];
  unseen: GraphEdge[];
  /** Undeclared edges to Signalbox itself. */
  toSelf: number;
}

interface Asked {
  /** Since when an edge is declared, ms since the epoch; null where it is not. */
  declaredAtMs: (edge: EdgeRef) => number | null;
  forgotten: readonly Forgotten[];
  /** Whether a node is Signalbox itself. */
  isSelf: (id: string) => boolean;
  nowMs: number;
}

/**
 * What owners should decide: calls that nobody declared, the busiest first, and declarations that stand for 30 days and were not seen
 * for as long. The second only where the owner's metrics tell of other edges of that kind: silence of a service that tells nothing is
 * no evidence. Only what may be asked about is put together: of a large fleet that is little.
 */
export function reviewSightings(sightings: readonly Sighting[], { declaredAtMs, forgotten, isSelf, nowMs }: Asked): Undecided {
  const isLate = ({ seenAtMs }: Sighting) => seenAtMs !== null && nowMs - seenAtMs < unseenMs;
  const telling = new Set(sightings.filter(isLate).map((one) => `${ownerOf(one)} ${one.kind}`));
  const undeclared: Sighting[] = [];
  const unseen: Sighting[] = [];
  for (const [one, ...others] of groupByEdge(sightings)) {
    if (!one || ownerOf(one) === null) continue;
    const all = [one, ...others];
    const evidence = all.map((each) => each.evidence);
    if (standingOf(evidence) === 'not declared') undeclared.push(...all);
    const sinceMs = evidence.includes('declared') ? declaredAtMs(one) : null;
    if (sinceMs !== null && nowMs - sinceMs >= unseenMs && !all.some(isLate) && telling.has(`${ownerOf(one)} ${one.kind}`)) unseen.push(...all);
  }
  const open = leaveForgotten(mergeSightings(undeclared), forgotten);
  const others = open.filter((edge) => !isToSelf(edge, isSelf));
  return {
    undeclared: others.sort((a, b) => (b.requestRate ?? 0) - (a.requestRate ?? 0)),
    unseen: mergeSightings(unseen),
    toSelf: open.length - others.length,
  };
}

function groupByEdge(sightings: readonly Sighting[]): Iterable<Sighting[]> {
  return Map.groupBy(sightings, keyOfEdge).values();
}
