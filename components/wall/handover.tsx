import { placeIn, ribbonBandsOf } from '#components/fleet/handover-bands.ts';
import { describeAway, describeSpan } from '#components/fleet/handover-words.ts';
import type { Handover as HandoverData, HandoverRow } from '#lib/model/handover.ts';
import classes from './handover.module.css';

const nameOf = (row: HandoverRow) => (row.kind === 'service' ? row.service : `${row.caller} → ${row.callee}`);

/** What left its calm state in the last hours, most disruptive first: how it stood, and how long it was not calm. */
export function Handover({ handover, rows }: { handover: HandoverData; rows: number }) {
  return (
    <ol className={classes.list}>
      {handover.rows.slice(0, rows).map((row) => (
        <li key={row.kind === 'service' ? row.service : `${row.caller} ${row.name}`} className={classes.row}>
          <span className={classes.name}>{nameOf(row)}</span>
          <span className={classes.ribbon} role="img" aria-label={`not calm ${describeAway(row)} of 8 h`}>
            {ribbonBandsOf(row, handover).map(({ state, from, color, left, width }) => (
              <span key={from} className={classes.band} data-state={state} style={{ left: `${left}%`, width: `${width}%`, color }} />
            ))}
            {row.kind === 'breaker'
              ? row.missed.map((at) => <span key={at} className={classes.missed} style={{ left: `${placeIn(handover, at)}%` }} />)
              : null}
          </span>
          <span className={classes.spent}>{describeSpan(row.away)}</span>
        </li>
      ))}
    </ol>
  );
}
