'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Age } from '#components/ui/age.tsx';
import { Empty } from '#components/ui/empty.tsx';
import { Fault } from '#components/ui/fault.tsx';
import { formatIntervalMs, formatRate, formatRatio } from '#components/ui/format.ts';
import { Panel } from '#components/ui/panel.tsx';
import { SkeletonBlock } from '#components/ui/skeletons.tsx';
import { orpc } from '#lib/client/client.ts';
import type { Outputs } from '#lib/client/outputs.ts';
import type { Service } from '#lib/model/service.ts';
import { HowKnown } from './how-known.tsx';
import { type SignalWindow, signalsInput, signalWindows } from './service-state.ts';
import { ErrorsChart, LatencyChart, RateChart } from './signal-charts.tsx';
import { explainNoSignals } from './signal-words.ts';
import classes from './signals.module.css';

type Signals = Outputs['service']['signals'];
type Latest = NonNullable<Signals['latest']>;

function WindowSwitch({ window, onWindow }: { window: SignalWindow; onWindow: (window: SignalWindow) => void }) {
  return (
    <fieldset className="sb-plain">
      <legend className="sb-hidden">Window of the charts</legend>
      <div className={classes.switch}>
        {signalWindows.map((one) => (
          <button key={one} type="button" aria-pressed={one === window} onClick={() => onWindow(one)}>
            {one}
          </button>
        ))}
      </div>
    </fieldset>
  );
}

/** Every number carries the span that it covers and its age. */
function Span({ latest }: { latest: Latest | null }) {
  if (!latest) return <span>no value now</span>;
  return (
    <span>
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

function Panels({ signals }: { signals: Signals }) {
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
        <LatencyChart signals={signals} />
      </SignalPanel>
    </div>
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
      <Panels signals={data} />
      {data.source ? <HowKnown source={data.source} /> : null}
    </section>
  );
}
