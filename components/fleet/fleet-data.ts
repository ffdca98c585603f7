'use client';

import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { orpc } from '#lib/client/client.ts';
import { type ChangesState, changesPages, handoverInput } from './changes-input.ts';

/** What the feed does not patch, the slowest for one, is asked anew this often. */
const refreshMs = 30_000;
/** What left its calm state is told by the feed; the ribbons alone move with time. */
const handoverMs = 120_000;

export const useFleet = () => useQuery(orpc.fleet.summary.queryOptions({ refetchInterval: refreshMs }));
export const useChanges = (state: ChangesState) =>
  useInfiniteQuery({ ...orpc.fleet.changes.infiniteOptions(changesPages(state)), placeholderData: keepPreviousData });
export const useHandover = () => useQuery(orpc.fleet.handover.queryOptions({ input: handoverInput, refetchInterval: handoverMs }));
