import Link from 'next/link';
import type { ReactNode } from 'react';
import { topicHref } from '#components/topic/topic-href.ts';
import type { EdgeRef } from '#lib/model/graph.ts';
import classes from './review.module.css';

/** One end of an edge by its id. */
function End({ id }: { id: string }) {
  const name = id.slice(id.indexOf(':') + 1);
  if (!id.includes(':')) return <Link href={`/services/${id}`}>{name}</Link>;
  return id.startsWith('topic:') ? <Link href={topicHref(name)}>{name}</Link> : <span>{name}</span>;
}

interface ReviewRowProps {
  edge: EdgeRef;
  /** Stands before the edge: a box to choose it. */
  box?: ReactNode;
  note: ReactNode;
  /** What can be done. */
  children: ReactNode;
}

/** An edge that somebody may decide on. */
export function ReviewRow({ edge, box, note, children }: ReviewRowProps) {
  return (
    <li className={classes.row} data-review={`${edge.from} ${edge.to}`}>
      {box}
      <span className={classes.edge}>
        <End id={edge.from} />
        <span className="sb-muted"> → </span>
        <End id={edge.to} />
        {edge.kind === 'http' ? null : <span className={`sb-tag ${classes.kind}`}>{edge.kind}</span>}
      </span>
      <span className={classes.note}>{note}</span>
      <span className={classes.acts}>{children}</span>
    </li>
  );
}
