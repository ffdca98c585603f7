import { formatIntervalMs } from '#components/ui/format.ts';
import type { IntervalMs } from '#lib/model/service.ts';
import classes from './trend.module.css';
import { drawTrend } from './trend-path.ts';

const [width, height] = [96, 22];

interface TrendProps {
  trend: readonly (IntervalMs | null)[];
  thresholdMs: number | null;
  window: string;
  /** What is drawn beside it, on the same axis. */
  beside?: readonly (IntervalMs | null)[];
}

/** The p95 over a window as the bars of its buckets, against the objective. */
export function Trend({ trend, thresholdMs, window, beside }: TrendProps) {
  const { bars, line } = drawTrend(trend, { lineMs: thresholdMs, width, height, ...(beside ? { beside } : {}) });
  const last = trend.findLast((interval) => interval !== null) ?? null;
  const label = bars.length === 0 ? `p95, last ${window}: no data` : `p95, last ${window}: ${formatIntervalMs(last)} at its end`;
  return (
    <svg className={classes.trend} role="img" aria-label={label} width={width} height={height} viewBox={`0 0 ${width} ${height}`}>
      {bars.length === 0 ? <path d={`M0 ${height - 1}H${width}`} className={classes.absent} /> : null}
      {bars.map(({ isOpen, ...bar }) => (
        <rect key={bar.x} {...bar} className={classes.bar} data-open={isOpen || undefined} />
      ))}
      {line === null || bars.length === 0 ? null : <path d={`M0 ${line}H${width}`} className={classes.line} />}
    </svg>
  );
}
