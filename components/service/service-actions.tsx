'use client';

import { Menu } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconDots } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { RemoveService } from '#components/registration/remove-service.tsx';
import { formatMs } from '#components/ui/format.ts';
import { StateMark } from '#components/ui/state-mark.tsx';
import { orpc } from '#lib/client/client.ts';
import { toFault } from '#lib/client/fault.ts';
import type { Service } from '#lib/model/service.ts';

export interface Permissions {
  check: boolean;
  edit: boolean;
  remove: boolean;
}

function useCheck(name: string) {
  const queryClient = useQueryClient();
  return useMutation(
    orpc.service.check.mutationOptions({
      onSuccess: (reading) => {
        notifications.show({
          title: <StateMark verdict={reading.verdict} word />,
          message: `${reading.reason} · ${formatMs(reading.durationMs)}`,
        });
        void queryClient.invalidateQueries({ queryKey: orpc.service.read.key({ input: { name } }) });
        void queryClient.invalidateQueries({ queryKey: orpc.service.readings.key({ input: { name } }) });
      },
      onError: (error) => notifications.show({ title: `${name} could not be looked at`, message: toFault(error).message, color: 'red' }),
    }),
  );
}

interface ServiceActionsProps {
  service: Service;
  may: Permissions;
  onEdit: () => void;
}

/** What one can do with a service, as far as one may. */
export function ServiceActions({ service, may, onEdit }: ServiceActionsProps) {
  const router = useRouter();
  const [removing, setRemoving] = useState(false);
  const check = useCheck(service.name);
  const runbook = service.links.find(({ kind }) => kind === 'runbook');
  return (
    <>
      {may.check && service.baseUrl === null && may.edit ? (
        <button type="button" className="sb-button" onClick={onEdit}>
          Give a base URL
        </button>
      ) : null}
      {may.check && service.baseUrl !== null ? (
        <button type="button" className="sb-button" disabled={check.isPending} onClick={() => check.mutate({ name: service.name })}>
          {check.isPending ? 'Checking…' : 'Check now'}
        </button>
      ) : null}
      {runbook ? (
        <a className="sb-button" href={runbook.url} target="_blank" rel="noreferrer">
          Runbook
        </a>
      ) : null}
      {may.edit || may.remove ? (
        <Menu position="bottom-end" width={180}>
          <Menu.Target>
            <button type="button" className="sb-icon-button" aria-label={`More for ${service.name}`}>
              <IconDots size={16} stroke={1.75} aria-hidden="true" />
            </button>
          </Menu.Target>
          <Menu.Dropdown>
            {may.edit ? <Menu.Item onClick={onEdit}>Edit settings</Menu.Item> : null}
            {may.remove ? (
              <Menu.Item color="red" onClick={() => setRemoving(true)}>
                Remove service
              </Menu.Item>
            ) : null}
          </Menu.Dropdown>
        </Menu>
      ) : null}
      <RemoveService name={service.name} open={removing} onClose={() => setRemoving(false)} onRemoved={() => router.push('/services')} />
    </>
  );
}
