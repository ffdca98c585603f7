'use client';

import { formatCount, formatIntervalMs } from '#components/ui/format.ts';
import { Panel } from '#components/ui/panel.tsx';
import { NotKnown } from '#components/ui/quantity.tsx';
import type { Latency } from '#lib/model/latency.ts';
import classes from './latency.module.css';
import { Trend } from './trend.tsx';

/** Instance by instance on one axis, the slowest first and bold: an average of them would hide it. */
export function InstancesPanel({ latency: { instances, window, objective } }: { latency: Latency }) {
  if (instances.length < 2) return null;
  const [worst] = instances;
  const all = instances.flatMap(({ trend }) => trend);
  return (
    <Panel title="Instances" aside={<span>{formatCount(instances.length, 'instance')}, p95, at most the latest 6 h</span>} flush>
      <ol className={classes.instances}>
        {instances.map((instance) => (
          <li key={instance.url} className={classes.instance} data-worst={(instance === worst && worst.p95 !== null) || undefined}>
            <code>{instance.url}</code>
            <Trend trend={instance.trend} thresholdMs={objective?.percentile === 95 ? objective.thresholdMs : null} window={window} beside={all} />
            <span className="sb-number">{instance.p95 ? formatIntervalMs(instance.p95) : <NotKnown />}</span>
          </li>
        ))}
      </ol>
    </Panel>
  );
}
