'use client';

import { Empty } from '#components/ui/empty.tsx';
import { Fault } from '#components/ui/fault.tsx';
import { Instant } from '#components/ui/instant.tsx';
import { useNowText } from '#components/ui/now.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { ServiceLink } from '#components/ui/service-link.tsx';
import { SkeletonRows } from '#components/ui/skeletons.tsx';
import { StateMark } from '#components/ui/state-mark.tsx';
import type { ChangeView } from '#lib/client/outputs.ts';
import { tellChange } from './change-words.ts';
import classes from './changed.module.css';
import { useChanges } from './fleet-data.ts';

/** What changed, newest first. */
export function Changed() {
  const { data, isError, error, refetch } = useChanges();
  return (
    <Panel title="What changed" aside={<span>newest first</span>} flush>
      {data ? <Lines changes={data.changes} /> : null}
      {isError && !data ? <Fault error={error} onRetry={() => void refetch()} /> : null}
      {data || isError ? null : <SkeletonRows rows={10} height={32} />}
    </Panel>
  );
}

function Lines({ changes }: { changes: ChangeView[] }) {
  if (changes.length === 0) return <Empty title="Nothing yet" text="New versions, states that turned and registrations will stand here." />;
  return (
    <ol className={classes.list} aria-label="What changed">
      {changes.map((change) => (
        <Line key={change.id} change={change} />
      ))}
    </ol>
  );
}

const dayMs = 86_400_000;

function Line({ change }: { change: ChangeView }) {
  const { service, words, verdict } = tellChange(change);
  const old = useNowText((nowMs) => (nowMs - Date.parse(change.at) > dayMs ? 'old' : '')) === 'old';
  return (
    <li className={classes.line}>
      <span className={classes.time}>
        <Instant at={change.at} form={old ? 'day' : 'clock'} />
      </span>
      <span className={classes.mark}>{verdict ? <StateMark verdict={verdict} size={12} /> : null}</span>
      <span className={classes.words}>
        {service ? <>{change.kind === 'service.removed' ? <strong>{service}</strong> : <ServiceLink name={service} />} </> : null}
        {words}
      </span>
    </li>
  );
}
