'use client';

import { Autocomplete, Checkbox, NativeSelect } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { orpc } from '#lib/client/client.ts';
import { Fold } from './fold.tsx';
import { ListField } from './form-fields.tsx';
import classes from './registration.module.css';
import { removeAt, replaceAt, type ServiceForm } from './service-form.ts';
import type { FormHandle } from './use-service-form.ts';

type Dependency = ServiceForm['dependencies'][number];

const kinds: { value: Dependency['kind']; label: string }[] = [
  { value: 'http', label: 'HTTP' },
  { value: 'event', label: 'Event' },
  { value: 'datastore', label: 'Datastore' },
];

function useServiceNames(enabled: boolean): string[] {
  const list = useQuery({ ...orpc.service.list.queryOptions({ input: { limit: 100, sort: 'name' } }), enabled });
  return list.data?.services.map((service) => service.name) ?? [];
}

function summarise({ dependencies, datastores, publishes, subscribes }: ServiceForm): string {
  const parts = [
    dependencies.length > 0 ? `calls ${dependencies.map(({ service }) => service || '…').join(', ')}` : null,
    datastores.length > 0 ? `stores in ${datastores.join(', ')}` : null,
    publishes.length > 0 ? `publishes ${publishes.join(', ')}` : null,
    subscribes.length > 0 ? `subscribes ${subscribes.join(', ')}` : null,
  ];
  return parts.filter((part) => part !== null).join(' · ') || 'none declared';
}

export function ConnectionFields({ form }: { form: FormHandle }) {
  const { dependencies, name } = form.values;
  const names = useServiceNames(dependencies.length > 0).filter((other) => other !== name);
  return (
    <Fold
      title="Dependencies"
      summary={summarise(form.values)}
      fields={['dependencies', 'datastores', 'publishes', 'subscribes']}
      faults={form.faults}
    >
      {Object.entries(dependencies).map(([at, dependency]) => (
        <DependencyLine
          key={at}
          {...{ dependency, names }}
          fault={form.faults[`dependencies.${at}.service`]}
          onChange={(next) => form.set('dependencies', replaceAt(dependencies, Number(at), next))}
          onRemove={() => form.set('dependencies', removeAt(dependencies, Number(at)))}
        />
      ))}
      <div>
        <button
          type="button"
          className="sb-button sb-button-small"
          onClick={() => form.set('dependencies', [...dependencies, { service: '', kind: 'http', critical: true }])}
        >
          <IconPlus size={12} aria-hidden="true" /> Add a service that it calls
        </button>
      </div>
      <div className={classes.three}>
        <ListField form={form} field="datastores" label="Datastores" />
        <ListField form={form} field="publishes" label="Publishes topics" />
        <ListField form={form} field="subscribes" label="Subscribes to topics" />
      </div>
    </Fold>
  );
}

interface DependencyLineProps {
  dependency: Dependency;
  names: string[];
  fault?: string;
  onChange: (dependency: Dependency) => void;
  onRemove: () => void;
}

function DependencyLine({ dependency, names, fault, onChange, onRemove }: DependencyLineProps) {
  const { service, kind, critical } = dependency;
  return (
    <div className={classes.line}>
      <Autocomplete
        className={classes.grow}
        aria-label="Name of the service that it calls"
        placeholder="payments"
        autoComplete="off"
        spellCheck={false}
        data={names}
        limit={8}
        value={service}
        error={fault}
        onChange={(next) => onChange({ ...dependency, service: next.trim().toLowerCase() })}
      />
      <NativeSelect
        aria-label="How it calls"
        data={kinds}
        value={kind}
        onChange={(event) => onChange({ ...dependency, kind: event.currentTarget.value as Dependency['kind'] })}
      />
      <Checkbox
        className={classes.check}
        label="Critical"
        checked={critical}
        onChange={(event) => onChange({ ...dependency, critical: event.currentTarget.checked })}
      />
      <button type="button" className="sb-icon-button" aria-label={`Remove the dependency ${service}`} onClick={onRemove}>
        <IconX size={14} aria-hidden="true" />
      </button>
    </div>
  );
}
