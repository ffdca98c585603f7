import type { IntervalMs } from '#lib/model/service.ts';
import type { TimeMark } from './series.ts';

export const percentileNames = ['p50', 'p95', 'p99'] as const;
export type PercentileName = (typeof percentileNames)[number];

/** One step of time: requests and their shares in each row, and percentiles as intervals. */
export interface HeatColumn extends Record<PercentileName, IntervalMs | null> {
  /** End of the step. */
  at: string;
  count: number;
  counts: number[];
  shares: number[];
}

export interface HeatData {
  from: string;
  to: string;
  stepSeconds: number;
  /** Buckets, lowest first; the last may be open above. */
  rows: IntervalMs[];
  /** Oldest first; a step that is missing is a gap. */
  columns: HeatColumn[];
}

/** `compact` stands in a tile whose head says the numbers; `wall` is read from afar. */
export type HeatDensity = 'desk' | 'compact' | 'wall';

export interface HeatChartProps {
  heat: HeatData;
  height: number;
  density: HeatDensity;
  /** A line that so many requests shall stay below. */
  objective: { thresholdMs: number; label: string } | null;
  marks: TimeMark[];
  /** What the chart shows, for those who do not see it. */
  label: string;
  /** The type that can be read where it hangs; without it the height decides. */
  fontPx?: number | undefined;
}

/** Upper ends of the shades, as shares of a step's requests: tails are faint, and seen. */
export const shades = [0.01, 0.03, 0.1, 0.25, 0.5, 0.75, 1] as const;

export const shadeOf = (share: number): number => shades.findIndex((end) => share <= end + 1e-9);

export interface HeatLook {
  fontPx: number;
  axisWidth: number;
  axisHeight: number;
  labelWidth: number;
  /** Room above the plot for the names of marks. */
  stripHeight: number;
  strokePx: number;
  /** The numbers stand elsewhere. */
  namesOnly: boolean;
}

const narrowPx = 480;

interface Hung {
  density: HeatDensity;
  width: number;
  height: number;
  hasMarks: boolean;
  fontPx?: number | undefined;
}

/** The measures of a chart by where it hangs. */
export function lookOf({ density, width, height, hasMarks, fontPx: given }: Hung): HeatLook {
  const namesOnly = density === 'compact' || (density === 'desk' && width < narrowPx);
  const fontPx = density === 'wall' ? Math.round(given ?? Math.min(44, Math.max(16, height * 0.055))) : 12;
  const em = fontPx / 12;
  return {
    fontPx,
    axisWidth: Math.round(52 * em),
    axisHeight: Math.round(24 * em),
    labelWidth: Math.round((namesOnly ? 46 : 112) * em),
    stripHeight: hasMarks ? Math.round(20 * em) : 8,
    strokePx: Math.max(1, em * 0.8),
    namesOnly,
  };
}
