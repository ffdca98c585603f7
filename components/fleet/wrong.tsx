import Link from 'next/link';
import { formatCount, formatNumber } from '#components/ui/format.ts';
import { Panel } from '#components/ui/panel.tsx';
import { StateMark } from '#components/ui/state-mark.tsx';
import type { FleetSummary } from '#lib/client/outputs.ts';
import { TroubleRow } from './trouble-row.tsx';
import { keyOf } from './trouble-words.ts';
import classes from './wrong.module.css';

const most = 12;
const troubled = '/services?verdict=down&verdict=degraded&verdict=unknown';

/** What is wrong, worst first: one incident a row, with its cause and whom it hits. */
export function Wrong({ fleet }: { fleet: FleetSummary }) {
  const { wrong, wrongTotal } = fleet;
  return (
    <Panel title="What is wrong" aside={wrong.length > 0 ? <span>worst first</span> : null} flush>
      {wrong.length === 0 ? (
        <Calm fleet={fleet} />
      ) : (
        <ol className={classes.list}>
          {wrong.slice(0, most).map((each) => (
            <TroubleRow key={keyOf(each)} trouble={each} />
          ))}
        </ol>
      )}
      {wrongTotal > most ? (
        <Link className={classes.more} href={troubled} prefetch={false}>
          {formatNumber(wrongTotal - most, 0)} more
        </Link>
      ) : null}
    </Panel>
  );
}

/** One sentence when nothing is wrong. */
function describeCalm({ total, counts }: FleetSummary): string {
  if (total === 0) return 'Nothing is registered, so nothing is wrong.';
  const up =
    counts.up === total
      ? total === 1
        ? 'The one service is up.'
        : `All ${formatCount(total, 'service')} are up.`
      : `${formatNumber(counts.up, 0)} up`;
  if (counts.up === total) return `Calm. ${up}`;
  const others = [
    counts.unknown > 0 ? `${formatNumber(counts.unknown, 0)} not looked at yet` : null,
    counts.maintenance > 0 ? `${formatNumber(counts.maintenance, 0)} in maintenance` : null,
  ];
  return `Nothing is wrong: ${[up, ...others.filter((part) => part !== null)].join(', ')}.`;
}

function Calm({ fleet }: { fleet: FleetSummary }) {
  return (
    <p className={classes.calm}>
      <StateMark verdict={fleet.counts.up > 0 ? 'up' : 'unknown'} />
      <span>{describeCalm(fleet)}</span>
    </p>
  );
}
