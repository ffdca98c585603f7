'use client';

import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { ConfirmByName } from '#components/ui/confirm.tsx';
import { orpc } from '#lib/client/client.ts';
import { toFault } from '#lib/client/fault.ts';

interface RemoveServiceProps {
  name: string;
  open: boolean;
  onClose: () => void;
  onRemoved?: () => void;
}

/** Asks for the name of a service, then removes it. */
export function RemoveService({ name, open, onClose, onRemoved }: RemoveServiceProps) {
  const queryClient = useQueryClient();
  const remove = useMutation(
    orpc.service.remove.mutationOptions({
      onSuccess: () => {
        void queryClient.invalidateQueries({ queryKey: orpc.service.list.key() });
        notifications.show({ message: `${name} is removed.` });
        onClose();
        onRemoved?.();
      },
      onError: (error) => notifications.show({ title: `${name} was not removed`, message: toFault(error).message }),
    }),
  );
  return (
    <ConfirmByName
      open={open}
      name={name}
      what="service"
      text="This removes the service with its history, its signals and its credentials. It cannot be undone."
      busy={remove.isPending}
      onConfirm={() => remove.mutate({ name })}
      onClose={onClose}
    />
  );
}
