import { depthFirst, lowLinks } from './depth-first.ts';
import { type Arc, arcsOf } from './walk.ts';

/**
 * Nodes without which the graph falls apart: taken away, some that were connected are not any more (cut vertices, whatever the direction
 * of the edges). Sorted.
 */
export function findSinglePoints(edges: readonly Arc[]): string[] {
  const bothWays = edges.flatMap(({ from, to }) => [
    { from, to },
    { from: to, to: from },
  ]);
  const { out: near } = arcsOf(bothWays);
  const links = lowLinks();
  const [roots, branches] = [new Set<string>(), new Map<string, number>()];
  depthFirst([...near.keys()].sort(), near, {
    enter: links.enter,
    meet(id, met, parent) {
      if (met !== parent) links.lower(id, links.orderOf(met));
    },
    leave(id, parent) {
      if (parent === null) roots.add(id);
      else {
        links.lower(parent, links.lowOf(id));
        if (links.lowOf(id) >= links.orderOf(parent)) branches.set(parent, (branches.get(parent) ?? 0) + 1);
      }
    },
  });
  // A branch that gets back to nothing before its node hangs on it; the root of a walk has nothing before it.
  const cuts = [...branches].filter(([id, count]) => count > (roots.has(id) ? 1 : 0));
  return cuts.map(([id]) => id).sort();
}
