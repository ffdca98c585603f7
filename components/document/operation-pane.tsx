'use client';

import { IconArrowLeft } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { CopyButton } from '#components/ui/copy-button.tsx';
import { orpc } from '#lib/client/client.ts';
import type { OperationEntry } from '#lib/model/document.ts';
import type { Service } from '#lib/model/service.ts';
import { Callers } from './callers.tsx';
import type { DocumentState } from './document-state.ts';
import { MethodMark } from './method-mark.tsx';
import { OperationBody } from './operation-body.tsx';
import type { DocumentRights } from './outputs.ts';
import classes from './pane.module.css';
import { onPlainClick } from './use-document-state.ts';
import { Vitals } from './vitals.tsx';

interface OperationPaneProps {
  service: Service;
  may: DocumentRights;
  state: DocumentState;
  entry: OperationEntry;
  /** The list without an operation, as an address: it works before the page listens. */
  backHref: string;
  onBack: () => void;
}

/** One operation: what it is, how it does now, who calls it, and how it is called. */
export function OperationPane({ service, may, state, entry, backHref, onBack }: OperationPaneProps) {
  const live = useQuery({ ...orpc.document.live.queryOptions({ input: { name: service.name } }), refetchInterval: 30_000 });
  return (
    <article className={classes.pane} aria-labelledby="operation">
      <a className={classes.back} href={backHref} onClick={onPlainClick(onBack)}>
        <IconArrowLeft size={14} stroke={1.75} aria-hidden="true" />
        All operations
      </a>
      <OperationHead entry={entry} />
      <Vitals service={service} entry={entry} live={live.data ?? null} error={live.data ? null : live.error} />
      <OperationBody {...{ service, may, state, entry }} live={live.data ?? null} />
      <div className={classes.whoCalls}>
        <Callers name={service.name} callers={live.data?.callers ?? null} />
      </div>
    </article>
  );
}

function OperationHead({ entry }: { entry: OperationEntry }) {
  const { kind, method, path, summary, operationId, tags, deprecated } = entry;
  return (
    <header className={classes.head}>
      <div className={classes.signature}>
        <MethodMark method={method} />
        <h3 id="operation" className={classes.path} data-deprecated={deprecated || undefined}>
          {path}
        </h3>
        <CopyButton text={path} what="path" />
      </div>
      {summary ? <p className={classes.summary}>{summary}</p> : null}
      <p className={classes.marks}>
        {deprecated ? <strong className={classes.deprecated}>deprecated</strong> : null}
        {kind === 'webhook' ? <span className="sb-tag">webhook: the service calls you</span> : null}
        {operationId ? <code className={classes.id}>{operationId}</code> : null}
        {tags.map((tag) => (
          <span key={tag} className="sb-tag">
            {tag}
          </span>
        ))}
      </p>
    </header>
  );
}
