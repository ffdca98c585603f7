'use client';

import Link from 'next/link';
import { type ReactNode, useEffect, useRef } from 'react';
import { Empty } from '#components/ui/empty.tsx';
import { Fault } from '#components/ui/fault.tsx';
import { formatCount, formatNumber } from '#components/ui/format.ts';
import { PageHead } from '#components/ui/page-head.tsx';
import { SkeletonRows } from '#components/ui/skeletons.tsx';
import { useUrlState } from '#components/ui/use-url-state.ts';
import classes from './api.module.css';
import { ApiBar } from './api-bar.tsx';
import { type ApiState, clearNarrowing, isNarrowed, parseApiState, writeApiState } from './api-state.ts';
import { OperationTable } from './operation-table.tsx';
import { SchemaList } from './schema-list.tsx';
import { useSchemas, useShownOperations } from './use-apis.ts';

const urlForm = { parse: parseApiState, write: writeApiState };

type Change = (state: ApiState, how?: 'push' | 'replace') => void;

interface ModeProps {
  state: ApiState;
  onChange: Change;
}

/** A new search is read from its beginning. */
function useTopOnChange(state: ApiState) {
  const last = useRef(state);
  useEffect(() => {
    if (last.current === state) return;
    last.current = state;
    window.scrollTo({ top: 0 });
  }, [state]);
}

function Count({ words }: { words: string | null }) {
  return (
    <span className="sb-number" role="status">
      {words}
    </span>
  );
}

function Nothing({ state, onChange }: ModeProps) {
  const what = state.mode === 'operations' ? 'operation' : 'schema';
  if (isNarrowed(state))
    return (
      <Empty
        title={`No ${what} matches`}
        text={
          state.mode === 'operations'
            ? 'The search looks in path, summary, operation id, tags, parameters and service, and forgives typos.'
            : 'The search looks in names of schemas and of their properties, and forgives typos.'
        }
        action={
          <button type="button" className="sb-button" onClick={() => onChange(clearNarrowing(state))}>
            Clear filters
          </button>
        }
      />
    );
  return (
    <Empty
      title={`No ${what}s yet`}
      text={`Every ${what} of every API document stands here. Signalbox reads a document where a service serves one; others are uploaded on the page of the service, tab API.`}
      action={
        <Link className="sb-button" href="/services">
          All services
        </Link>
      }
    />
  );
}

interface List {
  /** Beside the title; null while it is not known. */
  count: string | null;
  complete: boolean;
  error: unknown;
  isPending: boolean;
  total: number;
  refetch: () => unknown;
  /** What the rows answer. */
  shown: ApiState;
  rows: ReactNode;
  tags: string[];
}

function useOperationList(state: ApiState, enabled: boolean): List {
  const { shown, first, isPending, error, refetch, isBehind } = useShownOperations(state, enabled);
  const total = first?.pagination.total ?? 0;
  const tags = [...new Set(first?.operations.flatMap((operation) => operation.tags))].sort();
  const count = isNarrowed(shown) ? `${formatNumber(total, 0)} found` : formatCount(total, 'operation');
  return {
    ...{ error, isPending, total, refetch, shown, tags },
    count: first ? count : null,
    complete: first?.complete ?? true,
    rows: <OperationTable state={shown} total={total} isBehind={isBehind} />,
  };
}

function useSchemaList(state: ApiState, enabled: boolean): List {
  const { data, error, isPending, isPlaceholderData, refetch } = useSchemas(state, enabled);
  const [shown, total] = [data?.results.length ?? 0, data?.total ?? 0];
  const count = shown < total ? `best ${formatNumber(shown, 0)} of ${formatCount(total, 'schema')}` : formatCount(total, 'schema');
  return {
    ...{ error: data ? null : error, isPending, total, refetch, shown: state, tags: [] },
    count: data ? count : null,
    complete: data?.complete ?? true,
    rows: <SchemaList schemas={data?.results ?? []} isBehind={isPlaceholderData} />,
  };
}

/** Every operation and schema of every service, found as one types. */
export function Apis() {
  const { state, change } = useUrlState(urlForm);
  const isOperations = state.mode === 'operations';
  const operations = useOperationList(state, isOperations);
  const schemas = useSchemaList(state, !isOperations);
  const { count, complete, error, isPending, total, refetch, shown, rows, tags } = isOperations ? operations : schemas;
  useTopOnChange(shown);
  return (
    <>
      <PageHead title="APIs" meta={error ? null : <Count words={count} />} />
      <ApiBar state={state} tags={tags} onChange={change} />
      {complete ? null : <p className={classes.note}>The index is being built: there may be more in a moment.</p>}
      {error ? <Fault error={error} what={`The ${state.mode} could not be read`} onRetry={() => void refetch()} /> : null}
      {isPending && !error ? <SkeletonRows rows={20} /> : null}
      {!isPending && !error && total === 0 ? <Nothing state={shown} onChange={change} /> : null}
      {!error && total > 0 ? rows : null}
    </>
  );
}
