'use client';

import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useEffect, useMemo, useState } from 'react';
import { orpc } from '#lib/client/client.ts';
import type { ServicePage } from '#lib/client/outputs.ts';
import { readQueryKey } from '#lib/client/query-key.ts';
import type { Role } from '#lib/model/role.ts';
import type { SearchHit } from '#lib/model/search.ts';
import type { ServiceRow } from '#lib/model/service.ts';
import { useCommands } from './commands.ts';
import { gatherHits, hrefOf, idOf } from './found.ts';
import { rankBy } from './rank.ts';

const waitMs = 60;
const shown = 8;
const asked = 60;

export interface Item {
  id: string;
  group: string;
  name: string;
  /** Known at once, without asking the server. */
  isLocal: boolean;
  service?: ServiceRow;
  hit?: SearchHit;
  keys?: string;
  run: () => void;
}

const textsOf = (row: ServiceRow) => [row.name, row.displayName, ...row.tags, row.team ?? '', row.domain ?? ''];

/** Every service that this tab has read so far: what can be shown before the server answers. */
function useKnownServices(): ServiceRow[] {
  const queryClient = useQueryClient();
  const input = { limit: shown, sort: 'verdict' as const };
  const worst = useQuery(orpc.service.list.queryOptions({ input, staleTime: 5_000 })).data;
  return useMemo(() => {
    const known = new Map(worst?.services.map((row) => [row.name, row]));
    const pages = queryClient.getQueriesData<ServicePage>({ predicate: ({ queryKey }) => readQueryKey(queryKey)?.operation === 'service.list' });
    for (const [, page] of pages) for (const row of page?.services ?? []) if (!known.has(row.name)) known.set(row.name, row);
    return [...known.values()];
  }, [queryClient, worst]);
}

function usePause(value: string): string {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), waitMs);
    return () => clearTimeout(timer);
  }, [value]);
  return settled;
}

/** What the server finds; the answer before stays until the next one is here. A request that nobody waits for is broken off. */
function useFound(typed: string) {
  const q = typed.trim();
  const settled = usePause(q);
  const isOn = q !== '' && settled !== '';
  const input = { q: settled, limit: asked };
  const query = useQuery({ ...orpc.search.everything.queryOptions({ input, placeholderData: keepPreviousData, staleTime: 5_000 }), enabled: isOn });
  return { ...query, hits: isOn ? (query.data?.results ?? []) : [], isBehind: q !== '' && (settled !== q || query.isFetching) };
}

/** What is known locally first and at once, then what the server finds, by kind. */
export function usePaletteItems(typed: string, role: Role) {
  const router = useRouter();
  const commands = useCommands(role);
  const known = useKnownServices();
  const found = useFound(typed);
  const rows = rankBy(known, typed, textsOf).slice(0, shown);
  const fromRow = (row: ServiceRow): Item => ({
    ...{ id: `service ${row.name}`, group: 'Services', name: row.name, isLocal: true, service: row },
    run: () => router.push(`/services/${row.name}`),
  });
  const fromHit = (hit: SearchHit, group: string): Item => ({
    ...{ id: idOf(hit), group, name: hit.name, isLocal: false, hit },
    run: () => router.push(hrefOf(hit)),
  });
  const groups = gatherHits(found.hits, new Set(rows.map(({ name }) => name)));
  const [services, others] = [groups.filter(({ group }) => group === 'Services'), groups.filter(({ group }) => group !== 'Services')];
  const toItems = (some: typeof groups) => some.flatMap(({ group, hits }) => hits.map((hit) => fromHit(hit, group)));
  const items: Item[] = [
    ...rows.map(fromRow),
    ...toItems(services),
    ...rankBy(commands, typed, (command) => [command.name, ...command.words]).map((command) => ({ ...command, isLocal: true })),
    ...toItems(others),
  ];
  return { items, found };
}
