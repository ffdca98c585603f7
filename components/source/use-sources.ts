'use client';

import { notifications } from '@mantine/notifications';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { orpc } from '#lib/client/client.ts';
import { toFault } from '#lib/client/fault.ts';

export function useSources({ enabled = true }: { enabled?: boolean } = {}) {
  return useQuery({ ...orpc.metricsSource.list.queryOptions(), enabled });
}

function useFreshSources() {
  const queryClient = useQueryClient();
  return () => queryClient.invalidateQueries({ queryKey: orpc.metricsSource.key() });
}

export function useAddSource(onDone: () => void) {
  const refresh = useFreshSources();
  return useMutation(
    orpc.metricsSource.add.mutationOptions({
      onSuccess: ({ displayName }) => {
        void refresh();
        notifications.show({ message: `${displayName} is added. Services choose it in their settings.` });
        onDone();
      },
    }),
  );
}

export function useChangeSource(onDone: () => void) {
  const refresh = useFreshSources();
  return useMutation(
    orpc.metricsSource.change.mutationOptions({
      onSuccess: ({ displayName }) => {
        void refresh();
        notifications.show({ message: `${displayName} is changed.` });
        onDone();
      },
    }),
  );
}

export function useRemoveSource(onDone: () => void) {
  const refresh = useFreshSources();
  return useMutation(
    orpc.metricsSource.remove.mutationOptions({
      onSuccess: () => {
        void refresh();
        onDone();
      },
      onError: (error) => notifications.show({ title: 'The metrics source was not removed', message: toFault(error).message }),
    }),
  );
}
