'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useSession } from '#components/session/session-query.ts';
import { tellUndoable } from '#components/ui/undo-toast.tsx';
import { orpc } from '#lib/client/client.ts';
import type { Cell } from '#lib/model/graph/layout.ts';
import type { GraphPlaces } from '#lib/model/graph.ts';

const toPlaces = (cells: Iterable<readonly [string, Cell]>) => [...cells].map(([node, { rank, slot }]) => ({ node, rank, slot }));

/** Where the nodes of a picture are known to stand, and how that is kept. Guests see places and keep none. */
export function usePlaces(view: string) {
  const queryClient = useQueryClient();
  const mayPlace = (useSession()?.role ?? 'guest') !== 'guest';
  const query = useQuery({ ...orpc.graph.places.queryOptions({ input: { view } }), staleTime: 300_000 });
  const { queryKey } = orpc.graph.places.queryOptions({ input: { view } });
  const held = useMemo(() => new Map((query.data?.places ?? []).map(({ node, rank, slot }) => [node, { rank, slot }])), [query.data]);
  const refetch = () => queryClient.invalidateQueries({ queryKey });
  const add = useMutation(
    orpc.graph.place.mutationOptions({
      onSuccess: ({ placed }, { places }) => {
        const isAll = placed === places.length;
        if (isAll) queryClient.setQueryData<GraphPlaces>(queryKey, (known) => known && { ...known, places: [...known.places, ...places] });
        else void refetch();
      },
    }),
  );
  const layOut = useMutation(orpc.graph.layOut.mutationOptions({ onSettled: refetch }));
  return {
    data: query.data,
    /** Whether places are known, or cannot be. */
    isSettled: query.data !== undefined || query.isError,
    held,
    mayPlace,
    keep: (cells: ReadonlyMap<string, Cell>) => {
      const fresh = toPlaces(cells).filter(({ node }) => !held.has(node));
      if (!mayPlace || !query.data || fresh.length === 0 || add.isPending) return;
      add.mutate({ view, version: query.data.version, places: fresh });
    },
    /** Everybody sees the new layout; the toast brings the old one back. */
    layOut: async (cells: ReadonlyMap<string, Cell>) => {
      const version = query.data?.version ?? 0;
      const before = toPlaces(held);
      const { version: next } = await layOut.mutateAsync({ view, version, places: toPlaces(cells) });
      tellUndoable('The picture is laid out anew, for everybody.', () => layOut.mutate({ view, version: next, places: before }));
    },
    fault: layOut.error,
  };
}
