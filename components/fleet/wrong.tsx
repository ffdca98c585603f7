import Link from 'next/link';
import { Age } from '#components/ui/age.tsx';
import { formatCount, formatNumber } from '#components/ui/format.ts';
import { Panel } from '#components/ui/panel.tsx';
import { ServiceLink } from '#components/ui/service-link.tsx';
import { StateMark } from '#components/ui/state-mark.tsx';
import { verdictWord } from '#components/ui/verdict.ts';
import type { FleetSummary } from '#lib/client/outputs.ts';
import classes from './wrong.module.css';

type WrongService = FleetSummary['wrong'][number];

const most = 12;
/** The server names no more than these. */
const listed = 50;
const troubled = '/services?verdict=down&verdict=degraded&verdict=unknown';

/** What is wrong, worst first: which, since when, why, whom it hits. */
export function Wrong({ fleet }: { fleet: FleetSummary }) {
  const { counts, wrong } = fleet;
  const all = wrong.length < listed ? wrong.length : counts.down + counts.degraded + counts.unknown;
  return (
    <Panel title="What is wrong" aside={wrong.length > 0 ? <span>worst first</span> : null} flush>
      {wrong.length === 0 ? (
        <Calm fleet={fleet} />
      ) : (
        <ol className={classes.list}>
          {wrong.slice(0, most).map((each) => (
            <WrongRow key={each.service} wrong={each} />
          ))}
        </ol>
      )}
      {all > most ? (
        <Link className={classes.more} href={troubled} prefetch={false}>
          {formatNumber(all - most, 0)} more
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

function WrongRow({ wrong }: { wrong: WrongService }) {
  const { service, verdict, reason, since, callers } = wrong;
  const owner = [wrong.tier < 3 ? `tier ${wrong.tier}` : null, wrong.team, wrong.domain].filter((part) => part !== null);
  return (
    <li className={classes.row}>
      <span className={classes.mark}>
        <StateMark verdict={verdict} />
      </span>
      <span className={classes.name}>
        <ServiceLink name={service} />
      </span>
      <span className={classes.since}>
        {verdictWord[verdict]} <Age at={since} form="span" />
      </span>
      <span className={classes.reason}>{reason}</span>
      {owner.length > 0 ? <span className={classes.owner}>{owner.join(' · ')}</span> : null}
      {callers.length > 0 ? <Callers callers={callers} /> : null}
    </li>
  );
}

const namedCallers = 4;

function Callers({ callers }: { callers: string[] }) {
  const rest = callers.length - namedCallers;
  return (
    <span className={classes.callers}>
      hits{' '}
      {callers.slice(0, namedCallers).map((caller, index) => (
        <span key={caller}>
          {index > 0 ? ', ' : ''}
          <Link href={`/services/${caller}`} prefetch={false}>
            {caller}
          </Link>
        </span>
      ))}
      {rest > 0 ? ` and ${rest} more` : ''}
    </span>
  );
}
