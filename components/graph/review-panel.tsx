'use client';

import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Age } from '#components/ui/age.tsx';
import { Fault } from '#components/ui/fault.tsx';
import { formatCount, formatNumber } from '#components/ui/format.ts';
import { Instant } from '#components/ui/instant.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { orpc } from '#lib/client/client.ts';
import type { ForgottenEdge, GraphReview } from '#lib/model/graph.ts';
import classes from './review.module.css';
import { ReviewQueue } from './review-queue.tsx';
import { ReviewRow } from './review-row.tsx';
import { type Review, useReview } from './use-review.ts';

/** Where declarations and traffic differ, of one service or of all: owners confirm, forget or withdraw here. */
export function ReviewPanel({ name }: { name?: string }) {
  const { data, error, refetch } = useQuery({
    ...orpc.graph.review.queryOptions({ input: name === undefined ? {} : { name } }),
    refetchInterval: 60_000,
  });
  const review = useReview();
  if (!data) return error ? <Fault error={error} what="What is to be decided could not be read" onRetry={() => refetch()} /> : null;
  const { undeclared, unseen, forgotten, toSelf } = data;
  if (undeclared.length + unseen.length + forgotten.length === 0) return null;
  return (
    <Panel title="Confirm or forget" aside={asideOf(data)} flush>
      {review.error ? <Fault error={review.error} what="The edges stay as they were" /> : null}
      {undeclared.length > 0 ? <ReviewQueue what="undeclared" edges={undeclared} review={review} /> : null}
      {unseen.length > 0 ? <ReviewQueue what="unseen" edges={unseen} review={review} /> : null}
      {forgotten.length > 0 ? <ForgottenList edges={forgotten} review={review} /> : null}
      {toSelf > 0 ? (
        <p className={classes.left}>{formatCount(toSelf, 'call')} to Signalbox itself left out: services register and push there.</p>
      ) : null}
    </Panel>
  );
}

function asideOf({ undeclared, unseen }: GraphReview): string {
  const open = undeclared.length + unseen.length;
  if (open === 0) return 'nothing to decide';
  const mine = [...undeclared, ...unseen].filter((edge) => edge.mine).length;
  return mine === open ? `${formatNumber(open, 0)} to decide` : `${formatNumber(mine, 0)} of ${formatNumber(open, 0)} yours to decide`;
}

function ForgottenList({ edges, review }: { edges: readonly ForgottenEdge[]; review: Review }) {
  const [open, setOpen] = useState(false);
  return (
    <details className={classes.forgotten} open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{formatCount(edges.length, 'edge')} forgotten</summary>
      <ul className={classes.rows}>
        {open ? edges.map((edge) => <ForgottenRow key={JSON.stringify([edge.from, edge.to, edge.kind])} {...{ edge, review }} />) : null}
      </ul>
    </details>
  );
}

function ForgottenRow({ edge, review }: { edge: ForgottenEdge; review: Review }) {
  return (
    <ReviewRow
      edge={edge}
      note={
        <>
          by {edge.by}, <Age at={edge.at} /> ·{' '}
          {edge.until === null ? (
            'for good'
          ) : (
            <>
              until seen after <Instant at={edge.until} form="day" />
            </>
          )}
        </>
      }
    >
      {edge.mine ? (
        <button type="button" className="sb-button sb-button-small" disabled={review.isBusy} onClick={() => void review.recall(edge).catch(() => {})}>
          Show again
        </button>
      ) : null}
    </ReviewRow>
  );
}
