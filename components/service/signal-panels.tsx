'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Age } from '#components/ui/age.tsx';
import { Empty } from '#components/ui/empty.tsx';
import { Fault } from '#components/ui/fault.tsx';
import { formatIntervalMs, formatRate, formatRatio } from '#components/ui/format.ts';
import { Panel } from '#components/ui/panel.tsx';
import { SkeletonBlock } from '#components/ui/skeletons.tsx';
import { StateMark } from '#components/ui/state-mark.tsx';
import { orpc } from '#lib/client/client.ts';
import type { Outputs } from '#lib/client/outputs.ts';
import type { Service } from '#lib/model/service.ts';
import { describeCoverage } from './instance-words.ts';
import { LatencyTile } from './latency-tile.tsx';
import { type SignalWindow, signalsInput } from './service-state.ts';
import { ErrorsChart, RateChart } from './signal-charts.tsx';
import { explainNoSignals } from './signal-words.ts';
import classes from './signals.module.css';
import { WindowSwitch } from './window-switch.tsx';

type Signals = Outputs['service']['signals'];
type Latest = NonNullable<Signals['latest']>;

/** Every number carries the span that it covers and its age. */
function Span({ latest }: { latest: Latest | null }) {
  if (!latest) return <span>no value now</span>;
  const part = describeCoverage(latest.coverage);
  return (
    <span>
      {part ? <strong className={classes.partial}>{part}</strong> : null}
      {part ? ' · ' : ''}
      {Math.round(latest.windowSeconds)} s · <Age at={latest.at} />
    </span>
  );
}

function SignalPanel({ title, latest, now, children }: { title: string; latest: Latest | null; now: ReactNode; children: ReactNode }) {
  return (
    <Panel title={title} aside={<Span latest={latest} />}>
      <div className={classes.now}>{now}</div>
      <div className={classes.frame}>{children}</div>
    </Panel>
  );
}

function Percentiles({ latest }: { latest: Latest | null }) {
  const names = ['p50', 'p95', 'p99'] as const;
  return names.map((name) => (
    <span key={name} className={classes.part}>
      <b>{name}</b>
      {formatIntervalMs(latest?.latencyMs[name] ?? null)}
    </span>
  ));
}

function Panels({ signals, name }: { signals: Signals; name: string }) {
  const { latest } = signals;
  return (
    <div className={classes.signals}>
      <SignalPanel title="Rate" latest={latest} now={<span className={classes.value}>{formatRate(latest?.requestRate ?? null)}</span>}>
        <RateChart signals={signals} />
      </SignalPanel>
      <SignalPanel
        title="Errors"
        latest={latest}
        now={
          <>
            <span className={classes.value}>{formatRatio(latest?.errorRatio ?? null)}</span>
            <span className={classes.part}>
              <b>4xx</b>
              {formatRatio(latest?.clientErrorRatio ?? null)}
            </span>
          </>
        }
      >
        <ErrorsChart signals={signals} />
      </SignalPanel>
      <SignalPanel title="Latency" latest={latest} now={<Percentiles latest={latest} />}>
        <LatencyTile name={name} window={signals.window} />
      </SignalPanel>
    </div>
  );
}

/** Why nothing newer is known, where the last question for metrics failed. */
function Stale({ service }: { service: Service }) {
  const target = service.targets.find(({ kind }) => kind === 'metrics');
  if (!target || target.ok) return null;
  return (
    <p className={classes.stale} role="status">
      <StateMark verdict="unknown" size={12} />
      <strong>Stale</strong>
      <span>{target.reason}</span>
      {service.signalsAt ? (
        <span className="sb-muted">
          newest datum <Age at={service.signalsAt} />
        </span>
      ) : null}
    </p>
  );
}

interface SignalPanelsProps {
  service: Service;
  window: SignalWindow;
  onWindow: (window: SignalWindow) => void;
}

/** Rate, errors and latency, or in their place the true reason why there are none. */
export function SignalPanels({ service, window, onWindow }: SignalPanelsProps) {
  const { data, error, refetch } = useQuery({
    ...orpc.service.signals.queryOptions({ input: signalsInput(service.name, window) }),
    placeholderData: keepPreviousData,
  });
  if (!data) return error ? <Fault error={error} what="The signals could not be read" onRetry={() => refetch()} /> : <SkeletonBlock height={331} />;
  const missing = explainNoSignals(service, data);
  if (missing)
    return (
      <Panel title="Signals">
        <Empty title={missing.title} text={missing.text} />
      </Panel>
    );
  return (
    <section className={classes.section} aria-label="Signals">
      <div className={classes.bar}>
        <h2 className={classes.barTitle}>Signals</h2>
        <WindowSwitch window={window} onWindow={onWindow} />
      </div>
      <Stale service={service} />
      <Panels signals={data} name={service.name} />
    </section>
  );
}
