'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { Empty } from '#components/ui/empty.tsx';
import { Fault } from '#components/ui/fault.tsx';
import { formatCount } from '#components/ui/format.ts';
import { Pager } from '#components/ui/list-frame.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { SkeletonBlock } from '#components/ui/skeletons.tsx';
import { useRowFocus } from '#components/ui/use-row-focus.ts';
import { orpc } from '#lib/client/client.ts';
import type { Run } from '#lib/model/run.ts';
import type { Service } from '#lib/model/service.ts';
import { NoRuns } from './no-runs.tsx';
import { RunTable } from './run-table.tsx';
import { isUnderWay, kindTitle, kindWord, runKinds } from './run-words.ts';
import classes from './runs.module.css';
import { StartRun } from './start-run.tsx';
import { UnderWay } from './under-way.tsx';
import type { ChangeState } from './use-validation-state.ts';
import { newestInput, runsInput, type ValidationState } from './validation-state.ts';

/** What a list with a few runs measures: what stands there before it is known. */
const usualHeight = 320;

interface RunsPanelProps {
  service: Service;
  state: ValidationState;
  change: ChangeState;
  mayRun: boolean;
}

/** The runs of a service, newest first, and the way to a new one. */
export function RunsPanel({ service, state, change, mayRun }: RunsPanelProps) {
  const { name } = service;
  const [started, setStarted] = useState(false);
  const newest = useQuery(orpc.run.list.queryOptions({ input: newestInput(name) }));
  if (!newest.data) {
    if (!newest.error) return <SkeletonBlock height={usualHeight} />;
    return <Fault error={newest.error} what="The runs could not be read" onRetry={() => void newest.refetch()} />;
  }
  const { runs, pagination } = newest.data;
  const onStart = () => setStarted(true);
  const current = runs.find(isUnderWay) ?? null;
  if (pagination.total === 0) return <NoRuns {...{ service, mayRun, onStart }} />;
  return (
    <Panel title="Runs" aside={<StartRun {...{ service, mayRun, onStart }} isUnderWay={current !== null} />} flush>
      {current ? <UnderWay run={current} mayCancel={mayRun} takesFocus={started} change={change} /> : null}
      <KindChoice kind={state.kind} onChoose={(kind) => change({ kind, page: 1 })} />
      <Listed {...{ name, state, change }} />
    </Panel>
  );
}

function KindChoice({ kind, onChoose }: { kind: Run['kind'] | null; onChoose: (kind: Run['kind'] | null) => void }) {
  return (
    <fieldset className={classes.kinds}>
      <legend className="sb-hidden">Kind of run</legend>
      {[null, ...runKinds].map((one) => (
        <button key={one} type="button" className="sb-button sb-button-small" aria-pressed={one === kind} onClick={() => onChoose(one)}>
          {one === null ? 'All' : kindWord[one]}
        </button>
      ))}
    </fieldset>
  );
}

function Listed({ name, state, change }: { name: string; state: ValidationState; change: ChangeState }) {
  const input = runsInput(name, state);
  const { data, error, isPlaceholderData, refetch } = useQuery({
    ...orpc.run.list.queryOptions({ input }),
    placeholderData: keepPreviousData,
  });
  const list = useRef<HTMLDivElement>(null);
  useRowFocus(list);
  if (error && (!data || isPlaceholderData)) return <Fault error={error} what="The runs could not be read" onRetry={() => void refetch()} />;
  if (!data) return <SkeletonBlock height={usualHeight} />;
  const { runs, pagination } = data;
  return (
    <div ref={list} aria-busy={isPlaceholderData}>
      {runs.length === 0 ? <NoneOfKind state={state} /> : <RunTable {...{ runs, state, change }} />}
      <div className={classes.foot}>
        <span className="sb-muted" role="status">
          {formatCount(pagination.total, 'run')}
        </span>
        <Pager pagination={pagination} onTurn={(page) => change({ page })} />
      </div>
    </div>
  );
}

const waysTo: Record<Run['kind'], string> = {
  contract: 'Start one here, or push one from CI with `signalbox contract`.',
  resilience: '`signalbox resilience` makes one: failing dependencies, and what the service does about it.',
  load: '`signalbox load` makes one: how many requests a second the service holds.',
  chaos: '`signalbox chaos` makes one: faults put into running services, and taken back.',
  e2e: 'A test suite pushes one with its token when it has run.',
};

function NoneOfKind({ state: { kind, page } }: { state: ValidationState }) {
  if (kind === null || page > 1) return <Empty title="No runs on this page" text="The history is shorter than that." />;
  return <Empty title={`No ${kindTitle[kind].charAt(0).toLowerCase()}${kindTitle[kind].slice(1)} yet`} text={waysTo[kind].replaceAll('`', '')} />;
}
