'use client';

import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { orpc } from '#lib/client/client.ts';
import { nameFault } from './service-name.ts';

/** The names of services that begin like this one, so that a taken name shows before anybody presses a button. */
export function useTakenNames(name: string): ReadonlySet<string> {
  const [settled] = useDebouncedValue(name.replace(/-\d+$/, ''), 250);
  const list = useQuery({
    ...orpc.service.list.queryOptions({ input: { q: settled, limit: 100, sort: 'name' } }),
    enabled: nameFault(settled) === null,
    placeholderData: keepPreviousData,
  });
  return new Set(list.data?.services.map((service) => service.name));
}
