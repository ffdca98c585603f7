import type { IntervalMs } from '#lib/model/service.ts';

export interface Trend {
  bars: { x: number; y: number; width: number; height: number; isOpen: boolean }[];
  /** Height of the objective; null without one. */
  line: number | null;
}

interface Picture {
  lineMs: number | null;
  width: number;
  height: number;
  /** What the axis holds besides, so that several pictures may be compared. */
  beside?: readonly (IntervalMs | null)[];
}

/** Intervals as bars on a logarithmic axis, oldest left; a gap stays a gap. */
export function drawTrend(trend: readonly (IntervalMs | null)[], { lineMs, width, height, beside = [] }: Picture): Trend {
  if (trend.every((interval) => interval === null)) return { bars: [], line: null };
  const known = [...trend, ...beside].filter((interval) => interval !== null);
  const ends = known.flatMap(({ low, high }) => [low, high ?? low * 2]).filter((ms) => ms > 0);
  const all = lineMs === null ? ends : [...ends, lineMs / 1.2, lineMs * 1.2];
  const [least, most] = [Math.min(...all), Math.max(...all)];
  const [floor, top] =
    most / least < 4 ? [least / 2, most * 2] : [Math.min(least, ...known.filter(({ low }) => low === 0).map(() => least / 2)), most];
  const y = (ms: number) => height * (1 - Math.log(Math.max(floor, ms) / floor) / Math.log(top / floor));
  const step = width / trend.length;
  const bars = trend.flatMap((interval, index) => {
    if (!interval) return [];
    const upper = interval.high === null ? 0 : y(interval.high);
    const tall = Math.max(2, y(interval.low) - upper);
    return [{ x: index * step, y: Math.min(height - tall, upper), width: Math.max(1, step - 0.5), height: tall, isOpen: interval.high === null }];
  });
  return { bars, line: lineMs === null ? null : y(lineMs) };
}
