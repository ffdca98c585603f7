import { type Arc, type Arcs, arcsOf } from './walk.ts';

/** From where calls come: nodes without callers, and of parts that nobody else calls the first by id. */
function entriesOf(ids: readonly string[], { out, into }: { out: Arcs; into: Arcs }): { entries: string[]; order: string[] } {
  const [entries, reached, order] = [[] as string[], new Set<string>(), [] as string[]];
  const starts = [...ids.filter((id) => !into.has(id)), ...ids];
  for (const start of starts) {
    if (reached.has(start)) continue;
    entries.push(start);
    order.push(...postOrder(start, out, reached));
  }
  return { entries, order: order.reverse() };
}

function postOrder(start: string, out: Arcs, reached: Set<string>): string[] {
  const [left, work] = [[] as string[], [{ id: start, next: 0 }]];
  reached.add(start);
  for (let frame = work.at(-1); frame; frame = work.at(-1)) {
    const next = out.get(frame.id)?.[frame.next++];
    if (next === undefined) left.push(work.pop()?.id ?? '');
    else if (!reached.has(next)) {
      reached.add(next);
      work.push({ id: next, next: 0 });
    }
  }
  return left;
}

/**
 * For each node that every way from an entry to some others leads through, those others (the dominator tree after Cooper, Harvey and
 * Kennedy): when it fails, no call reaches them. Sorted by id.
 */
export function findGates(edges: readonly Arc[]): Map<string, string[]> {
  const arcs = arcsOf(edges);
  const ids = [...new Set([...arcs.out.keys(), ...arcs.into.keys()])].sort();
  const { entries, order } = entriesOf(ids, arcs);
  const rank = new Map(order.map((id, i) => [id, i]));
  // `null` is before every entry.
  const above = new Map<string, string | null>(entries.map((id) => [id, null]));
  const meet = (one: string | null, other: string | null): string | null => {
    let [a, b] = [one, other];
    while (a !== b) {
      if (a === null || b === null) return null;
      if ((rank.get(a) ?? 0) > (rank.get(b) ?? 0)) a = above.get(a) ?? null;
      else b = above.get(b) ?? null;
    }
    return a;
  };
  const isEntry = new Set(entries);
  for (let changed = true; changed; ) {
    changed = false;
    for (const id of order) {
      if (isEntry.has(id)) continue;
      const known = (arcs.into.get(id) ?? []).filter((caller) => above.has(caller));
      const next = known.reduce<string | null | undefined>((met, caller) => (met === undefined ? caller : meet(met, caller)), undefined);
      if (next === undefined || (above.has(id) && above.get(id) === next)) continue;
      above.set(id, next);
      changed = true;
    }
  }
  return gather(order, above);
}

function gather(order: readonly string[], above: ReadonlyMap<string, string | null>): Map<string, string[]> {
  const behind = new Map<string, string[]>();
  for (const id of order)
    for (let gate = above.get(id) ?? null; gate !== null; gate = above.get(gate) ?? null) behind.set(gate, [...(behind.get(gate) ?? []), id]);
  return new Map([...behind].sort(([a], [b]) => (a < b ? -1 : 1)).map(([gate, ids]) => [gate, ids.sort()]));
}
