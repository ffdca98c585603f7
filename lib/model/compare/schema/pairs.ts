import type { Sameness } from '../sameness.ts';
import type { Side } from '../side.ts';
import { narrows, type Relation, relate, widens } from './change.ts';
import { compareFlats } from './compare-flats.ts';
import type { Conjunction } from './flat.ts';
import { flatten } from './flatten.ts';
import type { Pair, Pairs } from './pair.ts';

const mostPairs = 400_000;

export function openPairs(from: Side, to: Side, same: Sameness): Pairs {
  const known = new Map<Conjunction, Map<Conjunction, Pair>>();
  let count = 0;

  function pairOf(a: Conjunction, b: Conjunction): Pair {
    const row = known.get(a) ?? new Map<Conjunction, Pair>();
    if (row.size === 0) known.set(a, row);
    let pair = row.get(b);
    if (!pair) {
      pair = { from: a, to: b, state: isSame(a, b, same) || count > mostPairs ? 'done' : 'new', changes: [], edges: [], walk: 0, guardedWalk: 0 };
      count += 1;
      row.set(b, pair);
    }
    return pair;
  }

  function expand(pair: Pair): Pair {
    if (pair.state !== 'new') return pair;
    pair.state = 'open';
    const found = compareFlats(pair, flatten(pair.from, from), flatten(pair.to, to), pairs);
    pair.changes = found.changes;
    pair.edges = found.edges;
    pair.state = 'done';
    return pair;
  }

  /** The pair and all below, each once; what is known is not entered again. */
  function reachable(start: Pair, isKnown: (pair: Pair) => boolean): Pair[] {
    const all = new Set([start]);
    for (const pair of all) if (!isKnown(pair)) for (const edge of expand(pair).edges) all.add(edge.pair);
    return [...all];
  }

  function relationOf(pair: Pair): Relation {
    if (pair.relation) return pair.relation;
    const all = reachable(pair, (each) => each.relation !== undefined);
    const some = (holds: (relation: Relation) => boolean) =>
      all.some((each) => (each.relation ? holds(each.relation) : each.changes.some((change) => holds(change.relation))));
    const relation = relate(some(narrows), some(widens));
    if (all.every((each) => each.state === 'done')) pair.relation = relation;
    return relation;
  }

  function isDirty(pair: Pair): boolean {
    if (pair.isDirty !== undefined) return pair.isDirty;
    const all = reachable(pair, (each) => each.isDirty !== undefined);
    if (all.some((each) => each.state === 'open')) return all.some((each) => each.isDirty ?? each.changes.length > 0);
    markDirty(all);
    return pair.isDirty ?? false;
  }

  const pairs: Pairs = {
    walks: 0,
    steps: 0,
    from,
    to,
    same,
    pairOf,
    expand,
    relationOf,
    isDirty,
    flatFrom: (conjunction) => flatten(conjunction, from),
    flatTo: (conjunction) => flatten(conjunction, to),
  };
  return pairs;
}

function isSame(a: Conjunction, b: Conjunction, same: Sameness): boolean {
  return a.never === b.never && a.nodes.length === b.nodes.length && a.nodes.every((node, index) => same(node, b.nodes[index]));
}

/** Marks what has a difference, or leads to one. */
function markDirty(all: Pair[]): void {
  const users = new Map<Pair, Pair[]>();
  for (const each of all)
    for (const edge of each.edges) {
      const list = users.get(edge.pair);
      if (list) list.push(each);
      else users.set(edge.pair, [each]);
    }
  const dirty = new Set(all.filter((each) => each.isDirty ?? each.changes.length > 0));
  for (const each of dirty) for (const user of users.get(each) ?? []) dirty.add(user);
  for (const each of all) each.isDirty ??= dirty.has(each);
}
