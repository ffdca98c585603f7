import Link from 'next/link';
import { memo } from 'react';
import { MethodMark } from '#components/document/method-mark.tsx';
import { NotKnown } from '#components/ui/quantity.tsx';
import { ServiceLink } from '#components/ui/service-link.tsx';
import { operationHref } from './api-state.ts';
import { Highlight, Reasons } from './highlight.tsx';
import classes from './operation-row.module.css';
import type { FoundOperation } from './use-apis.ts';
import { rangesIn, untold } from './why.ts';

const fullest = ({ operationId, summary }: FoundOperation) => summary ?? operationId ?? '';

/** Summary, and why the line matches where it does not show that itself. */
function About({ row }: { row: FoundOperation }) {
  const { why, path, summary, method, service, team, operationId } = row;
  const said = fullest(row);
  const reasons = untold(why, { path, method, service, team, ...(summary === null ? { operationId } : { summary }) });
  return (
    <>
      <span className={classes.summary}>
        <Highlight text={said} ranges={rangesIn(why, summary === null ? 'operationId' : 'summary', said)} />
      </span>
      <Reasons why={reasons} />
    </>
  );
}

interface OperationRowProps {
  row: FoundOperation;
  /** Place in the whole list, from 0. */
  index: number;
  /** The one row that the Tab key reaches. */
  current: boolean;
}

/** One operation of one service. Two lines on a phone, by style alone. */
export const OperationRow = memo(function OperationRow({ row, index, current }: OperationRowProps) {
  const { method, path, service, team, verdict, deprecated, key, why } = row;
  return (
    <tr aria-rowindex={index + 2} data-index={index} className={classes.row}>
      <th scope="row" className={classes.name}>
        <Link href={operationHref(service, key)} prefetch={false} className={classes.link} tabIndex={current ? 0 : -1}>
          <MethodMark method={method} short />
          <span className={classes.path}>
            <Highlight text={path} ranges={rangesIn(why, 'path', path)} />
          </span>
        </Link>
        {deprecated ? <span className={classes.deprecated}>deprecated</span> : null}
      </th>
      <td className={classes.about}>
        <About row={row} />
      </td>
      <td className={classes.service}>{verdict ? <ServiceLink name={service} verdict={verdict} tabIndex={-1} /> : service}</td>
      <td className={classes.team}>{team ?? <NotKnown />}</td>
    </tr>
  );
});

/** A line of the same height whose row is on its way. */
export function WaitingRow({ index }: { index: number }) {
  return (
    <tr aria-rowindex={index + 2} aria-busy="true" data-index={index} className={classes.row}>
      <th scope="row" className={classes.name}>
        <span className={classes.bone} />
        <span className="sb-hidden">loading</span>
      </th>
    </tr>
  );
}
