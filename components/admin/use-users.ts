'use client';

import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { tellUndoable } from '#components/ui/undo-toast.tsx';
import { orpc } from '#lib/client/client.ts';
import { toFault } from '#lib/client/fault.ts';
import type { User } from '#lib/model/account.ts';

function useFreshUsers() {
  const queryClient = useQueryClient();
  return () => queryClient.invalidateQueries({ queryKey: orpc.user.list.key() });
}

/** Changes a user at once and offers to take it back; a password cannot be taken back. */
export function useChangeUser() {
  const queryClient = useQueryClient();
  const refresh = useFreshUsers();
  const change = useMutation(
    orpc.user.change.mutationOptions({
      onMutate: ({ id }) => findUser(queryClient.getQueriesData<{ users: User[] }>({ queryKey: orpc.user.list.key() }), Number(id)),
      onSuccess: (user, { id, password, ...patch }, before) => {
        void refresh();
        if (password !== undefined || !before) return notifications.show({ message: `${user.name} is changed.` });
        const back = Object.fromEntries(Object.keys(patch).map((field) => [field, before[field as keyof User]]));
        tellUndoable(`${user.name} is changed.`, () => change.mutate({ id, ...back }));
      },
      onError: (error) => notifications.show({ title: 'The user was not changed', message: toFault(error).message }),
    }),
  );
  return change;
}

function findUser(pages: [unknown, { users: User[] } | undefined][], id: number): User | undefined {
  return pages.flatMap(([, page]) => page?.users ?? []).find((user) => user.id === id);
}

export function useAddUser(onAdded: () => void) {
  const refresh = useFreshUsers();
  return useMutation(
    orpc.user.create.mutationOptions({
      onSuccess: (user) => {
        void refresh();
        notifications.show({ message: `${user.name} can sign in now.` });
        onAdded();
      },
    }),
  );
}

export function useRemoveUser(onRemoved: () => void) {
  const refresh = useFreshUsers();
  return useMutation(
    orpc.user.remove.mutationOptions({
      onSuccess: () => {
        void refresh();
        onRemoved();
      },
      onError: (error) => notifications.show({ title: 'The user was not removed', message: toFault(error).message }),
    }),
  );
}
