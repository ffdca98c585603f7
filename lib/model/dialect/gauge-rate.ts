import { type Gauge, gaugeId } from '../gauge.ts';
import type { RawGauge } from './gauges.ts';

/**
 * What is true now: rates from the increase since the scrape before, the rest as it stands. A total that fell began anew and says
 * nothing this time, and so does one that was not there before.
 */
export function judgeGauges(now: readonly RawGauge[], before: readonly RawGauge[] | null, seconds: number): Gauge[] {
  const past = new Map((before ?? []).map((gauge) => [gaugeId(gauge), gauge]));
  return now.flatMap(({ total, ...gauge }) => {
    const earlier = past.get(gaugeId(gauge));
    const value = total ? rateOf(gauge, earlier, seconds) : gauge.value;
    return value === null ? [] : [{ ...gauge, value, share: shareOf(value, gauge) }];
  });
}

function rateOf(gauge: Omit<RawGauge, 'total'>, earlier: RawGauge | undefined, seconds: number): number | null {
  if (!earlier || earlier.source.series !== gauge.source.series || !(seconds > 0) || gauge.value < earlier.value) return null;
  const rate = (gauge.value - earlier.value) / seconds;
  return gauge.unit === 'share' ? Math.min(1, rate) : rate;
}

function shareOf(value: number, { bound, unit }: Pick<Gauge, 'bound' | 'unit'>): number | null {
  if (unit === 'share') return value;
  return bound !== null && bound > 0 ? Math.min(1, value / bound) : null;
}
