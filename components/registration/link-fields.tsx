'use client';

import { NativeSelect, TextInput } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import { Fold } from './fold.tsx';
import classes from './registration.module.css';
import { removeAt, replaceAt, type ServiceForm } from './service-form.ts';
import type { FormHandle } from './use-service-form.ts';

type Link = ServiceForm['links'][number];

const kinds: { value: Link['kind']; label: string }[] = [
  { value: 'runbook', label: 'Runbook' },
  { value: 'repository', label: 'Repository' },
  { value: 'dashboard', label: 'Dashboard' },
  { value: 'chat', label: 'Chat' },
];

export function LinkFields({ form }: { form: FormHandle }) {
  const { links } = form.values;
  const unused = kinds.find(({ value }) => !links.some((link) => link.kind === value))?.value ?? 'runbook';
  return (
    <Fold title="Links" summary={links.length === 0 ? 'none' : links.map((link) => link.kind).join(' · ')} fields={['links']} faults={form.faults}>
      {Object.entries(links).map(([at, link]) => (
        <LinkLine
          key={at}
          link={link}
          fault={form.faults[`links.${at}.url`]}
          onChange={(next) => form.set('links', replaceAt(links, Number(at), next))}
          onRemove={() => form.set('links', removeAt(links, Number(at)))}
        />
      ))}
      <div>
        <button type="button" className="sb-button sb-button-small" onClick={() => form.set('links', [...links, { kind: unused, url: '' }])}>
          <IconPlus size={12} aria-hidden="true" /> Add a link
        </button>
      </div>
    </Fold>
  );
}

interface LinkLineProps {
  link: Link;
  fault?: string;
  onChange: (link: Link) => void;
  onRemove: () => void;
}

function LinkLine({ link, fault, onChange, onRemove }: LinkLineProps) {
  return (
    <div className={classes.line}>
      <NativeSelect
        aria-label="Kind of link"
        data={kinds}
        value={link.kind}
        onChange={(event) => onChange({ ...link, kind: event.currentTarget.value as Link['kind'] })}
      />
      <TextInput
        className={classes.grow}
        aria-label={`Address of the ${link.kind}`}
        placeholder="https://"
        autoComplete="off"
        spellCheck={false}
        value={link.url}
        error={fault}
        onChange={(event) => onChange({ ...link, url: event.currentTarget.value })}
      />
      <button type="button" className="sb-icon-button" aria-label={`Remove the ${link.kind} link`} onClick={onRemove}>
        <IconX size={14} aria-hidden="true" />
      </button>
    </div>
  );
}
