'use client';

import { useQueries } from '@tanstack/react-query';
import { useMemo } from 'react';
import { orpc } from '#lib/client/client.ts';
import type { DrawnInstance } from '#lib/model/graph/fold.ts';

const prefix = 'service:';
type Told = { data: { instances: DrawnInstance[] } | undefined };
const dataOf = (results: readonly Told[]) => results.map(({ data }) => data?.instances ?? []);

/** The instances of the services that are opened, as far as they are known. */
export function useInstances(open: readonly string[]): ReadonlyMap<string, readonly DrawnInstance[]> {
  const opened = open
    .filter((one) => one.startsWith(prefix))
    .map((one) => one.slice(prefix.length))
    .join(',');
  const names = useMemo(() => opened.split(',').filter(Boolean), [opened]);
  const told = useQueries({ queries: names.map((name) => orpc.service.instances.queryOptions({ input: { name } })), combine: dataOf });
  return useMemo(() => new Map(names.map((name, at) => [name, told[at] ?? []])), [names, told]);
}
