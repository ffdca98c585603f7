import { drawSparkline } from './sparkline-path.ts';
import classes from './strip.module.css';

/** A series from zero, without axes; gaps stay gaps, the last value is a dot. */
export function Sparkline({ values, label }: { values: (number | null)[]; label: string }) {
  const { line, dots, last } = drawSparkline(values, 80, 20);
  return (
    <svg className={classes.spark} role="img" aria-label={label} width={80} height={20} viewBox="0 0 80 20">
      {line === '' && dots === '' ? <path d="M1 18.5H79" className={classes.absent} /> : null}
      <path d={line} className={classes.line} />
      <path d={dots} className={classes.single} />
      {last ? <circle cx={last.x} cy={last.y} r="2" className={classes.dot} /> : null}
    </svg>
  );
}
