import { formatDuration, formatIntervalMs, formatRate, formatRatio } from '#components/ui/format.ts';
import { drawSparkline } from '#components/ui/sparkline-path.ts';
import type { WallPanelData } from '#lib/model/wall.ts';
import classes from './panel.module.css';

type Signals = Extract<WallPanelData, { kind: 'signals' }>;

function Spark({ values }: { values: (number | null)[] }) {
  const { line } = drawSparkline(values, 160, 24);
  return (
    <svg className={classes.spark} viewBox="0 0 160 24" preserveAspectRatio="none" aria-hidden="true">
      <path d={line} />
    </svg>
  );
}

/** Rate, errors and latency of one service over the last hour, with what holds now. */
export function SignalRows({ data: { series, requestRate, errorRatio, latencyMsP95, at }, nowMs }: { data: Signals; nowMs: number }) {
  const rows = [
    { name: 'rate', value: formatRate(requestRate), values: series.map((point) => point.requestRate) },
    { name: 'errors', value: formatRatio(errorRatio), values: series.map((point) => point.errorRatio) },
    { name: 'p95', value: formatIntervalMs(latencyMsP95), values: series.map((point) => point.latencyMsP95) },
  ];
  return (
    <>
      {rows.map(({ name, value, values }) => (
        <div key={name} className={classes.signal}>
          <span className={classes.detail}>{name}</span>
          <Spark values={values} />
          <span className={classes.value}>{value}</span>
        </div>
      ))}
      {at === null ? null : <span className="sb-hidden">{`as of ${formatDuration(nowMs - Date.parse(at))} ago, last hour`}</span>}
    </>
  );
}
