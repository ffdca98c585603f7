import { memo } from 'react';
import { Age } from '#components/ui/age.tsx';
import { formatIntervalMs } from '#components/ui/format.ts';
import { describeHistory } from '#components/ui/history-path.ts';
import { HistoryStrip } from '#components/ui/history-strip.tsx';
import { LevelMark } from '#components/ui/level-mark.tsx';
import { NotKnown, Quantity } from '#components/ui/quantity.tsx';
import { ServiceLink } from '#components/ui/service-link.tsx';
import { Sparkline } from '#components/ui/sparkline.tsx';
import { StateMark } from '#components/ui/state-mark.tsx';
import type { ServiceRow } from '#lib/model/service.ts';
import { describeCoverage } from './instance-words.ts';
import { Reason } from './reason.tsx';
import classes from './service-row.module.css';

/** What keeps a service from its next level. */
const describeMissing = ({ missing }: ServiceRow) => (missing.length === 0 ? '' : `missing: ${missing.join(' · ')}`);

interface BesideProps {
  row: ServiceRow;
  /** Somebody asks for levels: what is missing comes first. */
  tellsMissing: boolean;
}

/** What stands beside the name: of trouble its reason, else the title where it says more than the name. */
function Beside({ row, tellsMissing }: BesideProps) {
  if (tellsMissing) return <span className={classes.beside}>{describeMissing(row)}</span>;
  if (row.verdict !== 'up')
    return (
      <span className={classes.beside}>
        <Reason text={row.reason} />
      </span>
    );
  const part = describeCoverage(row.coverage);
  if (part) return <span className={classes.beside}>rate of {part}</span>;
  const said = row.displayName.toLowerCase().replaceAll(/[\s_]+/g, '-') === row.name;
  return said ? null : <span className={classes.beside}>{row.displayName}</span>;
}

/** The second line of a narrow list. */
function Brief({ row, tellsMissing }: BesideProps) {
  if (tellsMissing) return describeMissing(row);
  if (row.verdict !== 'up') return <Reason text={row.reason} />;
  return [row.domain, row.team, row.version].filter((text) => text !== null).join(' · ');
}

function Vitals({ row }: { row: ServiceRow }) {
  return (
    <>
      <td className={classes.rate}>
        <Quantity value={row.requestRate} unit="/s" />
        <span className={classes.spark}>
          <Sparkline values={row.rates} label="Rate over the last 24 h" />
        </span>
      </td>
      <td className={classes.errors}>
        <Quantity value={row.errorRatio} unit="%" />
      </td>
      <td className={classes.latency}>{row.latencyMsP95 ? formatIntervalMs(row.latencyMsP95) : <NotKnown />}</td>
      <td className={classes.history}>
        <HistoryStrip steps={row.history} label={`Last 24 h: ${describeHistory(row.history, 'h')}`} />
      </td>
    </>
  );
}

interface ServiceRowLineProps {
  row: ServiceRow;
  /** Place in the whole list, from 0. */
  index: number;
  /** The one row that the Tab key reaches. */
  current: boolean;
  tellsMissing: boolean;
}

/** One line of the catalog. Two lines on a phone, by style alone. */
export const ServiceRowLine = memo(function ServiceRowLine({ row, index, current, tellsMissing }: ServiceRowLineProps) {
  return (
    <tr aria-rowindex={index + 2} data-index={index} className={classes.row}>
      <td className={classes.state}>
        <StateMark verdict={row.verdict} word />
        {row.verdict === 'up' ? null : (
          <span className={classes.since}>
            <Age at={row.since} form="span" />
          </span>
        )}
        <span className={classes.brief}>
          <Brief {...{ row, tellsMissing }} />
        </span>
      </td>
      <th scope="row" className={classes.name}>
        <ServiceLink name={row.name} tabIndex={current ? 0 : -1} />
        {row.lifecycle === 'production' ? null : <span className={classes.lifecycle}>{row.lifecycle}</span>}
        <Beside {...{ row, tellsMissing }} />
      </th>
      <td className={classes.domain}>{row.domain ?? <NotKnown />}</td>
      <td className={classes.team}>{row.team ?? <NotKnown />}</td>
      <td className={classes.level} title={describeMissing(row)}>
        <LevelMark level={row.level} word="number" />
      </td>
      <Vitals row={row} />
      <td className={classes.version}>{row.version ?? <NotKnown />}</td>
      <td className={classes.checked}>{row.checkedAt ? <Age at={row.checkedAt} /> : 'never'}</td>
    </tr>
  );
});

/** A line of the same height whose row is on its way. */
export function WaitingLine({ index }: { index: number }) {
  return (
    <tr aria-rowindex={index + 2} aria-busy="true" data-index={index} className={classes.row}>
      <td className={classes.state}>
        <span className={classes.bone} data-width="state" />
      </td>
      <th scope="row" className={classes.name}>
        <span className={classes.bone} data-width={index % 3 === 0 ? 'long' : 'short'} />
        <span className="sb-hidden">loading</span>
      </th>
    </tr>
  );
}
