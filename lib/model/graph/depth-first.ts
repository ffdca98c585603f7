import type { Arcs } from './walk.ts';

interface Visitor {
  enter(id: string): unknown;
  /** An arc to a node that was entered before. */
  meet(id: string, met: string, parent: string | null): void;
  /** All that can be reached from the node was. */
  leave(id: string, parent: string | null): void;
}

interface Frame {
  id: string;
  parent: string | null;
  next: number;
}

/** Walks depth first from each of the ids that no walk before has reached; without recursion, so that long chains end no stack. */
export function depthFirst(ids: readonly string[], arcs: Arcs, { enter, meet, leave }: Visitor): void {
  const entered = new Set<string>();
  const begin = (id: string, parent: string | null): Frame => {
    entered.add(id);
    enter(id);
    return { id, parent, next: 0 };
  };
  for (const start of ids) {
    const work = entered.has(start) ? [] : [begin(start, null)];
    for (let frame = work.at(-1); frame; frame = work.at(-1)) {
      const { id, parent } = frame;
      const next = arcs.get(id)?.[frame.next++];
      if (next === undefined) {
        work.pop();
        leave(id, parent);
      } else if (entered.has(next)) meet(id, next, parent);
      else work.push(begin(next, id));
    }
  }
}

/** The order in which nodes are entered, and the earliest that each can get back to. */
export function lowLinks() {
  const [order, low] = [new Map<string, number>(), new Map<string, number>()];
  return {
    orderOf: (id: string) => order.get(id) ?? 0,
    lowOf: (id: string) => low.get(id) ?? 0,
    enter(id: string) {
      order.set(id, order.size);
      low.set(id, order.get(id) ?? 0);
    },
    lower(id: string, value: number) {
      low.set(id, Math.min(low.get(id) ?? value, value));
    },
  };
}
