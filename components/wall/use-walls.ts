'use client';

import { notifications } from '@mantine/notifications';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { orpc } from '#lib/client/client.ts';
import { toFault } from '#lib/client/fault.ts';

export const useWalls = () => useQuery(orpc.wall.list.queryOptions());

/** Last-seen times move without a word on the feed. */
const screensMs = 20_000;

export const useScreens = (isAllowed: boolean) => useQuery(orpc.screen.list.queryOptions({ enabled: isAllowed, refetchInterval: screensMs }));

function useRefresh() {
  const queryClient = useQueryClient();
  return () => {
    void queryClient.invalidateQueries({ queryKey: orpc.wall.key() });
    void queryClient.invalidateQueries({ queryKey: orpc.screen.key() });
  };
}

export function useCreateWall(onDone: (name: string) => void) {
  const refresh = useRefresh();
  return useMutation(
    orpc.wall.create.mutationOptions({
      onSuccess: ({ name }) => {
        refresh();
        onDone(name);
      },
    }),
  );
}

export function useChangeWall(onDone: () => void) {
  const refresh = useRefresh();
  return useMutation(
    orpc.wall.change.mutationOptions({
      onSuccess: () => {
        refresh();
        onDone();
      },
    }),
  );
}

export function useRemoveWall(onDone: () => void) {
  const refresh = useRefresh();
  return useMutation(
    orpc.wall.remove.mutationOptions({
      onSuccess: () => {
        refresh();
        onDone();
      },
      onError: (error) => notifications.show({ title: 'The wall was not removed', message: toFault(error).message }),
    }),
  );
}

export function usePairScreen() {
  const refresh = useRefresh();
  return useMutation(orpc.screen.pair.mutationOptions({ onSuccess: refresh }));
}

export function useRevokeScreen(onDone: () => void) {
  const refresh = useRefresh();
  return useMutation(
    orpc.screen.remove.mutationOptions({
      onSuccess: () => {
        refresh();
        onDone();
      },
      onError: (error) => notifications.show({ title: 'The screen was not revoked', message: toFault(error).message }),
    }),
  );
}
