import Link from 'next/link';
import { formatNumber } from '#components/ui/format.ts';
import { StateMark } from '#components/ui/state-mark.tsx';
import { verdicts, verdictWord } from '#components/ui/verdict.ts';
import type { FleetSummary } from '#lib/client/outputs.ts';
import classes from './fleet.module.css';

/** How many services stand how; each leads to them. */
export function VerdictCounts({ counts }: { counts: FleetSummary['counts'] }) {
  return (
    <ul className={classes.counts} aria-label="Services by state">
      {verdicts.map((verdict) => {
        const count = counts[verdict] ?? 0;
        return (
          <li key={verdict} className={classes.countCell} data-verdict={verdict}>
            <Link href={`/services?verdict=${verdict}`} prefetch={false} className={classes.count} data-none={count === 0 || undefined}>
              <span className={classes.countNumber}>{formatNumber(count, 0)}</span>
              <span className={classes.countWord}>
                <StateMark verdict={verdict} />
                {verdictWord[verdict]}
              </span>
            </Link>
          </li>
        );
      })}
    </ul>
  );
}
