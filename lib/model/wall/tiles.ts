import { type Room, type TileCapacity, tileCapacity, wallEm } from './room.ts';

export interface Tile {
  /** Place in the order that was given, worst first. */
  index: number;
  /** Share 0–1 of its row's width, gaps left out. */
  width: number;
  /** How much larger than the smallest readable type its name and its other words may be, 1 or more. */
  scale: number;
  detail: number;
  /** Characters of the smallest type that a line has room for. */
  characters: number;
  /** Lines of words that fit, the name counted: 2, 3 or 4. */
  lines: number;
}

export interface TileRow {
  /** Share 0–1 of the room's height, gaps left out. */
  height: number;
  tiles: Tile[];
}

export interface TileLayout {
  rows: TileRow[];
  /** How many there was no room for. */
  more: number;
}

const pleasantAspect = 1.9;
const mostScale = 2.8;
const detailShare = 0.66;
const nameLines = 1.2;

/** How many tiles each row has, the worst above: rows above have fewer and so larger ones. */
function rowsOf(count: number, { columns, rows }: TileCapacity, { width, height }: Pick<Room, 'width' | 'height'>): number[] {
  let best = { rows: 1, off: Number.POSITIVE_INFINITY };
  for (let tried = 1; tried <= Math.min(rows, count); tried++) {
    if (Math.ceil(count / tried) > columns) continue;
    const aspect = ((width / count) * tried) / (height / tried);
    const off = Math.abs(Math.log(aspect / pleasantAspect));
    if (off < best.off) best = { rows: tried, off };
  }
  const [least, longer] = [Math.floor(count / best.rows), count % best.rows];
  return Array.from({ length: best.rows }, (_, row) => least + (row >= best.rows - longer ? 1 : 0));
}

/** Shares of a length, none below one of `most`; what is left over goes by weight. */
function sharesOf(weights: readonly number[], most: number): number[] {
  const sum = weights.reduce((total, weight) => total + weight, 0);
  const spare = Math.max(0, 1 - weights.length / most);
  const least = (1 - spare) / weights.length;
  return weights.map((weight) => least + spare * (sum > 0 ? weight / sum : 1 / weights.length));
}

/** Type of a tile of this size: the name as large as there is room for beside three lines, those at two thirds of it. */
function measure(width: number, height: number): Pick<Tile, 'scale' | 'detail' | 'lines' | 'characters'> {
  const inside = { width: width - 2 * wallEm.tilePadding, height: (height - 2 * wallEm.tilePadding) / wallEm.line };
  const roomy = inside.height / (nameLines + 3 * detailShare);
  const tight = (inside.height - 3) / nameLines;
  const scale = Math.max(1, Math.min(mostScale, roomy * detailShare >= 1 ? roomy : tight, inside.width / (14 * wallEm.character)));
  const detail = Math.max(1, scale * detailShare);
  const below = Math.floor((inside.height - nameLines * scale) / detail + 0.001);
  return { scale, detail, lines: 1 + Math.max(1, Math.min(3, below)), characters: inside.width / wallEm.character };
}

/**
 * Tiles that fill a room, worst first, sized by weight. They fit by construction: none is ever smaller than what can
 * be read, none overlaps another, and what there is no room for is counted.
 */
export function layoutTiles(weights: readonly number[], room: Pick<Room, 'width' | 'height'>): TileLayout {
  const capacity = tileCapacity(room);
  const shown = weights.slice(0, capacity.tiles);
  if (shown.length === 0) return { rows: [], more: 0 };
  const counts = rowsOf(shown.length, capacity, room);
  const heaviest = Math.max(...shown, 1e-9);
  let next = 0;
  const rows = counts.map((count) => {
    const from = next;
    next += count;
    return { from, weights: shown.slice(from, next).map((weight) => 0.25 + weight / heaviest) };
  });
  const heights = sharesOf(
    rows.map((row) => Math.max(...row.weights)),
    Math.max(capacity.rows, rows.length),
  );
  const heightEm = room.height - (rows.length - 1) * wallEm.gap;
  return {
    rows: rows.map(({ from, weights: inRow }, at) => {
      const height = heights[at] ?? 0;
      const widthEm = room.width - (inRow.length - 1) * wallEm.gap;
      const widths = sharesOf(inRow, Math.max(capacity.columns, inRow.length));
      return { height, tiles: widths.map((width, column) => ({ index: from + column, width, ...measure(width * widthEm, height * heightEm) })) };
    }),
    more: weights.length - shown.length,
  };
}
