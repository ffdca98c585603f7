import type { IntervalMs } from '#lib/model/service.ts';
import { type HeatColumn, type HeatData, shadeOf, shades } from './heat.ts';

export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** The logarithmic axis: from the lowest bucket to the highest, with room for a line outside of them. */
export interface LogScale {
  floorMs: number;
  topMs: number;
  /** Whether the floor stands for 0. */
  fromZero: boolean;
}

const leastSpan = 4;

export function scaleOf(rows: readonly IntervalMs[], lineMs: number | null): LogScale {
  const [first, last] = [rows[0], rows.at(-1)];
  const lowest = first?.low || (first?.high ?? lineMs ?? 1000) / 2;
  const highest = last?.high ?? Math.max(last?.low ?? 1, lowest) * 2;
  const floorMs = Math.min(lowest, lineMs === null ? lowest : lineMs / 1.5);
  const topMs = Math.max(highest, lineMs === null ? highest : lineMs * 1.5);
  const lack = Math.max(1, Math.sqrt(leastSpan / (topMs / floorMs)));
  return { floorMs: floorMs / lack, topMs: topMs * lack, fromZero: (first?.low ?? 0) === 0 };
}

/** Height of a duration in a box, from its top. */
export function placeMs(ms: number, { floorMs, topMs }: LogScale, { y, height }: Box): number {
  const share = Math.log(Math.max(floorMs, Math.min(topMs, ms)) / floorMs) / Math.log(topMs / floorMs);
  return y + height * (1 - share);
}

/** The bounds of the buckets to write beside the axis, none closer to another than `room`; both ends first. */
export function axisBounds(rows: readonly IntervalMs[], scale: LogScale, box: Box, room: number): number[] {
  const bounds = [...new Set(rows.flatMap(({ low, high }) => [low, ...(high === null ? [] : [high])]))];
  const ends = [bounds.at(-1), bounds[0]].filter((bound) => bound !== undefined);
  const chosen: number[] = [];
  for (const bound of [...ends, ...bounds.reverse()]) {
    const place = placeMs(bound, scale, box);
    if (chosen.every((other) => Math.abs(placeMs(other, scale, box) - place) >= room)) chosen.push(bound);
  }
  return chosen.sort((a, b) => a - b);
}

export interface Run<T> {
  fromMs: number;
  toMs: number;
  value: T;
}

type Timed = Pick<HeatColumn, 'at'>;

/** Neighbouring steps of the same value as one; a gap between steps ends a run, and so does null. */
export function runsOf<C extends Timed, T>(
  columns: readonly C[],
  stepMs: number,
  read: (column: C) => T | null,
  isSame: (a: T, b: T) => boolean,
): Run<T>[] {
  const runs: Run<T>[] = [];
  for (const column of columns) {
    const value = read(column);
    if (value === null) continue;
    const toMs = Date.parse(column.at);
    const last = runs.at(-1);
    if (last && isSame(last.value, value) && toMs - stepMs - last.toMs < stepMs * 0.5) last.toMs = toMs;
    else runs.push({ fromMs: toMs - stepMs, toMs, value });
  }
  return runs;
}

const sameInterval = (a: IntervalMs, b: IntervalMs) => a.low === b.low && a.high === b.high;

export const intervalRuns = (heat: HeatData, read: (column: HeatColumn) => IntervalMs | null): Run<IntervalMs>[] =>
  runsOf(heat.columns, heat.stepSeconds * 1000, read, sameInterval);

export interface Plane {
  fromMs: number;
  toMs: number;
  scale: LogScale;
  box: Box;
}

export function placeTime(ms: number, { fromMs, toMs, box }: Plane): number {
  return box.x + box.width * Math.max(0, Math.min(1, (ms - fromMs) / (toMs - fromMs)));
}

const n = (value: number) => Math.round(value * 100) / 100;
const rectPath = (x: number, y: number, right: number, bottom: number) => `M${n(x)} ${n(y)}H${n(right)}V${n(bottom)}H${n(x)}Z`;

/** The cells as one path for each shade: a few elements instead of thousands. */
export function shadePaths(heat: HeatData, plane: Plane): string[] {
  const paths = shades.map(() => [] as string[]);
  const stepMs = heat.stepSeconds * 1000;
  heat.rows.forEach(({ low, high }, row) => {
    const bottom = placeMs(low, plane.scale, plane.box);
    const top = high === null ? plane.box.y : placeMs(high, plane.scale, plane.box);
    const shade = (column: HeatColumn) => ((column.shares[row] ?? 0) > 0 ? shadeOf(column.shares[row] ?? 0) : null);
    for (const { fromMs, toMs, value } of runsOf(heat.columns, stepMs, shade, Object.is))
      paths[value]?.push(rectPath(placeTime(fromMs, plane), top, placeTime(toMs, plane), bottom));
  });
  return paths.map((parts) => parts.join(''));
}

/** Where anything was observed, from top to bottom: what lies outside is a gap. */
export function observedPath(heat: HeatData, plane: Plane): string {
  const { y, height } = plane.box;
  return runsOf(heat.columns, heat.stepSeconds * 1000, () => true, Object.is)
    .map(({ fromMs, toMs }) => rectPath(placeTime(fromMs, plane), y, placeTime(toMs, plane), y + height))
    .join('');
}

/** A percentile as bars over the buckets that hold it, `inset` px within them: their bodies, and their upper and lower edges. */
export function barPaths(runs: readonly Run<IntervalMs>[], plane: Plane, inset: number): { bodies: string; edges: string } {
  const bars = runs.map(({ fromMs, toMs, value: { low, high } }) => {
    const [left, right] = [placeTime(fromMs, plane), placeTime(toMs, plane)];
    const bottom = placeMs(low, plane.scale, plane.box) - inset;
    const top = high === null ? plane.box.y : Math.min(bottom, placeMs(high, plane.scale, plane.box) + inset);
    const edge = (y: number) => `M${n(left)} ${n(y)}H${n(right)}`;
    // A bucket open above has no upper edge.
    return { body: rectPath(left, top, right, bottom), edges: (high === null ? '' : edge(top)) + edge(bottom) };
  });
  return { bodies: bars.map(({ body }) => body).join(''), edges: bars.map(({ edges }) => edges).join('') };
}

/** How many steps a cursor walks through, and which of them has a column. */
export function stepsOf({ from, to, stepSeconds, columns }: HeatData) {
  const [fromMs, toMs, stepMs] = [Date.parse(from), Date.parse(to), stepSeconds * 1000];
  const count = Math.max(1, Math.ceil((toMs - fromMs) / stepMs));
  const byStep = new Map(columns.map((column) => [Math.max(0, count - 1 - Math.round((toMs - Date.parse(column.at)) / stepMs)), column]));
  const endOf = (step: number) => Date.parse(byStep.get(step)?.at ?? '') || toMs - (count - 1 - step) * stepMs;
  return { count, columnAt: (step: number) => byStep.get(step) ?? null, endOf, stepMs };
}

/** The row of a height in a box; null outside of the rows. */
export function rowAt(y: number, rows: readonly IntervalMs[], scale: LogScale, box: Box): number | null {
  const row = rows.findIndex(({ low, high }) => y <= placeMs(low, scale, box) && y >= (high === null ? box.y : placeMs(high, scale, box)));
  return row === -1 ? null : row;
}

/** The row that most requests of a step fell into. */
export function fullestRow({ counts }: Pick<HeatColumn, 'counts'>): number | null {
  const most = Math.max(0, ...counts);
  return most > 0 ? counts.indexOf(most) : null;
}
