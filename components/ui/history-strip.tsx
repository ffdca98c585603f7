import type { Verdict } from '#lib/model/verdict.ts';
import { drawHistory } from './history-path.ts';
import classes from './strip.module.css';
import { verdictColor } from './verdict.ts';

interface HistoryStripProps {
  /** Oldest first; null where nobody looked. */
  steps: (Verdict | null)[];
  label: string;
  /** Fills the width it is given instead of 5 px a step. */
  wide?: boolean;
  height?: number;
}

/** States over time. Colour, height and shape say the same: calm is low, trouble is tall, down is split. */
export function HistoryStrip({ steps, label, wide = false, height = 16 }: HistoryStripProps) {
  const width = Math.max(1, steps.length) * 5;
  return (
    <svg
      className={classes.history}
      role="img"
      aria-label={label}
      width={wide ? '100%' : width}
      height={height}
      viewBox={`0 0 ${width} 16`}
      preserveAspectRatio="none"
    >
      {drawHistory(steps).map(({ verdict, path }) => (
        <path key={verdict ?? 'none'} d={path} fill={verdict === null ? 'var(--sb-line)' : verdictColor[verdict]} />
      ))}
    </svg>
  );
}
