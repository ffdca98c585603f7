'use client';

import { useState } from 'react';
import { Age } from '#components/ui/age.tsx';
import { evidenceWords } from '#components/ui/edge-words.ts';
import { formatCount, formatNumber, formatRate } from '#components/ui/format.ts';
import type { EdgeRef, ReviewedEdge } from '#lib/model/graph.ts';
import classes from './review.module.css';
import { ReviewRow } from './review-row.tsx';
import type { Review } from './use-review.ts';

const firstRows = 8;
const forgetDays = 30;
/** As many as one call may decide. */
const mostAtOnce = 200;
const keyOf = ({ from, to, kind }: EdgeRef) => JSON.stringify([from, to, kind]);
const quietly = (act: Promise<void>) => void act.catch(() => {});

interface ReviewQueueProps {
  what: 'undeclared' | 'unseen';
  edges: readonly ReviewedEdge[];
  review: Review;
}

const titleOf = (what: ReviewQueueProps['what'], count: number) =>
  what === 'undeclared'
    ? `${formatCount(count, 'observed call')} nobody declared`
    : `${formatCount(count, 'declared dependency', 'declared dependencies')} not seen in 30 days`;

/** A queue of edges, each decided on by itself or several at once. */
export function ReviewQueue({ what, edges, review }: ReviewQueueProps) {
  const [shown, setShown] = useState(firstRows);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const mine = edges.filter((edge) => edge.mine).slice(0, mostAtOnce);
  const picked = mine.filter((edge) => chosen.has(keyOf(edge)));
  const toggle = (key: string) => setChosen((past) => new Set(past.has(key) ? [...past].filter((one) => one !== key) : [...past, key]));
  const isAll = picked.length === mine.length;
  return (
    <section aria-label={titleOf(what, edges.length)}>
      <div className={classes.head}>
        <h3 className={classes.title}>{titleOf(what, edges.length)}</h3>
        {mine.length > 1 ? (
          <button type="button" className="sb-button sb-button-small" onClick={() => setChosen(new Set(isAll ? [] : mine.map(keyOf)))}>
            {isAll ? 'Choose none' : `Choose ${mine.length < mostAtOnce ? 'all' : 'the first'} ${mine.length}`}
          </button>
        ) : null}
        {picked.length > 0 ? (
          <span className={classes.acts}>
            <span className="sb-muted">{picked.length} chosen:</span>
            <Acts {...{ what, review }} edges={picked} />
          </span>
        ) : null}
      </div>
      <ul className={classes.rows}>
        {edges.slice(0, shown).map((edge) => (
          <ReviewRow
            key={keyOf(edge)}
            edge={edge}
            box={
              mine.length > 1 ? (
                <input
                  type="checkbox"
                  className={classes.box}
                  aria-label={`Choose ${edge.from} → ${edge.to}`}
                  disabled={!edge.mine}
                  checked={chosen.has(keyOf(edge))}
                  onChange={() => toggle(keyOf(edge))}
                />
              ) : null
            }
            note={<Note edge={edge} />}
          >
            {edge.mine ? (
              <Acts {...{ what, review }} edges={[edge]} />
            ) : (
              <span className="sb-muted">{edge.team ? `${edge.team} decides` : 'an admin decides'}</span>
            )}
          </ReviewRow>
        ))}
      </ul>
      {edges.length > shown ? (
        <button type="button" className={`sb-button sb-button-small ${classes.more}`} onClick={() => setShown(edges.length)}>
          Show all {formatNumber(edges.length, 0)}
        </button>
      ) : null}
    </section>
  );
}

function Note({ edge }: { edge: ReviewedEdge }) {
  const words = edge.evidence.map((each) => evidenceWords[each]).join(', ');
  return (
    <>
      {words}
      {edge.requestRate === null ? null : ` · ${formatRate(edge.requestRate)}`} ·{' '}
      {edge.seenAt === null ? (
        edge.evidence.length > 1 || !edge.evidence.includes('declared') ? (
          'no call since Signalbox looks'
        ) : (
          'never seen'
        )
      ) : (
        <>
          seen <Age at={edge.seenAt} />
        </>
      )}
    </>
  );
}

function Acts({ what, edges, review }: { what: ReviewQueueProps['what']; edges: readonly ReviewedEdge[]; review: Review }) {
  const small = { type: 'button', className: 'sb-button sb-button-small', disabled: review.isBusy } as const;
  if (what === 'unseen')
    return (
      <button {...small} onClick={() => quietly(review.withdraw(edges))}>
        Remove declaration
      </button>
    );
  return (
    <>
      <button {...small} onClick={() => quietly(review.confirm(edges))}>
        Confirm
      </button>
      <button {...small} onClick={() => quietly(review.forget(edges, forgetDays))}>
        Forget {forgetDays} days
      </button>
      <button {...small} onClick={() => quietly(review.forget(edges, null))}>
        Forget for good
      </button>
    </>
  );
}
