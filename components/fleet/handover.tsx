'use client';

import { BreakerMark } from '#components/ui/breaker-mark.tsx';
import { Fault } from '#components/ui/fault.tsx';
import { formatClock, formatCount, formatInstant } from '#components/ui/format.ts';
import { useHydrated } from '#components/ui/now.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { ServiceLink } from '#components/ui/service-link.tsx';
import { SkeletonRows } from '#components/ui/skeletons.tsx';
import { StateMark } from '#components/ui/state-mark.tsx';
import type { Handover as HandoverData, HandoverRow } from '#lib/model/handover.ts';
import { useHandover } from './fleet-data.ts';
import classes from './handover.module.css';
import { placeIn, ribbonBandsOf } from './handover-bands.ts';
import { describeAway, describeHandover } from './handover-words.ts';

/** What left its calm state in the last hours, most disruptive first; one page when printed. */
export function Handover() {
  const { data, isError, error, refetch } = useHandover();
  return (
    <div className={classes.handover} data-print>
      <Panel title="Last 8 hours" aside={data && data.rows.length > 0 ? <PrintButton /> : null} flush>
        {data ? <Strip handover={data} /> : null}
        {isError && !data ? <Fault error={error} what="The last 8 hours could not be read" onRetry={() => void refetch()} /> : null}
        {data || isError ? null : <SkeletonRows rows={4} height={32} />}
      </Panel>
    </div>
  );
}

function PrintButton() {
  return (
    <button type="button" className={`sb-button sb-button-small ${classes.print}`} onClick={() => window.print()}>
      Print for the handover
    </button>
  );
}

function Strip({ handover }: { handover: HandoverData }) {
  const { rows, services, breakers, unseen } = handover;
  const rest = services + breakers - rows.length;
  return (
    <>
      <p className={classes.summary}>{describeHandover(handover)}</p>
      {rows.length === 0 ? null : (
        <>
          <Axis handover={handover} />
          <ol className={classes.rows} aria-label="Last 8 hours, most disruptive first">
            {rows.map((row) => (
              <Row key={row.kind === 'service' ? row.service : `${row.caller} ${row.name}`} row={row} handover={handover} />
            ))}
          </ol>
        </>
      )}
      {rest + unseen > 0 ? (
        <p className={classes.rest}>
          {[rest > 0 ? `${rest} more, less disruptive` : null, unseen > 0 ? `${formatCount(unseen, 'service')} not seen for a while` : null]
            .filter((part) => part !== null)
            .join(' · ')}
        </p>
      ) : null}
    </>
  );
}

const tickHours = [8, 6, 4, 2, 0];
const hourMs = 3_600_000;

/** The hours in local time above the ribbons. */
function Axis({ handover: { to } }: { handover: HandoverData }) {
  const hydrated = useHydrated();
  return (
    <div className={classes.axis} aria-hidden="true">
      <span className={classes.printed}>{hydrated ? `until ${formatInstant(to)}` : ''}</span>
      <span className={classes.ticks}>
        {tickHours.map((hours) => (
          <span key={hours}>{hydrated ? (hours === 0 ? 'now' : formatClock(Date.parse(to) - hours * hourMs)) : ''}</span>
        ))}
      </span>
    </div>
  );
}

function Row({ row, handover }: { row: HandoverRow; handover: HandoverData }) {
  const isService = row.kind === 'service';
  return (
    <li className={classes.row} data-calm={row.calmNow || undefined}>
      <span className={classes.mark}>{isService ? <StateMark verdict={row.verdict} /> : <BreakerMark state={row.state} />}</span>
      <span className={classes.name}>
        {isService ? (
          <ServiceLink name={row.service} />
        ) : (
          <>
            <ServiceLink name={row.caller} /> <span aria-hidden="true">→</span>
            <span className="sb-hidden">to</span> {row.calleeKnown ? <ServiceLink name={row.callee} /> : row.callee}
          </>
        )}
      </span>
      <Ribbon row={row} handover={handover} />
      <span className={classes.away}>{describeAway(row)}</span>
      <span className={classes.hits}>{row.hits > 0 ? `hits ${row.hits}` : ''}</span>
      <span className={classes.reason}>{isService ? row.reason : ''}</span>
    </li>
  );
}

/** Colour, height and pattern say the same: calm is a thin line, half away half as high, away is full. */
function Ribbon({ row, handover }: { row: HandoverRow; handover: HandoverData }) {
  const missed = row.kind === 'breaker' ? row.missed : [];
  return (
    <span className={classes.ribbon} aria-hidden="true">
      {ribbonBandsOf(row, handover).map(({ state, from, color, word, left, width }) => (
        <span key={from} className={classes.band} data-state={state} title={word} style={{ left: `${left}%`, width: `${width}%`, color }} />
      ))}
      {missed.map((at) => (
        <span key={at} className={classes.missed} title="at least 1 open between two scrapes" style={{ left: `${placeIn(handover, at)}%` }} />
      ))}
    </span>
  );
}
