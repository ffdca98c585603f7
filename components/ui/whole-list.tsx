'use client';

import type { ReactNode } from 'react';
import { Empty } from './empty.tsx';
import { countWords, ListBar, ListBody } from './list-frame.tsx';

interface WholeListProps {
  /** What the list holds, in the singular. */
  one: string;
  q: string;
  onFilter: (q: string) => void;
  query: { data: unknown; isPending: boolean; error: unknown; refetch: () => unknown };
  /** How many there are, and how many of them match the filter. */
  all: number;
  shown: number;
  /** Adds one: beside the filter, or where there is nothing yet. */
  add: ReactNode;
  empty: { title: string; text: string };
  children: ReactNode;
}

/** A list that is here whole and filtered here. */
export function WholeList({ one, q, onFilter, query, all, shown, add, empty, children }: WholeListProps) {
  const what = `${one}s`;
  const count = query.data ? countWords(shown, one, q === '' ? undefined : all) : '';
  return (
    <>
      <ListBar what={what} q={q} onFilter={onFilter} count={count} action={all > 0 ? add : null} />
      <ListBody what={what} query={query} isEmpty={shown === 0} isFiltered={q !== ''} empty={<Empty {...empty} action={add} />}>
        {children}
      </ListBody>
    </>
  );
}
