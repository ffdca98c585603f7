'use client';

import { type FocusEvent, type MouseEvent, useCallback, useEffect, useRef, useState } from 'react';
import { pagesOf, rowAt } from '#components/service/catalog-pages.ts';
import { useRowKeys } from '#components/service/use-row-keys.ts';
import { keepPlace, useVirtualRows } from '#components/service/use-virtual-rows.ts';
import classes from './api.module.css';
import type { ApiState } from './api-state.ts';
import { OperationRow, WaitingRow } from './operation-row.tsx';
import { useOperationPages } from './use-apis.ts';

/** Rows asked for beyond the edge of the screen. */
const lookAhead = 40;
const settleMs = 60;

const columns = [
  { key: 'name', title: 'Operation' },
  { key: 'about', title: 'Summary' },
  { key: 'service', title: 'Service' },
  { key: 'team', title: 'Team' },
] as const;

/** False while the value keeps changing: whoever flies through the list does not ask for all of it. */
function useSettled(value: string): boolean {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), settleMs);
    return () => clearTimeout(timer);
  }, [value]);
  return settled === value;
}

interface OperationTableProps {
  /** What the rows on the screen answer. */
  state: ApiState;
  total: number;
  /** The rows belong to the search before this one: the new ones are on their way. */
  isBehind: boolean;
}

/** Hundreds of thousands of operations, of which only those in sight are drawn and asked for. */
export function OperationTable({ state, total, isBehind }: OperationTableProps) {
  const table = useRef<HTMLTableElement>(null);
  const { body, virtual, height, scrollMargin } = useVirtualRows(total);
  const items = virtual.getVirtualItems();
  const first = items[0];
  const last = items.at(-1);
  const pages = first && last ? pagesOf(first.index - lookAhead, last.index + lookAhead, total) : [];
  const { rows, failed } = useOperationPages(state, pages, useSettled(pages.join()));
  const screenful = useCallback(() => Math.max(1, Math.floor((window.innerHeight - 120) / height)), [height]);
  const reveal = useCallback((index: number) => (index === 0 ? window.scrollTo({ top: 0 }) : virtual.scrollToIndex(index)), [virtual]);
  const { current, setCurrent } = useRowKeys({ table, total, screenful, reveal });
  const follow = (event: FocusEvent) => {
    const row = event.target.closest<HTMLElement>('[data-index]');
    if (row) setCurrent(Number(row.dataset.index));
  };
  const leave = (event: MouseEvent) => {
    if (event.target instanceof Element && event.target.closest('[data-index] a')) keepPlace();
  };
  return (
    <div className={classes.frame}>
      <table
        ref={table}
        className={classes.table}
        aria-label="Operations"
        aria-rowcount={total + 1}
        aria-busy={isBehind}
        onFocus={follow}
        onClickCapture={leave}
      >
        <thead className={classes.head}>
          <tr className={classes.headRow} aria-rowindex={1}>
            {columns.map(({ key, title }) => (
              <th key={key} scope="col" className={classes[key]}>
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody
          ref={body}
          className={classes.body}
          style={{
            paddingTop: (first?.start ?? scrollMargin) - scrollMargin,
            paddingBottom: virtual.getTotalSize() - ((last?.end ?? scrollMargin) - scrollMargin),
          }}
        >
          {items.map(({ index }) => {
            const row = rowAt(rows, index);
            if (!row) return <WaitingRow key={index} index={index} />;
            return <OperationRow key={`${index}:${row.service} ${row.key}`} row={row} index={index} current={index === current} />;
          })}
        </tbody>
      </table>
      {failed ? (
        <p className={classes.missed} role="alert">
          Some rows could not be read. Nothing is lost.
          <button type="button" className="sb-button sb-button-small" onClick={() => void failed.refetch()}>
            Try again
          </button>
        </p>
      ) : null}
    </div>
  );
}
