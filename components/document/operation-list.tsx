'use client';

import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useRowKeys } from '#components/service/use-row-keys.ts';
import { FilterField } from '#components/ui/filter-field.tsx';
import { formatNumber } from '#components/ui/format.ts';
import type { DocumentIndex } from '#lib/model/document.ts';
import { type DocumentState, type Grouping, groupings } from './document-state.ts';
import classes from './list.module.css';
import { EntryLine, entryHeight, GroupLine } from './operation-row.tsx';
import { groupEntries, listRows } from './operation-rows.ts';
import type { ChangeState } from './use-document-state.ts';
import { useListRows } from './use-list-rows.ts';

interface OperationListProps {
  index: DocumentIndex;
  state: DocumentState;
  change: ChangeState;
  hrefOf: (part: Partial<DocumentState>) => string;
  onIntent: (key: string) => void;
}

function Count({ shown, all }: { shown: number; all: number }) {
  const one = all === 1 ? 'operation' : 'operations';
  return (
    <span className="sb-number" role="status">
      {shown === all ? `${formatNumber(all, 0)} ${one}` : `${formatNumber(shown, 0)} of ${formatNumber(all, 0)}`}
    </span>
  );
}

function GroupBy({ by, onChange }: { by: Grouping; onChange: (by: Grouping) => void }) {
  return (
    <fieldset className={classes.by}>
      <legend className="sb-hidden">Group</legend>
      {groupings.map((each) => (
        <button key={each} type="button" aria-pressed={each === by} onClick={() => onChange(each)}>
          by {each}
        </button>
      ))}
    </fieldset>
  );
}

function useListing(index: DocumentIndex, { q, group }: DocumentState) {
  const hasTags = useMemo(() => index.operations.some(({ tags }) => tags.length > 0), [index]);
  const [folded, setFolded] = useState<ReadonlySet<string>>(new Set());
  const groups = useMemo(() => groupEntries(index, group), [index, group]);
  const listing = useMemo(() => listRows(groups, { q, folded }), [groups, q, folded]);
  const fold = useCallback((id: string) => {
    setFolded((before) => {
      const next = new Set(before);
      if (!next.delete(id)) next.add(id);
      return next;
    });
  }, []);
  return { ...listing, fold, hasTags };
}

/** Everything a document offers, of which only what is in sight is drawn. */
export function OperationList({ index, state, change, hrefOf, onIntent }: OperationListProps) {
  const { rows, entries, matching, fold, hasTags } = useListing(index, state);
  const { scroll, virtual, narrow, scrollMargin, height } = useListRows(rows);
  const placeOf = useMemo(() => new Map(rows.flatMap((row, at) => (row.type === 'entry' ? [[row.index, at] as const] : []))), [rows]);
  const screenful = useCallback(() => Math.max(1, Math.floor((window.innerHeight - 240) / entryHeight)), []);
  const reveal = useCallback((at: number) => virtual.scrollToIndex(placeOf.get(at) ?? 0), [virtual, placeOf]);
  const { current, setCurrent } = useRowKeys({ table: scroll, total: entries.length, screenful, reveal });
  const openAt = entries.findIndex(({ key }) => key === state.op);
  const open = useCallback((op: string) => change({ op }), [change]);
  const reach = useCallback(
    (key: string, at?: number) => {
      if (at !== undefined) setCurrent(at);
      onIntent(key);
    },
    [onIntent, setCurrent],
  );
  useFirstReveal(openAt, (at) => {
    setCurrent(at);
    if (!narrow) virtual.scrollToIndex(placeOf.get(at) ?? 0, { align: 'center' });
  });
  return (
    <nav className={classes.panel} aria-label="Operations" style={height === null ? undefined : { height }}>
      <div className={classes.head}>
        <FilterField
          value={state.q}
          onChange={(q) => change({ q }, 'replace')}
          label="Filter operations"
          placeholder="Path, summary, tag, parameter"
          delayMs={60}
        />
        <div className={classes.counts}>
          <Count shown={matching} all={index.operations.length} />
          {hasTags ? <GroupBy by={state.group} onChange={(group) => change({ group }, 'replace')} /> : null}
        </div>
      </div>
      <div ref={scroll} className={classes.scroll}>
        <ul className={classes.canvas} style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map(({ index: at, start }) => {
            const row = rows[at];
            if (!row) return null;
            const top = start - scrollMargin;
            if (row.type === 'group') return <GroupLine key={row.id} row={row} start={top} onFold={fold} />;
            const { key } = row.entry;
            return (
              <EntryLine
                key={key}
                {...{ row }}
                onIntent={reach}
                start={top}
                href={hrefOf({ op: key })}
                open={key === state.op}
                current={row.index === current}
                onOpen={open}
              />
            );
          })}
        </ul>
        {matching === 0 ? <NothingFound q={state.q} onClear={() => change({ q: '' }, 'replace')} /> : null}
      </div>
    </nav>
  );
}

/** Whoever comes by a link finds the open operation in sight. */
function useFirstReveal(at: number, reveal: (at: number) => void) {
  const done = useRef(false);
  useEffect(() => {
    if (done.current) return;
    done.current = true;
    if (at >= 0) reveal(at);
  });
}

function NothingFound({ q, onClear }: { q: string; onClear: () => void }) {
  if (q.trim() === '') return <p className={classes.nothing}>This document holds no operations.</p>;
  return (
    <div className={classes.nothing}>
      No operation matches “{q.trim()}”.
      <button type="button" className="sb-button sb-button-small" onClick={onClear}>
        Clear the filter
      </button>
    </div>
  );
}
