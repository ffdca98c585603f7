'use client';

import { useInfiniteQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { Empty } from '#components/ui/empty.tsx';
import { Fault } from '#components/ui/fault.tsx';
import { SkeletonBlock } from '#components/ui/skeletons.tsx';
import { useUrlState } from '#components/ui/use-url-state.ts';
import { orpc } from '#lib/client/client.ts';
import type { Revision } from '#lib/model/document.ts';
import type { Service } from '#lib/model/service.ts';
import classes from './comparison.module.css';
import { Comparison, NothingToCompare } from './comparison.tsx';
import { RevisionPair } from './revision-pair.tsx';
import { type ChangesState, choosePair, parseChangesState, predecessorOf, writeChangesState } from './revision-state.ts';
import { RevisionTimeline } from './revision-timeline.tsx';

const atOnce = 50;
const urlForm = { parse: parseChangesState, write: writeChangesState };
const unfiltered = { q: '', severity: [], finding: null };

function useRevisions(name: string) {
  const query = useInfiniteQuery(
    orpc.document.revisions.infiniteOptions({
      input: (page: number) => ({ name, page, limit: atOnce }),
      initialPageParam: 1,
      getNextPageParam: ({ pagination: { page, pages } }) => (page < pages ? page + 1 : undefined),
    }),
  );
  const revisions = useMemo(() => query.data?.pages.flatMap((page) => page.revisions) ?? [], [query.data]);
  return { ...query, revisions, total: query.data?.pages[0]?.pagination.total ?? 0 };
}

interface ChangesProps {
  service: Service;
  may: { edit: boolean };
}

/** The revisions of a service's document, and what changed between any two of them. */
export function Changes({ service: { name }, may }: ChangesProps) {
  const { state, change } = useUrlState(urlForm);
  const { revisions, total, isPending, error, refetch, hasNextPage, fetchNextPage } = useRevisions(name);
  if (isPending) return <SkeletonBlock height={560} />;
  if (error && revisions.length === 0) return <Fault error={error} what="The revisions could not be read" onRetry={() => void refetch()} />;
  if (revisions.length === 0)
    return <Empty title="No revisions yet" text={`Each changed text of the API document of ${name} will stand here, with what it changed.`} />;
  const { from, to } = choosePair(revisions, state);
  const compare = (pair: Pick<ChangesState, 'from' | 'to'>) => change({ ...state, ...unfiltered, ...pair });
  const linkTo = (finding: string) => {
    const search = new URLSearchParams({ tab: 'api', view: 'changes' });
    writeChangesState({ ...unfiltered, from, to, finding }, search);
    return `?${search}`;
  };
  return (
    <div className={classes.changes}>
      <div className={classes.main}>
        <RevisionPair revisions={revisions} from={from} to={to} onChoose={compare} />
        {from === null || to === null ? (
          <NothingToCompare service={name} isOnly={total === 1} />
        ) : (
          <Comparison
            service={name}
            {...{ from, to, state, linkTo }}
            mayAccept={may.edit}
            onFilter={(filter, how) => change({ ...state, ...filter, finding: null }, how)}
          />
        )}
      </div>
      <RevisionTimeline
        {...{ revisions, total, from, to }}
        onChoose={(revision: Revision) => compare({ from: predecessorOf(revisions, revision), to: revision.number })}
        onMore={hasNextPage ? () => void fetchNextPage() : null}
      />
    </div>
  );
}
