'use client';

import { IconChevronRight } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import classes from './fold.module.css';
import type { Faults } from './service-form.ts';

interface FoldProps {
  title: string;
  /** What stands inside, in a few words. */
  summary: ReactNode;
  /** The fields inside: a fault in one of them opens the fold. */
  fields: readonly string[];
  faults: Faults;
  /** Unfolds it. */
  open?: boolean;
  children: ReactNode;
}

/** A group of fields that says in one line what it holds. */
export function Fold({ title, summary, fields, faults, open = false, children }: FoldProps) {
  const [shown, setShown] = useState(open);
  const wanted = open || Object.keys(faults).some((path) => fields.includes(path.split('.')[0] ?? ''));
  const [wasWanted, setWasWanted] = useState(open);
  if (wanted !== wasWanted) {
    setWasWanted(wanted);
    if (wanted) setShown(true);
  }
  return (
    <details className={classes.fold} open={shown} onToggle={(event) => setShown(event.currentTarget.open)}>
      <summary className={classes.summary}>
        <IconChevronRight size={14} stroke={1.75} className={classes.chevron} aria-hidden="true" />
        <span className={classes.foldTitle}>{title}</span>
        <span className={classes.foldSummary}>{summary}</span>
      </summary>
      <div className={classes.foldBody}>{children}</div>
    </details>
  );
}

/** Folds that belong together, behind one border. */
export function Folds({ children }: { children: ReactNode }) {
  return <div className={classes.folds}>{children}</div>;
}
