import { type Cell, type LayoutNode, layoutGraph } from './layout.ts';
import { type Arc, arcsOf } from './walk.ts';

export interface Layout {
  /** The left upper corner of each node, pixels. */
  places: Map<string, { x: number; y: number }>;
  width: number;
  height: number;
}

/** Pixels. */
export const nodeSize = { width: 184, height: 36 };
const step = { x: nodeSize.width + 88, y: nodeSize.height + 8 };

const keyOf = ({ rank, slot }: Cell) => `${rank} ${slot}`;
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** As far up or down a new node goes within its rank; then rather one further to the right. */
const mostOff = 12;

/** The free cell that is nearest to a slot, of two the lower one: in the rank, else in the next that has one near enough. */
function nearestFree(taken: ReadonlySet<string>, wanted: Cell): Cell {
  for (let rank = wanted.rank; ; rank++)
    for (let off = 0; off <= mostOff; off++)
      for (const slot of [wanted.slot + off, wanted.slot - off]) if (slot >= 0 && !taken.has(keyOf({ rank, slot }))) return { rank, slot };
}

/**
 * Where every node stands. What has a place keeps it, whatever became of its edges; a new node goes right of its callers, else left of
 * what it calls, to the free slot nearest to its neighbours. Without held places the whole is laid out.
 */
export function placeGraph(nodes: readonly LayoutNode[], edges: readonly Arc[], held: ReadonlyMap<string, Cell>): Map<string, Cell> {
  if (held.size === 0) return layoutGraph(nodes, edges);
  const cells = new Map(nodes.flatMap(({ id }) => (held.has(id) ? [[id, held.get(id) as Cell] as const] : [])));
  if (cells.size === nodes.length) return cells;
  const taken = new Set([...held.values()].map(keyOf));
  const fresh = layoutGraph(nodes, edges);
  const { out, into } = arcsOf(edges);
  const cellsOf = (ids: readonly string[] | undefined) => (ids ?? []).flatMap((id) => cells.get(id) ?? []);
  const arriving = [...fresh].filter(([id]) => !cells.has(id)).sort(([, a], [, b]) => a.rank - b.rank || a.slot - b.slot);
  for (const [id, wished] of arriving) {
    const [callers, callees] = [cellsOf(into.get(id)), cellsOf(out.get(id))];
    const near = [...callers, ...callees].map(({ slot }) => slot);
    const rank = rankBetween(callers, callees) ?? wished.rank;
    const cell = nearestFree(taken, { rank, slot: near.length === 0 ? wished.slot : Math.round(mean(near)) });
    taken.add(keyOf(cell));
    cells.set(id, cell);
  }
  return cells;
}

function rankBetween(callers: readonly Cell[], callees: readonly Cell[]): number | null {
  if (callers.length > 0) return Math.max(...callers.map(({ rank }) => rank)) + 1;
  return callees.length === 0 ? null : Math.max(0, Math.min(...callees.map(({ rank }) => rank)) - 1);
}

/** Cells in pixels. */
export function measureLayout(cells: ReadonlyMap<string, Cell>): Layout {
  const places = new Map([...cells].map(([id, { rank, slot }]) => [id, { x: rank * step.x, y: slot * step.y }]));
  const corners = [...places.values()];
  return {
    places,
    width: Math.max(0, ...corners.map(({ x }) => x + nodeSize.width)),
    height: Math.max(0, ...corners.map(({ y }) => y + nodeSize.height)),
  };
}

/** How many nodes stand elsewhere than before; those that came or went are not counted. */
export function countMoved(before: ReadonlyMap<string, Cell>, after: ReadonlyMap<string, Cell>): number {
  return [...after].filter(([id, cell]) => before.has(id) && keyOf(before.get(id) as Cell) !== keyOf(cell)).length;
}
