'use client';

import Link from 'next/link';
import { useMemo } from 'react';
import { Age } from '#components/ui/age.tsx';
import { Empty } from '#components/ui/empty.tsx';
import { Fault } from '#components/ui/fault.tsx';
import { Instant } from '#components/ui/instant.tsx';
import { useNowText } from '#components/ui/now.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { ServiceLink } from '#components/ui/service-link.tsx';
import { SkeletonRows } from '#components/ui/skeletons.tsx';
import { StateMark } from '#components/ui/state-mark.tsx';
import { useUrlState } from '#components/ui/use-url-state.ts';
import type { ChangeView } from '#lib/client/outputs.ts';
import { type ChangeTopic, changeTopicNames } from '#lib/model/change-topic.ts';
import { gatherRuns, isRun, type Run } from './change-runs.ts';
import { placeOfChange, type ToldChange, tellChange, tellRun } from './change-words.ts';
import classes from './changed.module.css';
import { changesForm } from './changes-input.ts';
import { useChanges } from './fleet-data.ts';

/** What changed, newest first. */
export function Changed() {
  const { state, change } = useUrlState(changesForm);
  const { data, isError, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useChanges(state);
  const changes = useMemo(() => data?.pages.flatMap((page) => page.changes) ?? [], [data]);
  return (
    <Panel title="What changed" aside={<span>newest first</span>} flush>
      <TopicChoice chosen={state.about} onChoose={(about) => change({ about }, 'replace')} />
      {data ? <Lines changes={changes} about={state.about} /> : null}
      {isError && !data ? <Fault error={error} onRetry={() => void refetch()} /> : null}
      {data || isError ? null : <SkeletonRows rows={10} height={32} />}
      {hasNextPage ? (
        <button
          type="button"
          className={`sb-button sb-button-small ${classes.older}`}
          disabled={isFetchingNextPage}
          onClick={() => void fetchNextPage()}
        >
          {isFetchingNextPage ? 'Loading older ones' : 'Show older ones'}
        </button>
      ) : null}
    </Panel>
  );
}

const topicWords: Record<ChangeTopic, string> = {
  states: 'States',
  breakers: 'Breakers',
  versions: 'Versions',
  documents: 'Documents',
  catalog: 'Catalog',
  validation: 'Validation',
};

/** Which kind of change is shown; another press on the same shows all again. */
function TopicChoice({ chosen, onChoose }: { chosen: ChangeTopic | null; onChoose: (topic: ChangeTopic | null) => void }) {
  return (
    <fieldset className={classes.topics}>
      <legend className="sb-hidden">Kind of change</legend>
      {changeTopicNames.map((topic) => (
        <button key={topic} type="button" aria-pressed={topic === chosen} onClick={() => onChoose(topic === chosen ? null : topic)}>
          {topicWords[topic]}
        </button>
      ))}
    </fieldset>
  );
}

function Lines({ changes, about }: { changes: ChangeView[]; about: ChangeTopic | null }) {
  const lines = useMemo(() => gatherRuns(changes), [changes]);
  if (changes.length === 0 && about !== null)
    return <Empty title={`No changes of ${topicWords[about].toLowerCase()}`} text="Those of other kinds stand under all." />;
  if (changes.length === 0) return <Empty title="Nothing yet" text="New versions, states that turned and registrations will stand here." />;
  return (
    <ol className={classes.list} aria-label="What changed">
      {lines.map((line) => (isRun(line) ? <RunLine key={line.key} run={line} /> : <ChangeLine key={line.id} change={line} />))}
    </ol>
  );
}

function ChangeLine({ change }: { change: ChangeView }) {
  return (
    <li className={classes.line}>
      <LineParts change={change} told={tellChange(change)} />
    </li>
  );
}

/** What flaps, in one line; its turns behind a press. */
function RunLine({ run: { changes } }: { run: Run }) {
  const [newest] = changes;
  if (!newest) return null;
  return (
    <li className={classes.line}>
      <LineParts change={newest} told={tellRun(changes)} />
      <details className={classes.turns}>
        <summary>{changes.length} turns</summary>
        <ol>
          {changes.map((change) => (
            <li key={change.id}>
              <Instant at={change.at} form="seconds" /> {tellChange(change).words}
            </li>
          ))}
        </ol>
      </details>
    </li>
  );
}

const dayMs = 86_400_000;

function LineParts({ change, told: { service, words, verdict } }: { change: ChangeView; told: ToldChange }) {
  const old = useNowText((nowMs) => (nowMs - Date.parse(change.at) > dayMs ? 'old' : '')) === 'old';
  const href = placeOfChange(change);
  return (
    <>
      <span className={classes.time}>
        <Instant at={change.at} form={old ? 'day' : 'clock'} />
      </span>
      <span className={classes.mark}>{verdict ? <StateMark verdict={verdict} size={12} /> : null}</span>
      <span className={classes.words}>
        {service ? <>{change.kind === 'service.removed' ? <strong>{service}</strong> : <ServiceLink name={service} />} </> : null}
        {href === null ? (
          words
        ) : (
          <Link href={href} prefetch={false} className={classes.place}>
            {words}
          </Link>
        )}
      </span>
      <span className={classes.age}>
        <Age at={change.at} form="span" />
      </span>
    </>
  );
}
