'use client';

import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { AcceptedList } from '#components/revision/accepted-list.tsx';
import { FindingDeskProvider, listMark } from '#components/revision/finding-desk.ts';
import { splitAccepted } from '#components/revision/finding-groups.ts';
import { useAcceptance } from '#components/revision/use-acceptance.ts';
import { Age } from '#components/ui/age.tsx';
import { Empty } from '#components/ui/empty.tsx';
import { Fault } from '#components/ui/fault.tsx';
import { formatCount } from '#components/ui/format.ts';
import { Panel } from '#components/ui/panel.tsx';
import { SkeletonBlock } from '#components/ui/skeletons.tsx';
import { orpc } from '#lib/client/client.ts';
import type { Outputs } from '#lib/client/outputs.ts';
import { FindingSections, operationHrefOf } from './finding-sections.tsx';
import classes from './run.module.css';
import { hrefOfState, unfiltered, type ValidationState } from './validation-state.ts';

type Drift = Outputs['validation']['drift'];

const usualHeight = 200;

interface DriftPanelProps {
  name: string;
  state: ValidationState;
  mayAccept: boolean;
}

/** Where document, service and observed traffic do not agree. */
export function DriftPanel({ name, state, mayAccept }: DriftPanelProps) {
  const { data, error, refetch } = useQuery(orpc.validation.drift.queryOptions({ input: { name } }));
  if (!data) {
    if (!error) return <SkeletonBlock height={usualHeight} />;
    return <Fault error={error} what="The drift could not be read" onRetry={() => void refetch()} />;
  }
  return (
    <Panel title="Drift" aside={<Age at={data.at} prefix="compared" />} flush>
      <p className={classes.judgedBy}>
        <JudgedBy observed={data.observed} />
      </p>
      <Differences {...{ name, state, mayAccept, data }} />
    </Panel>
  );
}

function JudgedBy({ observed }: Pick<Drift, 'observed'>) {
  return (
    <>
      Where document, service and traffic do not agree: the current document is held against the latest contract run of it, what the service says of
      itself, and{' '}
      {observed === null ? (
        'no traffic, for its metrics name no routes.'
      ) : (
        <>
          {formatCount(observed.routes, 'route')} in its metrics
          {observed.since === null ? null : (
            <>
              , seen for <Age at={observed.since} form="span" />
            </>
          )}
          .
        </>
      )}
    </>
  );
}

function Differences({ name, state, mayAccept, data }: DriftPanelProps & { data: Drift }) {
  const { open, accepted } = useMemo(() => splitAccepted(data.findings, data.accepted), [data]);
  const acceptance = useAcceptance(name);
  const linkTo = (finding: string) => hrefOfState({ ...state, ...unfiltered, run: null, finding });
  return (
    <FindingDeskProvider value={{ sides: null, pointed: state.finding, linkTo, mayAccept, operationHref: operationHrefOf(name), ...acceptance }}>
      <div className={classes.drift} {...listMark}>
        {open.length === 0 ? (
          <NoDrift observed={data.observed} isAccepted={accepted.length > 0} />
        ) : (
          <FindingSections findings={open} service={name} opensErrors={false} />
        )}
        <AcceptedList accepted={accepted} />
      </div>
    </FindingDeskProvider>
  );
}

function NoDrift({ observed, isAccepted }: Pick<Drift, 'observed'> & { isAccepted: boolean }) {
  if (isAccepted) return <Empty title="Nothing but what is accepted" text="Every difference was taken on by somebody." />;
  if (observed === null) return <Empty title="No drift known" text="What could be compared agrees." />;
  return <Empty title="No drift" text="What the document declares, what the service says of itself, and what its metrics have seen agree." />;
}
