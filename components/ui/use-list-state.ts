'use client';

import { useSearchParams } from 'next/navigation';
import { useMemo } from 'react';
import { type ListState, parseListState, writeListState } from './list-state.ts';

/** Filter and page of a list; they live in the URL, and changing them asks the server for rows alone. */
export function useListState() {
  const search = useSearchParams().toString();
  const state = useMemo(() => parseListState(new URLSearchParams(search)), [search]);
  const write = (next: ListState, how: 'pushState' | 'replaceState') => {
    const query = writeListState(next);
    const { pathname } = window.location;
    window.history[how](null, '', query === '' ? pathname : `${pathname}?${query}`);
  };
  return {
    ...state,
    filter: (q: string) => write({ q, page: 1 }, 'replaceState'),
    turnTo: (page: number) => write({ ...state, page }, 'pushState'),
  };
}
