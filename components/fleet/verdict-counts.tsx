import Link from 'next/link';
import type { ReactNode } from 'react';
import { BreakerMark } from '#components/ui/breaker-mark.tsx';
import { formatNumber } from '#components/ui/format.ts';
import { StateMark } from '#components/ui/state-mark.tsx';
import type { FleetSummary } from '#lib/client/outputs.ts';
import type { Verdict } from '#lib/model/verdict.ts';
import classes from './fleet.module.css';

/** How many services stand how, and how many breakers are open, worst first; each leads to them. */
export function VerdictCounts({ counts, breakers }: Pick<FleetSummary, 'counts' | 'breakers'>) {
  const of = (verdict: Verdict) => counts[verdict] ?? 0;
  const inMaintenance = of('maintenance');
  return (
    <ul className={classes.counts} aria-label="Services and breakers by state" data-cells={inMaintenance > 0 ? 6 : 5}>
      <Services verdict="down" count={of('down')} word="down" />
      <Services verdict="degraded" count={of('degraded')} word="degraded" />
      <Cell name="open" href="/breakers?state=open" count={breakers.open} mark={<BreakerMark state="open" />}>
        {breakers.open === 1 ? 'breaker open' : 'breakers open'}
      </Cell>
      <Services verdict="up" count={of('up')} word="calm" />
      <Services verdict="unknown" count={of('unknown')} word="unknown" more="we cannot see it" />
      {inMaintenance > 0 ? <Services verdict="maintenance" count={inMaintenance} word="maintenance" /> : null}
    </ul>
  );
}

interface ServicesProps {
  verdict: Verdict;
  count: number;
  word: string;
  /** Says what the word means, where there are any. */
  more?: string;
}

function Services({ verdict, count, word, more }: ServicesProps) {
  return (
    <Cell name={verdict} href={`/services?verdict=${verdict}`} count={count} mark={<StateMark verdict={verdict} />}>
      {word}
      {more && count > 0 ? <span className={classes.countMore}>{more}</span> : null}
    </Cell>
  );
}

function Cell({ name, href, count, mark, children }: { name: string; href: string; count: number; mark: ReactNode; children: ReactNode }) {
  return (
    <li className={classes.countCell} data-verdict={name}>
      <Link href={href} prefetch={false} className={classes.count} data-none={count === 0 || undefined}>
        <span className={classes.countNumber}>{formatNumber(count, 0)}</span>
        <span className={classes.countWord}>
          {mark}
          <span>{children}</span>
        </span>
      </Link>
    </li>
  );
}
