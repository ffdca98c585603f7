'use client';

import { Switch } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { Panel } from '#components/ui/panel.tsx';
import { tellUndoable } from '#components/ui/undo-toast.tsx';
import { orpc } from '#lib/client/client.ts';
import { toFault } from '#lib/client/fault.ts';
import type { Service } from '#lib/model/service.ts';
import classes from './registration.module.css';
import { RemoveService } from './remove-service.tsx';

/** Takes effect at once, unlike the form. */
export function Maintenance({ service }: { service: Service }) {
  const { name, maintenance } = service;
  const queryClient = useQueryClient();
  const change = useMutation(
    orpc.service.change.mutationOptions({
      onSuccess: (saved) => {
        queryClient.setQueryData(orpc.service.read.queryKey({ input: { name } }), saved);
        const message = saved.maintenance ? `${name} is in maintenance.` : `${name} is back from maintenance.`;
        tellUndoable(message, () => change.mutate({ name, maintenance: !saved.maintenance }));
      },
      onError: (error) => notifications.show({ title: 'Maintenance was not changed', message: toFault(error).message }),
    }),
  );
  return (
    <Panel title="Maintenance">
      <div className={classes.act}>
        <p>While a service is in maintenance it counts neither as down nor against its uptime. Signalbox keeps looking.</p>
        <Switch
          label="In maintenance"
          checked={change.isPending ? change.variables.maintenance : maintenance}
          disabled={change.isPending}
          onChange={(event) => change.mutate({ name, maintenance: event.currentTarget.checked })}
        />
      </div>
    </Panel>
  );
}

export function Removal({ service }: { service: Service }) {
  const router = useRouter();
  const [open, setOpen] = useState(false);
  return (
    <Panel title="Remove">
      <div className={classes.act}>
        <p>Takes {service.name} out of the catalog with its history and credentials. The service itself is not touched.</p>
        <button type="button" className="sb-button sb-button-danger" onClick={() => setOpen(true)}>
          Remove {service.name} …
        </button>
      </div>
      <RemoveService name={service.name} open={open} onClose={() => setOpen(false)} onRemoved={() => router.push('/services')} />
    </Panel>
  );
}
