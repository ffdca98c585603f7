'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useMemo, useRef } from 'react';
import { Empty } from '#components/ui/empty.tsx';
import { Fault } from '#components/ui/fault.tsx';
import { SkeletonBlock } from '#components/ui/skeletons.tsx';
import { useRowFocus } from '#components/ui/use-row-focus.ts';
import { orpc } from '#lib/client/client.ts';
import { toFault } from '#lib/client/fault.ts';
import type { VersionAdvice } from '#lib/model/document.ts';
import { AcceptedList } from './accepted-list.tsx';
import classes from './comparison.module.css';
import { type Comparison as ComparisonData, describeBreaking, describeOthers } from './comparison-words.ts';
import { FindingBar } from './finding-bar.tsx';
import { FindingDeskProvider, listMark } from './finding-desk.ts';
import { filterFindings, groupByOperation, splitAccepted } from './finding-groups.ts';
import { FindingList } from './finding-list.tsx';
import { HitList } from './hit-list.tsx';
import type { ChangesState } from './revision-state.ts';
import { countSeverities, type SeverityCounts } from './severity.ts';
import { SeverityMark } from './severity-mark.tsx';
import { useAcceptance } from './use-acceptance.ts';

const words = { breaking: 'Breaking', warning: 'Warnings', info: 'Other' } as const;

function Headline({ counts, accepted }: { counts: SeverityCounts; accepted: number }) {
  const { warnings, others } = describeOthers(counts);
  return (
    <h2 className={classes.headline}>
      {counts.breaking > 0 ? (
        <SeverityMark severity="breaking" word={describeBreaking(counts.breaking)} size={16} />
      ) : (
        <span>{describeBreaking(0)}</span>
      )}
      {warnings ? <SeverityMark severity="warning" word={warnings} size={16} /> : null}
      {others ? <SeverityMark severity="info" word={others} size={16} /> : null}
      {accepted > 0 ? <span className={classes.acceptedCount}>{accepted} accepted</span> : null}
    </h2>
  );
}

/** The version number that the change deserves, in words; trouble comes forward. */
function Advice({ advice }: { advice: VersionAdvice }) {
  return (
    <p className={classes.advice} data-fits={advice.fits}>
      {advice.sentence}
    </p>
  );
}

interface ComparisonProps {
  service: string;
  from: number;
  to: number;
  state: ChangesState;
  mayAccept: boolean;
  onFilter: (filter: Pick<ChangesState, 'q' | 'severity'>, how: 'push' | 'replace') => void;
  linkTo: (fingerprint: string) => string;
}

/** What changed between two revisions, whom it hits and what version it deserves. */
export function Comparison(props: ComparisonProps) {
  const { service, from, to } = props;
  const { data, error, isPlaceholderData, refetch } = useQuery(
    orpc.document.diff.queryOptions({ input: { name: service, from, to }, placeholderData: keepPreviousData }),
  );
  if (error && toFault(error).status === 422) return <Empty title="These two cannot be compared" text={toFault(error).message} />;
  if (error && (!data || isPlaceholderData)) return <Fault error={error} what="The revisions could not be compared" onRetry={() => void refetch()} />;
  if (!data) return <SkeletonBlock height={480} />;
  return (
    <div className={classes.comparison} aria-busy={isPlaceholderData}>
      <Compared key={`${data.from.number} ${data.to.number}`} data={data} {...props} />
    </div>
  );
}

function Compared({ data, service, state, mayAccept, onFilter, linkTo }: ComparisonProps & { data: ComparisonData }) {
  const { findings, accepted: acceptances, advice, hit } = data;
  const { open, accepted } = useMemo(() => splitAccepted(findings, acceptances), [findings, acceptances]);
  const shown = useMemo(() => filterFindings(open, state), [open, state]);
  const groups = useMemo(() => groupByOperation(shown), [shown]);
  const acceptance = useAcceptance(service);
  const list = useRef<HTMLDivElement>(null);
  useRowFocus(list);
  const counts = countSeverities(open);
  const sides = { from: `revision ${data.from.number}`, to: `revision ${data.to.number}` };
  const desk = { sides, pointed: state.finding, linkTo, mayAccept, ...acceptance };
  return (
    <FindingDeskProvider value={desk}>
      <header>
        <Headline counts={counts} accepted={accepted.length} />
        <Advice advice={advice} />
      </header>
      {findings.length > 0 ? <HitList service={service} callers={hit} breaks={counts.breaking > 0} /> : null}
      {findings.length === 0 ? (
        <NoDifference isSameText={data.from.contentHash === data.to.contentHash} />
      ) : (
        <>
          <FindingBar filter={state} counts={counts} words={words} shown={shown.length} onFilter={onFilter} />
          <div ref={list} className={classes.findings} {...listMark}>
            <FindingList groups={groups} whole="Whole document" hrefOf={(key) => `/services/${service}?tab=api&op=${encodeURIComponent(key)}`} />
            {shown.length === 0 && open.length > 0 ? (
              <Empty title="Nothing matches" text="No finding of this comparison matches the filter." />
            ) : null}
            <AcceptedList accepted={accepted} />
          </div>
        </>
      )}
    </FindingDeskProvider>
  );
}

function NoDifference({ isSameText }: { isSameText: boolean }) {
  if (isSameText) return <Empty title="The two are identical" text="Both revisions have the same text." />;
  return <Empty title="Nothing that callers notice" text="The texts differ, but operations, parameters, bodies and answers mean the same." />;
}

/** Stands where nothing came before. */
export function NothingToCompare({ service, isOnly }: { service: string; isOnly: boolean }) {
  if (!isOnly)
    return <Empty title="The first revision" text="Nothing came before it. Choose another revision above, or in the list, to see what changed." />;
  return (
    <Empty
      title="Nothing to compare with yet"
      text="This is the first revision. When the document changes, what changed stands here: what breaks, why, and whom it hits."
      action={
        <Link className="sb-button" href={`/services/${service}?tab=api`} prefetch={false}>
          Read the document
        </Link>
      }
    />
  );
}
