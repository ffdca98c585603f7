'use client';

import dynamic from 'next/dynamic';
import type { ReactNode } from 'react';
import { formatNumber } from '#components/ui/format.ts';
import { SkeletonBlock } from '#components/ui/skeletons.tsx';
import type { Service } from '#lib/model/service.ts';
import classes from './document.module.css';
import { type DocumentState, type DocumentView, documentViews } from './document-state.ts';
import type { DocumentRights, IndexOutput } from './outputs.ts';
import { type ChangeState, onPlainClick } from './use-document-state.ts';

const loading = () => <SkeletonBlock height={560} />;
const Changes = dynamic(() => import('#components/revision/changes.tsx').then((module) => module.Changes), { loading });
const Quality = dynamic(() => import('#components/revision/quality.tsx').then((module) => module.Quality), { loading });

const titles: Record<DocumentView, string> = { operations: 'Operations', changes: 'Changes', quality: 'Quality' };

/** What stands beside the title of a view; the worst thing to be said. */
function noteOf(view: DocumentView, { index, revision }: IndexOutput): string | null {
  if (view === 'operations') return formatNumber(index.operations.length, 0);
  if (view === 'quality') return revision.lintScore === null ? null : String(revision.lintScore);
  return revision.breaking === null || revision.breaking === 0 ? null : `${formatNumber(revision.breaking, 0)} breaking`;
}

interface DocumentViewsProps {
  service: Service;
  may: DocumentRights;
  document: IndexOutput;
  state: DocumentState;
  change: ChangeState;
  hrefOf: (part: Partial<DocumentState>) => string;
  /** The view of the operations. */
  children: ReactNode;
}

/** The three ways to look at a document. */
export function DocumentViews({ service, may, document, state, change, hrefOf, children }: DocumentViewsProps) {
  return (
    <>
      <nav className={classes.views} aria-label="Ways to look at the document">
        {documentViews.map((view) => {
          const note = noteOf(view, document);
          return (
            <a
              key={view}
              className={classes.view}
              href={hrefOf({ view })}
              aria-current={view === state.view ? 'page' : undefined}
              onClick={onPlainClick(() => change({ view }))}
            >
              {titles[view]}
              {note === null ? null : <span className={classes.viewNote}>{note}</span>}
            </a>
          );
        })}
      </nav>
      {state.view === 'changes' ? <Changes service={service} may={may} /> : null}
      {state.view === 'quality' ? <Quality service={service} may={may} /> : null}
      {state.view === 'operations' ? children : null}
    </>
  );
}
