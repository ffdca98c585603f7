'use client';

import { type FocusEvent, type MouseEvent, useCallback, useEffect, useRef, useState } from 'react';
import { type Column, columns } from './catalog-columns.ts';
import { pagesOf, rowAt } from './catalog-pages.ts';
import { asksForLevel, type CatalogSort, type CatalogState } from './catalog-state.ts';
import classes from './catalog-table.module.css';
import { ServiceRowLine, WaitingLine } from './service-row.tsx';
import { useCatalogRows } from './use-catalog.ts';
import { useRowKeys } from './use-row-keys.ts';
import { useSteadyRows } from './use-steady-rows.ts';
import { keepPlace, useVirtualRows } from './use-virtual-rows.ts';

/** Rows asked for beyond the edge of the screen. */
const lookAhead = 40;
const settleMs = 60;

function HeadCell({ column, state, onSort }: { column: Column; state: CatalogState; onSort: (sort: CatalogSort) => void }) {
  const { sort } = column;
  const sorted = sort !== undefined && sort === state.sort;
  const direction = state.order === 'asc' ? 'ascending' : 'descending';
  return (
    <th scope="col" className={classes[column.key]} aria-sort={sorted ? direction : undefined} title={column.hint}>
      {sort === undefined ? (
        column.title
      ) : (
        <button type="button" className={classes.sorter} data-sorted={sorted || undefined} onClick={() => onSort(sort)}>
          {column.title}
          <svg className={classes.arrow} data-order={state.order} width="8" height="8" viewBox="0 0 8 8" aria-hidden="true">
            <path d="M4 1.5 7 6H1Z" fill="currentColor" />
          </svg>
        </button>
      )}
    </th>
  );
}

interface CatalogTableProps {
  /** What the rows on the screen answer. */
  state: CatalogState;
  /** What is asked for, which the header shows at once. */
  asked: CatalogState;
  total: number;
  /** The rows belong to the filter before this one: the new ones are on their way. */
  isBehind: boolean;
  onSort: (sort: CatalogSort) => void;
}

/** Thousands of services, of which only those in sight are drawn and asked for. */
export function CatalogTable({ state, asked, total, isBehind, onSort }: CatalogTableProps) {
  const table = useRef<HTMLTableElement>(null);
  const { body, virtual, height, scrollMargin } = useVirtualRows(total);
  const items = virtual.getVirtualItems();
  const first = items[0];
  const last = items.at(-1);
  const pages = first && last ? pagesOf(first.index - lookAhead, last.index + lookAhead, total) : [];
  const { rows: latest, failed } = useCatalogRows(state, pages, useSettled(pages.join()));
  const { rows, hold } = useSteadyRows(state, latest);
  const screenful = useCallback(() => Math.max(1, Math.floor((window.innerHeight - 120) / height)), [height]);
  const reveal = useCallback((index: number) => (index === 0 ? window.scrollTo({ top: 0 }) : virtual.scrollToIndex(index)), [virtual]);
  const { current, setCurrent } = useRowKeys({ table, total, screenful, reveal });
  const tellsMissing = asksForLevel(state);
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
        aria-label="Services"
        aria-rowcount={total + 1}
        aria-busy={isBehind}
        onFocus={follow}
        onPointerMove={hold}
        onKeyDown={hold}
        onClickCapture={leave}
      >
        <thead className={classes.head}>
          <tr className={classes.headRow} aria-rowindex={1}>
            {columns.map((column) => (
              <HeadCell key={column.key} {...{ column, onSort }} state={asked} />
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
            if (!row) return <WaitingLine key={index} index={index} />;
            return <ServiceRowLine key={`${index}:${row.name}`} row={row} index={index} current={index === current} tellsMissing={tellsMissing} />;
          })}
        </tbody>
      </table>
      {failed ? <MissedRows onRetry={() => failed.refetch()} /> : null}
    </div>
  );
}

/** False while the value keeps changing: whoever flies through ten thousand rows does not ask for all of them. */
function useSettled(value: string): boolean {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), settleMs);
    return () => clearTimeout(timer);
  }, [value]);
  return settled === value;
}

function MissedRows({ onRetry }: { onRetry: () => void }) {
  return (
    <p className={classes.missed} role="alert">
      Some rows could not be read. Nothing is lost.
      <button type="button" className="sb-button sb-button-small" onClick={onRetry}>
        Try again
      </button>
    </p>
  );
}
