import Link from 'next/link';
import { formatIntervalMs, formatMs, formatObjective, formatWindow } from '#components/ui/format.ts';
import { NotKnown, Quantity } from '#components/ui/quantity.tsx';
import { StateMark } from '#components/ui/state-mark.tsx';
import type { LatencyRow } from '#lib/model/latency.ts';
import type { IntervalMs } from '#lib/model/service.ts';
import { ComparisonMark } from './comparison-mark.tsx';
import classes from './list.module.css';
import { ObjectiveMark } from './objective-mark.tsx';
import { Trend } from './trend.tsx';
import { describeBudget, describeStanding } from './words.ts';

/** One service: how it stands to its objective, how long it takes, and whether that is new. */
export function LatencyLine({ row, window }: { row: LatencyRow; window: string }) {
  const { service, verdict, kind, p50, p95, p99, meanMs, requestRate, trend, objective } = row;
  return (
    <tr data-row>
      <th scope="row" className={classes.service}>
        <Link href={`/services/${service}?tab=latency`} prefetch={false} className={classes.name}>
          <StateMark verdict={verdict} size={12} />
          {service}
        </Link>
        {row.team ? <span className={classes.team}>{row.team}</span> : null}
      </th>
      <td className={classes.objective} data-none={objective === null || undefined}>
        <ObjectiveCell objective={objective} />
      </td>
      {kind === 'mean' ? (
        <td colSpan={3} className={classes.mean}>
          mean {formatMs(meanMs)}
        </td>
      ) : (
        [
          ['p50', p50],
          ['p95', p95],
          ['p99', p99],
        ].map(([name, interval]) => <Percentile key={name as string} name={name as string} interval={interval as IntervalMs | null} />)
      )}
      <td className={classes.change}>
        <Change row={row} window={window} />
      </td>
      <td className="sb-right">
        <Quantity value={requestRate} unit="/s" />
      </td>
      <td className={classes.trend}>
        <Trend trend={trend} thresholdMs={objective?.thresholdMs ?? null} window={window} />
      </td>
    </tr>
  );
}

function Percentile({ name, interval }: { name: string; interval: IntervalMs | null }) {
  return (
    <td className="sb-right sb-number" data-head={name}>
      {interval ? formatIntervalMs(interval) : <NotKnown />}
    </td>
  );
}

function ObjectiveCell({ objective }: Pick<LatencyRow, 'objective'>) {
  if (!objective) return <span className="sb-muted">none</span>;
  const { state } = objective;
  const words = state === 'missed' || state === 'kept' ? (describeBudget(objective) ?? 'by its summaries') : describeStanding(objective);
  return (
    <>
      <span className={classes.standing}>
        <ObjectiveMark state={state} word />
        <span className="sb-number">{formatObjective(objective)}</span>
      </span>
      <span className={classes.second}>{words}</span>
    </>
  );
}

/** Faster or slower only where the two intervals say so; where they do not, what stood before. */
function Change({ row: { before, p95, comparison }, window }: { row: LatencyRow; window: string }) {
  if (!p95) return <NotKnown />;
  if (!before) return <span className="sb-muted">nothing from the {formatWindow(window)} before</span>;
  return (
    <>
      <ComparisonMark comparison={comparison} />
      <span className={classes.second}>was {formatIntervalMs(before)}</span>
    </>
  );
}
