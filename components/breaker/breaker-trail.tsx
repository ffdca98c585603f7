import { breakerColor } from '#components/ui/breaker.ts';
import { formatRatio } from '#components/ui/format.ts';
import type { Breaker } from '#lib/model/breaker.ts';
import { bandsOf } from '#lib/model/breaker-bands.ts';
import classes from './trail.module.css';
import { layTrail } from './trail-path.ts';

const [width, height] = [120, 20];
const spanMs = 900_000;

/** The share of failures over the last 15 minutes, from zero, with the line at which it opens, and its states underneath. */
export function BreakerTrail({ breaker, at }: { breaker: Breaker; at: string }) {
  const { trail, policy } = breaker;
  if (trail.length === 0) return null;
  const { line, dots, thresholdY } = layTrail(trail, policy?.errorRatio ?? null, { width, height });
  const toMs = Date.parse(at);
  const { bands } = bandsOf(breaker, toMs - spanMs, toMs);
  const place = (ms: number) => ((ms - toMs + spanMs) / spanMs) * width;
  const worst = Math.max(...trail.map((ratio) => ratio ?? 0));
  return (
    <svg
      className={classes.trail}
      role="img"
      aria-label={`failures over the last 15 min, at most ${formatRatio(worst)}`}
      width={width}
      height={height + 5}
      viewBox={`0 0 ${width} ${height + 5}`}
    >
      {thresholdY === null ? null : <path d={`M0 ${thresholdY}H${width}`} className={classes.threshold} />}
      <path d={line} className={classes.line} />
      <path d={dots} className={classes.single} />
      {bands.map(({ state, fromMs, toMs: endMs }) => (
        <rect
          key={fromMs}
          x={place(fromMs)}
          y={height + 2}
          width={Math.max(0.75, place(endMs) - place(fromMs))}
          height={3}
          fill={breakerColor[state]}
        />
      ))}
    </svg>
  );
}
