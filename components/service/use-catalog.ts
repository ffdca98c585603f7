'use client';

import { keepPreviousData, useQueries, useQuery } from '@tanstack/react-query';
import { useSearchParams } from 'next/navigation';
import { useCallback, useEffect, useRef, useState } from 'react';
import { orpc } from '#lib/client/client.ts';
import type { ServiceRow } from '#lib/model/service.ts';
import type { CatalogState } from './catalog-state.ts';
import { countInput, filterOf, isFiltered, listInput, parseCatalogState, writeCatalogState } from './catalog-state.ts';

/**
 * The catalog's state lives in the URL; changing it costs no round trip for the page. What stands in the address bar
 * is the truth: the router tells of older addresses while somebody types on.
 */
export function useCatalogState() {
  const search = useSearchParams().toString();
  const written = useRef(search);
  const [state, setState] = useState(() => parseCatalogState(new URLSearchParams(search)));
  useEffect(() => {
    const now = window.location.search.slice(1);
    if (now === written.current || new URLSearchParams(now).toString() !== search) return;
    written.current = now;
    setState(parseCatalogState(new URLSearchParams(now)));
  }, [search]);
  const change = useCallback((next: CatalogState, how: 'push' | 'replace' = 'push') => {
    const query = writeCatalogState(next);
    const { pathname } = window.location;
    written.current = query;
    setState(next);
    window.history[how === 'push' ? 'pushState' : 'replaceState'](null, '', query === '' ? pathname : `${pathname}?${query}`);
  }, []);
  return { state, change };
}

const pageOptions = (state: CatalogState, page: number) => orpc.service.list.queryOptions({ input: listInput(state, page) });

/**
 * The list that is on the screen: the one asked for as soon as its first page is here, until then the one before, so
 * that nothing blinks while somebody types.
 */
export function useShownList(state: CatalogState) {
  const asked = useQuery(pageOptions(state, 1));
  const [shown, setShown] = useState(state);
  const settled = asked.data !== undefined || asked.isError;
  if (settled && shown !== state) setShown(state);
  const first = useQuery(pageOptions(shown, 1));
  return {
    shown,
    total: first.data?.pagination.total ?? 0,
    isPending: first.isPending,
    error: asked.error ?? first.error,
    refetch: asked.refetch,
    isBehind: shown !== state,
  };
}

/** The rows of some pages; a page is asked for only while `fetching`, so that flying past costs nothing. */
export function useCatalogRows(state: CatalogState, pages: number[], fetching: boolean) {
  const results = useQueries({ queries: pages.map((page) => ({ ...pageOptions(state, page), enabled: fetching })) });
  const rows = new Map<number, readonly ServiceRow[]>();
  results.forEach((result, index) => {
    const page = pages[index];
    if (page !== undefined && result.data) rows.set(page, result.data.services);
  });
  const failed = results.find((result) => result.isError && result.data === undefined);
  return { rows, failed };
}

export function useFacets(state: CatalogState) {
  return useQuery({ ...orpc.service.facets.queryOptions({ input: filterOf(state) }), placeholderData: keepPreviousData }).data;
}

/** How many services there are in all; null until known. */
export function useCatalogSize(state: CatalogState, shownTotal: number): number | null {
  const filtered = isFiltered(state);
  const all = useQuery({ ...orpc.service.list.queryOptions({ input: countInput }), enabled: filtered });
  return filtered ? (all.data?.pagination.total ?? null) : shownTotal;
}
