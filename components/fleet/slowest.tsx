import { formatIntervalMs } from '#components/ui/format.ts';
import { Panel } from '#components/ui/panel.tsx';
import { Quantity } from '#components/ui/quantity.tsx';
import { ServiceLink } from '#components/ui/service-link.tsx';
import type { FleetSummary } from '#lib/client/outputs.ts';
import classes from './slowest.module.css';

const most = 8;

/** The services whose slow requests are slowest; each bar is the interval that its buckets allow. */
export function Slowest({ slowest }: { slowest: FleetSummary['slowest'] }) {
  const top = Math.max(1, ...slowest.map(({ latencyMsP95: { low, high } }) => high ?? low * 1.25));
  return (
    <Panel title="Slowest" aside={<span>p95, newest look</span>} flush>
      {slowest.length === 0 ? (
        <p className={classes.none}>No service tells its latency yet. It is read from a histogram on the metrics path.</p>
      ) : (
        <ol className={classes.list}>
          {slowest.slice(0, most).map(({ service, latencyMsP95, requestRate }) => (
            <li key={service} className={classes.row}>
              <ServiceLink name={service} />
              <span className={classes.bar} aria-hidden="true">
                <span className={classes.range} style={rangeOf(latencyMsP95, top)} data-open={latencyMsP95.high === null || undefined} />
              </span>
              <span className={classes.value}>{formatIntervalMs(latencyMsP95)}</span>
              <span className={classes.rate}>
                <Quantity value={requestRate} unit="/s" />
              </span>
            </li>
          ))}
        </ol>
      )}
    </Panel>
  );
}

function rangeOf({ low, high }: { low: number; high: number | null }, top: number) {
  const left = (low / top) * 100;
  return { left: `${left}%`, width: `${Math.max(0.5, ((high ?? top) / top) * 100 - left)}%` };
}
