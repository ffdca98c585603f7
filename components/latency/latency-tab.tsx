'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { describeCoverage } from '#components/service/instance-words.ts';
import type { SignalWindow } from '#components/service/service-state.ts';
import { WindowSwitch } from '#components/service/window-switch.tsx';
import { Age } from '#components/ui/age.tsx';
import { Empty } from '#components/ui/empty.tsx';
import { Fault } from '#components/ui/fault.tsx';
import { formatIntervalMs, formatMs, formatNumber } from '#components/ui/format.ts';
import { Panel } from '#components/ui/panel.tsx';
import { SkeletonBlock } from '#components/ui/skeletons.tsx';
import { orpc } from '#lib/client/client.ts';
import type { Latency } from '#lib/model/latency.ts';
import type { Service } from '#lib/model/service.ts';
import { InstancesPanel } from './instances-panel.tsx';
import classes from './latency.module.css';
import { LatencyPanel } from './latency-panel.tsx';
import { latencyInput } from './latency-state.ts';
import { ReleasesPanel } from './releases-panel.tsx';
import { RoutesPanel } from './routes-panel.tsx';
import { WirePanel } from './wire-panel.tsx';
import { explainNoLatency } from './words.ts';

const chartHeight = 360;

interface LatencyTabProps {
  service: Service;
  window: SignalWindow;
  onWindow: (window: SignalWindow) => void;
  mayEdit: boolean;
}

/** How long a service takes: its histogram over time, what releases did to it, what callers wait beyond it, and its routes. */
export function LatencyTab({ service, window, onWindow, mayEdit }: LatencyTabProps) {
  const { data, error, refetch } = useQuery({
    ...orpc.latency.ofService.queryOptions({ input: latencyInput(service.name, window) }),
    placeholderData: keepPreviousData,
  });
  if (!data) return error ? <Fault error={error} what="The latency could not be read" onRetry={() => refetch()} /> : <SkeletonBlock height={640} />;
  const settings = `/services/${service.name}?tab=settings`;
  const reason = explainNoLatency(service, data);
  const action = mayEdit ? (
    <a className="sb-button" href={settings}>
      Open Settings
    </a>
  ) : null;
  return (
    <div className={classes.tab}>
      <Panel title="Latency" aside={<WindowSwitch window={window} onWindow={onWindow} />}>
        {data.kind === 'none' ? null : <Numbers latency={data} />}
        <LatencyPanel latency={data} density="desk" height={chartHeight} empty={<Empty {...reason} action={action} />} />
        {data.kind !== 'histogram' || data.objective ? null : (
          <p className={classes.note}>
            No objective. {mayEdit ? <a href={settings}>Set one in Settings</a> : 'One can be set in Settings'} to judge it by.
          </p>
        )}
      </Panel>
      <ReleasesPanel latency={data} />
      <InstancesPanel latency={data} />
      <WirePanel latency={data} service={service.name} />
      <RoutesPanel latency={data} />
    </div>
  );
}

/** Now, and over the window. */
function Numbers({ latency: { kind, now, whole, window } }: { latency: Latency }) {
  const part = describeCoverage(now?.coverage ?? null);
  const lines = [
    ...(now
      ? [
          {
            key: 'now',
            of: now,
            span: (
              <>
                {part ? `${part} · ` : null}
                {Math.round(now.windowSeconds)} s · <Age at={now.at} />
              </>
            ),
          },
        ]
      : []),
    ...(whole
      ? [
          {
            key: 'whole',
            of: whole,
            span: (
              <>
                {window} · {formatNumber(Math.round(whole.count), 0)} requests
              </>
            ),
          },
        ]
      : []),
  ];
  return (
    <dl className={classes.numbers} data-kind={kind}>
      {lines.map(({ key, of, span }) => (
        <div key={key} className={classes.line} data-line={key}>
          <dt className={classes.span}>{span}</dt>
          {kind === 'histogram' || kind === 'summary'
            ? (['p50', 'p95', 'p99'] as const).map((name) => (
                <dd key={name} className={classes.number}>
                  <b>{name}</b>
                  {formatIntervalMs(of[name])}
                </dd>
              ))
            : null}
          <dd className={classes.number}>
            <b>mean</b>
            {formatMs(of.meanMs)}
          </dd>
        </div>
      ))}
    </dl>
  );
}
