import { type Hang, landscape, type Shape, typeShare } from './type-scale.ts';

/** Every length is in em: one em is the smallest type that the farthest seat can read. */
export const wallEm = {
  margin: 0.55,
  gap: 0.35,
  head: 1.5,
  foot: 1.4,
  line: 1.3,
  /** A panel's own frame: its title and its padding. */
  panelTitle: 1.45,
  panelPadding: 0.4,
  tilePadding: 0.4,
  /** Mean width of a character. */
  character: 0.56,
} as const;

export const mostTiles = 12;

/** The least that a tile needs: a name with its mark, and one line of why. */
const leastTile = { width: 16 * wallEm.character + 2 * wallEm.tilePadding, height: 2.2 * wallEm.line + 2 * wallEm.tilePadding };

export interface Room {
  /** Type as a share of the screen's height. */
  typeShare: number;
  /** What lies between head and foot, em. */
  width: number;
  height: number;
}

export interface TileCapacity {
  columns: number;
  rows: number;
  tiles: number;
}

/** What a screen has room for at the size of type that its farthest seat can read. */
export function roomOf(hang: Hang, shape: Shape = landscape): Room {
  const share = typeShare(hang, shape);
  const heightEm = 1 / share;
  const { margin, gap, head, foot } = wallEm;
  return {
    typeShare: share,
    width: Math.max(0, (heightEm * shape.width) / shape.height - 2 * margin),
    height: Math.max(0, heightEm - 2 * margin - head - foot - 2 * gap),
  };
}

const fitting = (length: number, least: number) => Math.max(1, Math.floor((length + wallEm.gap) / (least + wallEm.gap)));

export function tileCapacity({ width, height }: Pick<Room, 'width' | 'height'>): TileCapacity {
  const [columns, rows] = [fitting(width, leastTile.width), fitting(height, leastTile.height)];
  return { columns, rows, tiles: Math.min(mostTiles, columns * rows) };
}

/** How a page's panels stand beside and above one another. */
export function panelGrid(panels: number, shape: Shape): { columns: number; rows: number } {
  const along = panels <= 1 ? 1 : 2;
  const across = panels <= 2 ? 1 : Math.ceil(panels / 2);
  return shape.width >= shape.height ? { columns: along, rows: across } : { columns: across > 1 ? 2 : 1, rows: across > 1 ? across : along };
}

/** No panel's words grow beyond this: what is large for its size alone draws the eye for nothing. */
const mostPanelScale = 1.7;

/** How much larger than the smallest type the words of a panel may be, 1 or more, when it has so many rows of so many characters. */
export function panelScale(room: { rows: number; characters: number }, rows: number, characters: number): number {
  return Math.max(1, Math.min(mostPanelScale, room.rows / Math.max(1, rows), room.characters / (characters * comfort)));
}

/** Names are mostly longer than the least that keeps its sense. */
const comfort = 1.4;

/** Rows and characters that one of so many panels has room for. */
export function panelRoom(room: Room, panels: number, shape: Shape): { rows: number; characters: number } {
  const grid = panelGrid(panels, shape);
  const height = (room.height - (grid.rows - 1) * wallEm.gap) / grid.rows;
  const width = (room.width - (grid.columns - 1) * wallEm.gap) / grid.columns;
  return {
    rows: Math.max(0, Math.floor((height - wallEm.panelTitle - 2 * wallEm.panelPadding) / wallEm.line)),
    characters: Math.max(0, Math.floor((width - 2 * wallEm.panelPadding) / wallEm.character)),
  };
}
