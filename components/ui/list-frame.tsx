'use client';

import { type ReactNode, useRef } from 'react';
import type { Pagination } from '#lib/model/page.ts';
import { Empty } from './empty.tsx';
import { Fault } from './fault.tsx';
import { FilterField } from './filter-field.tsx';
import { formatNumber } from './format.ts';
import classes from './list.module.css';
import { SkeletonRows } from './skeletons.tsx';
import { useRowFocus } from './use-row-focus.ts';

interface ListBarProps {
  /** What the list holds, in the plural. */
  what: string;
  q: string;
  onFilter: (q: string) => void;
  count: ReactNode;
  action?: ReactNode;
}

/** Filter, count and the one thing to do: the head of every list. */
export function ListBar({ what, q, onFilter, count, action }: ListBarProps) {
  return (
    <div className={classes.bar}>
      <FilterField value={q} onChange={onFilter} label={`Filter ${what}`} placeholder={`Filter ${what}`} />
      <span className={classes.count} role="status">
        {count}
      </span>
      {action}
    </div>
  );
}

interface ListBodyProps {
  /** What the list holds, in the plural. */
  what: string;
  query: { isPending: boolean; error: unknown; refetch: () => unknown };
  isEmpty: boolean;
  isFiltered: boolean;
  /** What stands where there is nothing yet. */
  empty: ReactNode;
  children: ReactNode;
}

/** The rows of a list, or what stands in their place. */
export function ListBody({ what, query, isEmpty, isFiltered, empty, children }: ListBodyProps) {
  const list = useRef<HTMLDivElement>(null);
  useRowFocus(list);
  if (query.isPending) return <SkeletonRows rows={8} height={44} />;
  if (query.error) return <Fault error={query.error} what={`The ${what} could not be read`} onRetry={() => void query.refetch()} />;
  if (isEmpty) return isFiltered ? <Empty title="Nothing matches" text={`No ${what} match this filter.`} /> : empty;
  return (
    <div ref={list} className={classes.scroll}>
      {children}
    </div>
  );
}

/** `21–40 of 132`, and the way to the rows before and after. */
export function Pager({ pagination, onTurn }: { pagination: Pagination | undefined; onTurn: (page: number) => void }) {
  if (!pagination || pagination.pages <= 1) return null;
  const { page, pages, limit, total } = pagination;
  const first = (page - 1) * limit + 1;
  return (
    <nav className={classes.pager} aria-label="Pages">
      <span className="sb-number">
        {formatNumber(first, 0)}–{formatNumber(Math.min(total, page * limit), 0)} of {formatNumber(total, 0)}
      </span>
      <button type="button" className="sb-button sb-button-small" disabled={page <= 1} onClick={() => onTurn(page - 1)}>
        Previous
      </button>
      <button type="button" className="sb-button sb-button-small" disabled={page >= pages} onClick={() => onTurn(page + 1)}>
        Next
      </button>
    </nav>
  );
}

/** `12 users`, and while filtering `3 of 12 users` where the whole is known. */
export function countWords(total: number | undefined, one: string, of?: number): string {
  if (total === undefined) return '';
  const noun = (of ?? total) === 1 ? one : `${one}s`;
  return of === undefined ? `${formatNumber(total, 0)} ${noun}` : `${formatNumber(total, 0)} of ${formatNumber(of, 0)} ${noun}`;
}
