import type { IntervalMs } from '#lib/model/service.ts';

/** How a series is inked. State colours are for states: `bad` is for errors, `hatch` for client errors. */
export type Tone = 'ink' | 'muted' | 'stale' | 'bad' | 'hatch';
export type Unit = '/s' | '%' | 'ms' | '';

export interface TimePoint {
  at: string;
  /** `%` is a share 0–1; a range carries the interval that its buckets allow. */
  value: number | IntervalMs | null;
}

export interface TimeSeries {
  key: string;
  label: string;
  /** Taken from the chart when left out. */
  unit?: Unit;
  points: TimePoint[];
  kind?: 'line' | 'area' | 'range';
  tone?: Tone;
}

/** A mark on the time axis: a deploy, a change. */
export interface TimeMark {
  at: string;
  label: string;
}

export interface TimeChartProps {
  series: TimeSeries[];
  /** Span back from now, such as `1h`. */
  window: string;
  height: number;
  unit: Unit;
  /** A line that should not be crossed, in the chart's unit. */
  objective?: number;
  /** What the chart shows, for those who do not see it. */
  label: string;
  marks?: TimeMark[];
}

/** A row of the plot: the time in ms, and for each series its value, or [low, high] of a range. */
export interface Row {
  at: number;
  [key: string]: number | [number, number] | null;
}

/** Pixels that axes and labels take around the plot. */
export const room = { margin: { top: 8, right: 8, bottom: 0, left: 0 }, axisWidth: 52, axisHeight: 24, labelWidth: 108 };

/** Several series are named beside the plot. */
export const labelWidthOf = ({ series }: Pick<TimeChartProps, 'series'>) => (series.length > 1 ? room.labelWidth : 0);

/** Where the plot stands in the chart. */
export const insetOf = (props: Pick<TimeChartProps, 'series'>) => ({
  left: room.margin.left + room.axisWidth,
  top: room.margin.top,
  right: room.margin.right + labelWidthOf(props),
  bottom: room.margin.bottom + room.axisHeight,
});
