'use client';

import { useQuery } from '@tanstack/react-query';
import { Age } from '#components/ui/age.tsx';
import { Fault } from '#components/ui/fault.tsx';
import { formatIntervalMs } from '#components/ui/format.ts';
import { Panel } from '#components/ui/panel.tsx';
import { NotKnown, Quantity } from '#components/ui/quantity.tsx';
import { Sparkline } from '#components/ui/sparkline.tsx';
import { StateMark } from '#components/ui/state-mark.tsx';
import { orpc } from '#lib/client/client.ts';
import type { Instance } from '#lib/model/instance.ts';
import { nameOfInstance } from '#lib/model/instance-name.ts';
import type { Service } from '#lib/model/service.ts';
import { describeInstances, hasOldSignals, worstFirst } from './instance-words.ts';
import classes from './instances.module.css';
import { Reason } from './reason.tsx';

/** What an instance does now; values of a scrape that failed since are not shown as if they held. */
function Vitals({ instance, old }: { instance: Instance; old: boolean }) {
  const { requestRate, errorRatio, latencyMsP95, rates } = instance;
  return (
    <>
      <td className={classes.rate}>
        <span className={classes.pace}>
          {old ? <NotKnown /> : <Quantity value={requestRate} unit="/s" />}
          <span className={classes.spark}>
            <Sparkline values={rates} label="Rate over the last 60 min" />
          </span>
        </span>
      </td>
      <td className={classes.errors} data-label="errors">
        {old ? <NotKnown /> : <Quantity value={errorRatio} unit="%" />}
      </td>
      <td className={classes.latency} data-label="p95">
        {latencyMsP95 && !old ? formatIntervalMs(latencyMsP95) : <NotKnown />}
      </td>
    </>
  );
}

function InstanceLine({ instance, service }: { instance: Instance; service: Service }) {
  const { url, verdict, since, reason, version, startedAt, checkedAt, signalsReason } = instance;
  const old = hasOldSignals(instance, service);
  return (
    <tr>
      <td>
        <span className={classes.stand}>
          <StateMark verdict={verdict} word />
          <span className={classes.since}>
            <Age at={since} form="span" />
          </span>
        </span>
      </td>
      <th scope="row" className={classes.place}>
        <a href={url} target="_blank" rel="noreferrer noopener" title={url}>
          {nameOfInstance(url)}
        </a>
        {verdict === 'up' ? null : (
          <span className={classes.why}>
            <Reason text={reason} />
          </span>
        )}
        {old && signalsReason && verdict === 'up' ? <span className={classes.why}>metrics: {signalsReason}</span> : null}
      </th>
      <Vitals instance={instance} old={old} />
      <td className={classes.version}>
        {version ?? <NotKnown />}
        {startedAt ? (
          <span className={classes.started}>
            <Age at={startedAt} prefix="started" />
          </span>
        ) : null}
      </td>
      <td className={classes.checked}>{checkedAt ? <Age at={checkedAt} /> : 'never'}</td>
    </tr>
  );
}

/** Each place where the service runs, the troubled first. Nothing where it has one address. */
export function InstancesPanel({ service }: { service: Service }) {
  const { data, error, refetch } = useQuery({
    ...orpc.service.instances.queryOptions({ input: { name: service.name } }),
    enabled: service.instances.length > 0,
  });
  if (service.instances.length === 0) return null;
  const instances = worstFirst(data?.instances ?? []);
  return (
    <Panel title="Instances" aside={data ? describeInstances(instances) : null} flush>
      {error && !data ? <Fault error={error} what="The instances could not be read" onRetry={() => refetch()} /> : null}
      <div className={classes.instances} style={{ minHeight: `${33 + service.instances.length * 45}px` }}>
        {data ? (
          <table className="sb-table">
            <thead>
              <tr>
                <th scope="col">State</th>
                <th scope="col">Instance</th>
                <th scope="col">Rate</th>
                <th scope="col">Errors</th>
                <th scope="col">p95</th>
                <th scope="col">Version</th>
                <th scope="col">Last look</th>
              </tr>
            </thead>
            <tbody>
              {instances.map((instance) => (
                <InstanceLine key={instance.url} instance={instance} service={service} />
              ))}
            </tbody>
          </table>
        ) : null}
      </div>
    </Panel>
  );
}
