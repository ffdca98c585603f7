'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useLayoutEffect, useRef } from 'react';
import { preloadOperationDocs } from '#components/docs/operation-docs.tsx';
import { Fault } from '#components/ui/fault.tsx';
import { SkeletonBlock } from '#components/ui/skeletons.tsx';
import { orpc } from '#lib/client/client.ts';
import { toFault } from '#lib/client/fault.ts';
import type { Service } from '#lib/model/service.ts';
import { AboutDocument } from './about-document.tsx';
import classes from './document.module.css';
import { DocumentBar } from './document-bar.tsx';
import { type DocumentState, indexInput, revisionsInput, sliceInput } from './document-state.ts';
import { DocumentViews } from './document-views.tsx';
import { NoDocument } from './no-document.tsx';
import { OperationList } from './operation-list.tsx';
import { OperationPane } from './operation-pane.tsx';
import type { DocumentRights, IndexOutput } from './outputs.ts';
import { type ChangeState, useDocumentState } from './use-document-state.ts';

interface DocumentTabProps {
  service: Service;
  may: DocumentRights;
}

/** The tab "API": what a service offers, how that does now, what changed and how well it is written. */
export function DocumentTab({ service, may }: DocumentTabProps) {
  const { name } = service;
  const { state, change, hrefOf } = useDocumentState();
  const kept = useQuery(orpc.document.revisions.queryOptions({ input: revisionsInput(name) }));
  const found = useQuery({
    ...orpc.document.index.queryOptions({ input: indexInput(name, state) }),
    enabled: (kept.data?.pagination.total ?? 0) > 0,
  });
  if (kept.data?.pagination.total === 0) return <NoDocument service={service} mayEdit={may.edit} />;
  const error = kept.error ?? found.error;
  if (!found.data || !kept.data) {
    if (!error) return <SkeletonBlock height={640} />;
    if (toFault(error).status === 404 && state.revision !== null) return <NoRevision state={state} change={change} />;
    return <Fault error={error} what="The document could not be read" onRetry={() => void (kept.error ? kept.refetch() : found.refetch())} />;
  }
  return (
    <div className={classes.tab} data-op={(state.view === 'operations' && state.op !== null) || undefined}>
      <DocumentBar {...{ service, may, state, change }} document={found.data} revisions={kept.data.revisions} />
      <DocumentViews {...{ service, may, state, change, hrefOf }} document={found.data}>
        <Operations {...{ service, may, state, change, hrefOf }} document={found.data} />
      </DocumentViews>
    </div>
  );
}

function NoRevision({ state, change }: { state: DocumentState; change: ChangeState }) {
  return (
    <div className={classes.notice} role="status">
      <span>There is no revision {state.revision} of this kind.</span>
      <button type="button" className="sb-button sb-button-small" onClick={() => change({ revision: null, kind: null })}>
        Open the current one
      </button>
    </div>
  );
}

interface OperationsProps extends DocumentTabProps {
  document: IndexOutput;
  state: DocumentState;
  change: ChangeState;
  hrefOf: (part: Partial<DocumentState>) => string;
}

/** The list, and beside it the operation that is open; on a phone one at a time. */
function Operations({ service, may, document, state, change, hrefOf }: OperationsProps) {
  const { index } = document;
  const entry = state.op === null ? null : (index.operations.find(({ key }) => key === state.op) ?? null);
  const onIntent = useIntent(service.name, state);
  const pane = usePlace(state.op);
  return (
    <div className={classes.split} data-split="" data-open={state.op !== null || undefined}>
      <div className={classes.side}>
        <OperationList {...{ index, state, change, hrefOf, onIntent }} />
      </div>
      <div className={classes.main} ref={pane}>
        {state.op === null ? <AboutDocument document={document} /> : null}
        {state.op !== null && entry === null ? (
          <div className={classes.notice} role="status">
            <span>
              This revision has no operation <code>{state.op}</code>.
            </span>
            <button type="button" className="sb-button sb-button-small" onClick={() => change({ op: null })}>
              All operations
            </button>
          </div>
        ) : null}
        {entry ? <OperationPane {...{ service, may, state, entry }} backHref={hrefOf({ op: null })} onBack={() => change({ op: null })} /> : null}
      </div>
    </div>
  );
}

/** Who points at an operation will open it: its slice and what draws it are asked for ahead. */
function useIntent(name: string, state: DocumentState) {
  const queryClient = useQueryClient();
  const { revision, kind } = state;
  return useCallback(
    (key: string) => {
      preloadOperationDocs();
      void queryClient.prefetchQuery(orpc.document.slice.queryOptions({ input: sliceInput(name, { revision, kind }, key) }));
    },
    [queryClient, name, revision, kind],
  );
}

/** Another operation is read from its head; going back to the list leads to where it was left. */
function usePlace(op: string | null) {
  const pane = useRef<HTMLDivElement>(null);
  const last = useRef(op);
  const left = useRef(0);
  useEffect(() => {
    if (op !== null) return;
    const note = () => {
      left.current = window.scrollY;
    };
    window.addEventListener('scroll', note, { passive: true });
    return () => window.removeEventListener('scroll', note);
  }, [op]);
  useLayoutEffect(() => {
    if (last.current === op) return;
    last.current = op;
    const top = pane.current?.getBoundingClientRect().top ?? 0;
    if (op === null) window.scrollTo({ top: left.current });
    else if (top < 0 || top > window.innerHeight / 2) window.scrollTo({ top: window.scrollY + top - 64 });
  }, [op]);
  return pane;
}
