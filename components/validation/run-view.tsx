'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { Empty } from '#components/ui/empty.tsx';
import { Fault } from '#components/ui/fault.tsx';
import { SkeletonBlock } from '#components/ui/skeletons.tsx';
import { orpc } from '#lib/client/client.ts';
import { toFault } from '#lib/client/fault.ts';
import type { Outputs } from '#lib/client/outputs.ts';
import type { Service } from '#lib/model/service.ts';
import { Outcome } from './outcome.tsx';
import classes from './run.module.css';
import { RunFacts } from './run-facts.tsx';
import { RunFindings } from './run-findings.tsx';
import { RunLink } from './run-link.tsx';
import { RunMark } from './run-mark.tsx';
import { isUnderWay, kindTitle } from './run-words.ts';
import { useStart } from './start-run.tsx';
import { UnderWay } from './under-way.tsx';
import type { ChangeState } from './use-validation-state.ts';
import { unfiltered, type ValidationState } from './validation-state.ts';

type RunOutput = Outputs['run']['read'];

interface RunViewProps {
  service: Service;
  id: string;
  state: ValidationState;
  change: ChangeState;
  may: { check: boolean; edit: boolean };
}

/** One run: how it went, what it found, and what else it saw. */
export function RunView({ service, id, state, change, may }: RunViewProps) {
  const { data, error, refetch } = useQuery(orpc.run.read.queryOptions({ input: { id } }));
  const back = (
    <RunLink className={classes.back} id={null} {...{ state, change }}>
      ← Ladder and all runs
    </RunLink>
  );
  if (error && toFault(error).status === 404)
    return (
      <Framed back={back}>
        <Empty title="There is no such run" text="It may be older than what Signalbox keeps, or the link is not complete." />
      </Framed>
    );
  if (!data)
    return (
      <Framed back={back}>
        {error ? <Fault error={error} what="The run could not be read" onRetry={() => void refetch()} /> : <SkeletonBlock height={560} />}
      </Framed>
    );
  if (data.run.service !== service.name)
    return (
      <Framed back={back}>
        <Elsewhere id={id} service={data.run.service} />
      </Framed>
    );
  return (
    <Framed back={back}>
      <Read key={id} {...{ data, service, state, change, may }} />
    </Framed>
  );
}

function Framed({ back, children }: { back: ReactNode; children: ReactNode }) {
  return (
    <div className={classes.view}>
      <div>{back}</div>
      {children}
    </div>
  );
}

function Elsewhere({ id, service }: { id: string; service: string }) {
  return (
    <Empty
      title={`This is a run of ${service}`}
      text="The link names another service."
      action={
        <Link className="sb-button" href={`/services/${service}?tab=validation&run=${id}`}>
          Open it there
        </Link>
      }
    />
  );
}

function Read({ data, service, state, change, may }: Omit<RunViewProps, 'id'> & { data: RunOutput }) {
  const { run, findings, outcome, accepted } = data;
  return (
    <>
      <RunHead data={data} service={service} mayRun={may.check} change={change} />
      {isUnderWay(run) ? <UnderWay run={run} mayCancel={may.check} /> : null}
      <RunFacts run={run} />
      {isUnderWay(run) || (findings.length === 0 && run.state !== 'passed') ? null : (
        <RunFindings {...{ run, findings, accepted, state, change }} mayAccept={may.edit} />
      )}
      <Outcome outcome={outcome} />
    </>
  );
}

interface RunHeadProps {
  data: RunOutput;
  service: Service;
  mayRun: boolean;
  change: ChangeState;
}

function RunHead({ data: { run }, service, mayRun, change }: RunHeadProps) {
  return (
    <header className={classes.head}>
      <div className={classes.headWords}>
        <p className={classes.headMeta}>
          <RunMark state={run.state} />
          <span>{kindTitle[run.kind]}</span>
        </p>
        <h2 className={classes.sentence}>{run.summary || (isUnderWay(run) ? 'Nothing to tell yet' : kindTitle[run.kind])}</h2>
        {run.state === 'broken' ? (
          <p className="sb-muted">The run could not be made. That says nothing of {service.name}, so its level stays as it was.</p>
        ) : null}
      </div>
      {mayRun && run.kind === 'contract' && run.seed !== null && !isUnderWay(run) ? (
        <Again name={service.name} seed={run.seed} isPushed={run.origin === 'pushed'} change={change} />
      ) : null}
    </header>
  );
}

/** The same requests once more, as far as they only read. */
function Again({ name, seed, isPushed, change }: { name: string; seed: number; isPushed: boolean; change: ChangeState }) {
  const start = useStart(name);
  const onClick = () => start.mutate({ name, kind: 'contract', seed }, { onSuccess: ({ id }) => change({ ...unfiltered, run: id }) });
  return (
    <div className={classes.again}>
      <button
        type="button"
        className="sb-button"
        disabled={start.isPending}
        onClick={onClick}
        title={isPushed ? 'Sends GET and HEAD only' : undefined}
      >
        {start.isPending ? 'Starting …' : 'Run again with this seed'}
      </button>
      {start.error ? <Fault error={start.error} what="The run was not started" /> : null}
    </div>
  );
}
