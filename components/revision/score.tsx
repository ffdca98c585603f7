import { formatCount } from '#components/ui/format.ts';
import { Sparkline } from '#components/ui/sparkline.tsx';
import classes from './quality.module.css';
import { describeTrend, type Quality } from './quality-words.ts';

/** The score of a document, 0 to 100, and how it went over its revisions. */
export function Score({ quality: { lint, trend, revision } }: { quality: Quality }) {
  if (!lint)
    return (
      <div className={classes.score} role="status">
        <span className={classes.waiting}>Being linted …</span>
        <span className={classes.trendWords}>Style and score follow by themselves; violations stand below already.</span>
      </div>
    );
  const { score } = lint;
  const words = describeTrend(trend, revision.number);
  return (
    <div className={classes.score}>
      <span className={classes.number}>
        {score}
        <span className={classes.of}> of 100</span>
      </span>
      {trend.length > 1 ? (
        <Sparkline values={trend.map((point) => point.score)} label={`Score over ${formatCount(trend.length, 'revision')}, now ${score}`} />
      ) : null}
      {words ? <span className={classes.trendWords}>{words}</span> : null}
    </div>
  );
}
