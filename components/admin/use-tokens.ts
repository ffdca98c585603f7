'use client';

import { notifications } from '@mantine/notifications';
import { useMutation, useQueries, useQuery, useQueryClient } from '@tanstack/react-query';
import { orpc } from '#lib/client/client.ts';
import { toFault } from '#lib/client/fault.ts';
import type { Token } from '#lib/model/account.ts';

const pageOptions = (page: number) => orpc.token.list.queryOptions({ input: { page, limit: 100 } });

/** Every token that may be seen. The API filters none of them, so the list does. */
export function useTokens(q: string) {
  const first = useQuery(pageOptions(1));
  const pages = first.data?.pagination.pages ?? 1;
  const rest = useQueries({ queries: Array.from({ length: Math.max(0, pages - 1) }, (_, index) => pageOptions(index + 2)) });
  const all = [first, ...rest].flatMap((page) => page.data?.tokens ?? []);
  return { query: first, all, shown: all.filter((token) => matches(token, q)) };
}

function matches({ name, id, role, createdBy }: Token, q: string): boolean {
  const wanted = q.trim().toLowerCase();
  return [name, id, role, createdBy].some((text) => text.toLowerCase().includes(wanted));
}

export function useAddToken() {
  const queryClient = useQueryClient();
  return useMutation(orpc.token.create.mutationOptions({ onSuccess: () => queryClient.invalidateQueries({ queryKey: orpc.token.list.key() }) }));
}

export function useRevokeToken(onRevoked: () => void) {
  const queryClient = useQueryClient();
  return useMutation(
    orpc.token.remove.mutationOptions({
      onSuccess: () => {
        void queryClient.invalidateQueries({ queryKey: orpc.token.list.key() });
        onRevoked();
      },
      onError: (error) => notifications.show({ title: 'The token was not revoked', message: toFault(error).message }),
    }),
  );
}
