import { strongParts } from './cycles.ts';
import { type Arc, type Arcs, arcsOf } from './walk.ts';

export interface LayoutNode {
  id: string;
  /** Orders the nodes of one rank, such as domain, team and name. */
  order: string;
}

/** Where a node stands: how many steps from the left, and how far down. */
export interface Cell {
  rank: number;
  slot: number;
}

const sweeps = 6;
const mostLooseColumns = 6;
/** A layer that is taller is broken into columns, so that the whole is about twice as wide as it is high. */
const rowsBySize = 1.8;
const fewestRows = 12;

/**
 * Layers from left to right: a caller stands left of what it calls, as far as the longest way to it is. Within a layer nodes stand by
 * their order, drawn towards their neighbours by a fixed number of sweeps. Only which edges there are counts, never how busy they are:
 * the same graph in any order has the same layout. Nodes without an edge stand in a block below.
 */
export function layoutGraph(nodes: readonly LayoutNode[], edges: readonly Arc[]): Map<string, Cell> {
  const sorted = nodes.toSorted((a, b) => (a.order === b.order ? (a.id < b.id ? -1 : 1) : a.order < b.order ? -1 : 1));
  const known = new Set(sorted.map(({ id }) => id));
  const arcs = arcsOf(edges.filter(({ from, to }) => known.has(from) && known.has(to)));
  const joined = sorted.map(({ id }) => id).filter((id) => arcs.out.has(id) || arcs.into.has(id));
  const tall = Math.max(fewestRows, Math.ceil(rowsBySize * Math.sqrt(joined.length)));
  const layers = settle(layersOf(joined, arcs.out, arcs.into), arcs).flatMap((layer) => wrapLayer(layer, tall));
  const tallest = Math.max(0, ...layers.map(({ length }) => length));
  const cells = new Map<string, Cell>();
  layers.forEach((layer, rank) => {
    const top = Math.floor((tallest - layer.length) / 2);
    layer.forEach((id, index) => {
      cells.set(id, { rank, slot: top + index });
    });
  });
  const loose = sorted.map(({ id }) => id).filter((id) => !cells.has(id));
  const columns = Math.max(layers.length, Math.min(mostLooseColumns, loose.length));
  const below = tallest === 0 ? 0 : tallest + 1;
  loose.forEach((id, index) => {
    cells.set(id, { rank: index % columns, slot: below + Math.floor(index / columns) });
  });
  return cells;
}

/** Each stands one right of the last of its callers. Those that call each other in a circle stand as far from where it is entered. */
function layersOf(ids: readonly string[], out: Arcs, into: Arcs): string[][] {
  const rank = new Map<string, number>();
  const order = new Map(ids.map((id, at) => [id, at]));
  for (const part of strongParts(ids, out).reverse()) {
    const members = new Set(part);
    const callersOf = (id: string) => (into.get(id) ?? []).filter((caller) => !members.has(caller));
    const base = Math.max(0, ...part.flatMap((id) => callersOf(id).map((caller) => (rank.get(caller) ?? 0) + 1)));
    const entered = part.filter((id) => callersOf(id).length > 0);
    const first = part.reduce((a, b) => ((order.get(a) ?? 0) < (order.get(b) ?? 0) ? a : b));
    for (const [id, steps] of stepsWithin(members, entered.length > 0 ? entered : [first], out)) rank.set(id, base + steps);
  }
  const layers: string[][] = Array.from({ length: Math.max(-1, ...rank.values()) + 1 }, () => []);
  for (const id of ids) layers[rank.get(id) ?? 0]?.push(id);
  return layers;
}

/** A layer as columns of at most so many, each node about as high as it was. */
function wrapLayer(layer: readonly string[], tall: number): string[][] {
  const columns = Math.ceil(layer.length / tall);
  return Array.from({ length: columns }, (_, column) => layer.filter((_id, at) => at % columns === column));
}

/** How many calls each of a part is away from the nearest start, over its own arcs alone. */
function stepsWithin(members: ReadonlySet<string>, starts: readonly string[], out: Arcs): Map<string, number> {
  const steps = new Map(starts.map((id) => [id, 0]));
  const queue = [...starts];
  for (const id of queue)
    for (const next of out.get(id) ?? []) {
      if (!members.has(next) || steps.has(next)) continue;
      steps.set(next, (steps.get(id) ?? 0) + 1);
      queue.push(next);
    }
  return steps;
}

function settle(layers: string[][], { out, into }: { out: Arcs; into: Arcs }): string[][] {
  const height = new Map<string, number>();
  const note = (layer: readonly string[]) => {
    layer.forEach((id, index) => {
      height.set(id, (index + 0.5) / layer.length);
    });
  };
  layers.forEach(note);
  let settled = layers;
  for (let sweep = 0; sweep < sweeps; sweep++) {
    const near = sweep % 2 === 0 ? into : out;
    settled = settled.map((layer) => {
      const wished = new Map(layer.map((id) => [id, mean((near.get(id) ?? []).map((other) => height.get(other) ?? 0.5)) ?? height.get(id) ?? 0.5]));
      const next = layer.toSorted((a, b) => (wished.get(a) ?? 0) - (wished.get(b) ?? 0));
      note(next);
      return next;
    });
  }
  return settled;
}

const mean = (values: readonly number[]) => (values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length);
