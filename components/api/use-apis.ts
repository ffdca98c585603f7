'use client';

import { keepPreviousData, useQueries, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { orpc } from '#lib/client/client.ts';
import type { Outputs } from '#lib/client/outputs.ts';
import { type ApiState, operationsInput, schemasInput } from './api-state.ts';

export type FoundOperation = Outputs['search']['operations']['operations'][number];
export type FoundSchema = Outputs['search']['everything']['results'][number];

const pageOptions = (state: ApiState, page: number) => orpc.search.operations.queryOptions({ input: operationsInput(state, page) });

/**
 * The list that is on the screen: the one asked for as soon as its first page is here, until then the one before, so
 * that nothing blinks while somebody types.
 */
export function useShownOperations(state: ApiState, enabled: boolean) {
  const asked = useQuery({ ...pageOptions(state, 1), enabled });
  const [shown, setShown] = useState(state);
  const settled = asked.data !== undefined || asked.isError;
  if (settled && shown !== state) setShown(state);
  const first = useQuery({ ...pageOptions(shown, 1), enabled });
  return {
    shown,
    first: first.data,
    isPending: first.isPending,
    error: asked.error ?? first.error,
    refetch: asked.refetch,
    isBehind: shown !== state,
  };
}

/** The rows of some pages; a page is asked for only while `fetching`, so that flying past costs nothing. */
export function useOperationPages(state: ApiState, pages: number[], fetching: boolean) {
  const results = useQueries({ queries: pages.map((page) => ({ ...pageOptions(state, page), enabled: fetching })) });
  const rows = new Map<number, readonly FoundOperation[]>();
  results.forEach((result, index) => {
    const page = pages[index];
    if (page !== undefined && result.data) rows.set(page, result.data.operations);
  });
  const failed = results.find((result) => result.isError && result.data === undefined);
  return { rows, failed };
}

export function useSchemas(state: ApiState, enabled: boolean) {
  return useQuery({ ...orpc.search.everything.queryOptions({ input: schemasInput(state), placeholderData: keepPreviousData }), enabled });
}
