import type { Verdict } from '#lib/model/verdict.ts';

/** Pixels of one cell and the space after it, by how many there are. */
export function cellSize(total: number): number {
  if (total <= 300) return 18;
  return total <= 3000 ? 14 : 10;
}

export interface Grid {
  columns: number;
  rows: number;
  height: number;
}

/** How many cells stand in a row, and how tall the group is. */
export function layCells(count: number, width: number, size: number): Grid {
  const columns = Math.max(1, Math.floor(width / size));
  const rows = Math.ceil(count / columns);
  return { columns, rows, height: rows * size };
}

/** The cell at a point; null between the last cell and the edge. */
export function cellAt(x: number, y: number, count: number, grid: Grid, size: number): number | null {
  const column = Math.floor(x / size);
  const index = Math.floor(y / size) * grid.columns + column;
  return x < 0 || y < 0 || column >= grid.columns || index >= count ? null : index;
}

/** Where an arrow key leads within a group; null for keys that mean nothing here. */
export function stepCell(key: string, at: number, count: number, columns: number): number | null {
  const to = { ArrowLeft: at - 1, ArrowRight: at + 1, ArrowUp: at - columns, ArrowDown: at + columns, Home: 0, End: count - 1 }[key];
  return to === undefined ? null : Math.max(0, Math.min(count - 1, to));
}

type Shapes = Record<Verdict, { fill: Path2D; stroke: Path2D; dash: number[]; lineWidth: number }>;

/** One path for each state, so that ten thousand cells are five strokes of the pen. */
export function drawShapes(services: [string, Verdict][], { columns }: Grid, size: number): Shapes {
  const radius = size * 0.36;
  const empty = (lineWidth: number, dash: number[] = []) => ({ fill: new Path2D(), stroke: new Path2D(), dash, lineWidth });
  const shapes: Shapes = {
    up: empty(0),
    degraded: empty(0),
    down: empty(size * 0.19),
    unknown: empty(Math.max(1, size * 0.1), [size * 0.19, size * 0.187]),
    maintenance: empty(Math.max(1, size * 0.11)),
  };
  services.forEach(([, verdict], index) => {
    const x = ((index % columns) + 0.5) * size;
    const y = (Math.floor(index / columns) + 0.5) * size;
    addShape(shapes, verdict, x, y, radius);
  });
  return shapes;
}

function addShape(shapes: Shapes, verdict: Verdict, x: number, y: number, r: number): void {
  const { fill, stroke } = shapes[verdict];
  if (verdict === 'up') {
    fill.moveTo(x + r * 0.6, y);
    fill.arc(x, y, r * 0.6, 0, 2 * Math.PI);
  } else if (verdict === 'degraded') {
    fill.moveTo(x, y - r * 1.05);
    fill.lineTo(x + r * 1.15, y + r * 0.95);
    fill.lineTo(x - r * 1.15, y + r * 0.95);
    fill.closePath();
  } else if (verdict === 'down') {
    const start = -0.2;
    stroke.moveTo(x + r * 0.9 * Math.cos(start), y + r * 0.9 * Math.sin(start));
    stroke.arc(x, y, r * 0.9, start, start + 1.48 * Math.PI);
  } else if (verdict === 'maintenance') {
    stroke.rect(x - r * 0.8, y - r * 0.8, r * 1.6, r * 1.6);
  } else {
    stroke.moveTo(x + r * 0.85, y);
    stroke.arc(x, y, r * 0.85, 0, 2 * Math.PI);
  }
}
