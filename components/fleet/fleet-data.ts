'use client';

import { useQuery } from '@tanstack/react-query';
import { orpc } from '#lib/client/client.ts';
import { changesInput } from './changes-input.ts';

/** What the feed does not patch, the slowest for one, is asked anew this often. */
const refreshMs = 30_000;

export const useFleet = () => useQuery(orpc.fleet.summary.queryOptions({ refetchInterval: refreshMs }));
export const useChanges = () => useQuery(orpc.fleet.changes.queryOptions({ input: changesInput }));
