'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Age } from '#components/ui/age.tsx';
import { Empty } from '#components/ui/empty.tsx';
import { Instant } from '#components/ui/instant.tsx';
import { countWords, ListBar, ListBody, Pager } from '#components/ui/list-frame.tsx';
import { useListState } from '#components/ui/use-list-state.ts';
import { orpc } from '#lib/client/client.ts';
import type { AuditLine } from '#lib/model/account.ts';
import classes from './audit.module.css';
import { diffFields, type FieldChange, labelOf, wordOfAction } from './audit-diff.ts';

/** Who changed what, newest first. */
export function AuditList() {
  const { q, page, filter, turnTo } = useListState();
  const query = useQuery({
    ...orpc.audit.list.queryOptions({ input: { q: q || undefined, page, limit: 50 } }),
    placeholderData: keepPreviousData,
    staleTime: 0,
  });
  const { lines = [], pagination } = query.data ?? {};
  return (
    <>
      <ListBar what="audit lines" q={q} onFilter={filter} count={countWords(pagination?.total, 'line')} />
      <ListBody
        what="audit lines"
        query={query}
        isEmpty={lines.length === 0}
        isFiltered={q !== ''}
        empty={
          <Empty
            title="Nothing was changed yet"
            text="Every change of services, users and tokens leaves a line here: who, when, from where and what."
          />
        }
      >
        <ol className={classes.lines}>
          {lines.map((line) => (
            <AuditRow key={line.id} line={line} />
          ))}
        </ol>
      </ListBody>
      <Pager pagination={pagination} onTurn={turnTo} />
    </>
  );
}

function AuditRow({ line }: { line: AuditLine }) {
  const changes = diffFields(line);
  const { what, verb } = wordOfAction(line.action);
  return (
    <li className={classes.audit} data-row tabIndex={-1}>
      <div className={classes.when}>
        <Instant at={line.at} />
        <span className="sb-muted">
          <Age at={line.at} />
        </span>
      </div>
      <div className={classes.who}>
        <span className={classes.actor}>{line.actor}</span>
        <span className="sb-muted">{line.address ? `from ${line.address}` : 'by itself'}</span>
      </div>
      <div className={classes.what}>
        <p className={classes.deed}>
          {verb} {what} <strong>{line.subject}</strong>
        </p>
        {changes.length > 0 ? <Changes changes={changes} /> : null}
      </div>
    </li>
  );
}

const shownAtOnce = 4;

function Changes({ changes }: { changes: FieldChange[] }) {
  const rest = changes.slice(shownAtOnce);
  return (
    <>
      <ChangeLines changes={changes.slice(0, shownAtOnce)} />
      {rest.length > 0 ? (
        <details className={classes.more}>
          <summary>
            {rest.length} more {rest.length === 1 ? 'field' : 'fields'}
          </summary>
          <ChangeLines changes={rest} />
        </details>
      ) : null}
    </>
  );
}

function ChangeLines({ changes }: { changes: FieldChange[] }) {
  return (
    <dl className={classes.changes}>
      {changes.map(({ field, from, to }) => (
        <div key={field}>
          <dt>{labelOf(field)}</dt>
          <dd>
            {from === null ? null : <del>{from}</del>}
            {from !== null && to !== null ? <span aria-hidden="true"> → </span> : null}
            {to === null ? from === null ? null : <span className="sb-muted"> removed</span> : <ins>{to}</ins>}
          </dd>
        </div>
      ))}
    </dl>
  );
}
