import { formatIntervalMs, formatMs, formatNumber, formatRate, formatRatio, none } from '#components/ui/format.ts';
import type { IntervalMs } from '#lib/model/service.ts';
import type { Row, TimePoint, TimeSeries, Unit } from './series.ts';

const isInterval = (value: TimePoint['value']): value is IntervalMs => typeof value === 'object' && value !== null;
const topOf = (value: TimePoint['value']): number => (isInterval(value) ? (value.high ?? value.low * 1.5) : (value ?? 0));

/** A value with its unit, as a label or a tooltip writes it. */
export function formatValue(value: TimePoint['value'], unit: Unit): string {
  if (value === null) return none;
  if (isInterval(value)) return formatIntervalMs(value);
  if (unit === '/s') return formatRate(value);
  if (unit === '%') return formatRatio(value);
  return unit === 'ms' ? formatMs(value) : formatNumber(value);
}

/** Each has a round half. */
const steps = [1, 2, 4, 6, 8, 10];

/** The top of an axis from zero: the next round number above the greatest value. */
export function niceTop(greatest: number, unit: Unit): number {
  const least = unit === '%' ? 0.01 : unit === 'ms' ? 1 : 0.1;
  const wanted = Math.max(greatest, least);
  const size = 10 ** Math.floor(Math.log10(wanted));
  const top = (steps.find((step) => step * size >= wanted * 0.999) ?? 10) * size;
  return unit === '%' ? Math.min(1, Number(top.toPrecision(3))) : Number(top.toPrecision(3));
}

/** The greatest value that any series reaches. */
export function greatestOf(series: TimeSeries[]): number {
  let greatest = 0;
  for (const { points } of series) for (const { value } of points) greatest = Math.max(greatest, topOf(value));
  return greatest;
}

/** The usual distance between points, ms; 0 for fewer than two. */
function usualStep(times: number[]): number {
  const gaps = times.slice(1).map((time, index) => time - (times[index] ?? time));
  return gaps.sort((a, b) => a - b)[Math.floor(gaps.length / 2)] ?? 0;
}

/**
 * Joins series on their times. Where a point is missing a row without values is put in, so that a gap is drawn as a gap.
 * A range that is open above reaches the top of the axis.
 */
export function joinSeries(series: TimeSeries[], top: number): Row[] {
  const rows = new Map<number, Row>();
  for (const { key, points } of series) {
    for (const { at, value } of points) {
      const time = Date.parse(at);
      const row = rows.get(time) ?? { at: time };
      row[key] = isInterval(value) ? [value.low, value.high ?? top] : value;
      rows.set(time, row);
    }
  }
  const sorted = [...rows.values()].sort((a, b) => a.at - b.at);
  const step = usualStep(sorted.map(({ at }) => at));
  return sorted.flatMap((row, index) => {
    const before = sorted[index - 1];
    return before && step > 0 && row.at - before.at > 2.5 * step ? [{ at: before.at + step }, row] : [row];
  });
}

const minute = 60_000;
const tickSteps = [1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720, 1440, 2880, 10_080, 20_160].map((minutes) => minutes * minute);

/** Times to write under the axis: round ones of the local clock, at most `most`. */
export function timeTicks(fromMs: number, toMs: number, most: number, zoneMs: number): number[] {
  const step = tickSteps.find((each) => (toMs - fromMs) / each <= most) ?? tickSteps.at(-1) ?? minute;
  const first = Math.ceil((fromMs + zoneMs) / step) * step - zoneMs;
  const ticks: number[] = [];
  for (let tick = first; tick <= toMs; tick += step) ticks.push(tick);
  return ticks;
}

/** Moves labels apart so that each has `room`, keeping their order and staying between 0 and `height`. */
export function spreadLabels(wanted: number[], room: number, height: number): number[] {
  const order = wanted.map((_, index) => index).sort((a, b) => (wanted[a] ?? 0) - (wanted[b] ?? 0));
  const places = [...wanted];
  let floor = 0;
  for (const index of order) {
    places[index] = Math.max(floor, places[index] ?? 0);
    floor = (places[index] ?? 0) + room;
  }
  let ceiling = height;
  for (const index of order.reverse()) {
    places[index] = Math.min(ceiling, places[index] ?? 0);
    ceiling = (places[index] ?? 0) - room;
  }
  return places;
}

/** The newest value of a series, and where its label points. */
export function lastValue(series: TimeSeries): { value: TimePoint['value']; height: number } {
  const value = series.points.at(-1)?.value ?? null;
  return { value, height: isInterval(value) ? (value.low + topOf(value)) / 2 : (value ?? 0) };
}

/** At most `most` rows of a series' times, newest first, for the table twin. */
export function sampleTimes(series: TimeSeries[], most: number): string[] {
  const times = [...new Set(series.flatMap(({ points }) => points.map(({ at }) => at)))].sort().reverse();
  const stride = Math.max(1, Math.ceil(times.length / most));
  return times.filter((_, index) => index % stride === 0);
}
