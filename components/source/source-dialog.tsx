'use client';

import { Modal, NativeSelect, PasswordInput, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { Fault } from '#components/ui/fault.tsx';
import { orpc } from '#lib/client/client.ts';
import { fieldMessages } from '#lib/client/fault.ts';
import type { MetricsSource } from '#lib/model/metrics-source.ts';
import classes from './source.module.css';
import { type Access, emptySource, formOfSource, newSourceOf, type SourceForm, sourcePatchOf, trialOf } from './source-form.ts';
import { SourceTrialLine } from './source-trial.tsx';
import { useAddSource, useChangeSource } from './use-sources.ts';

interface SourceDialogProps {
  open: boolean;
  /** The source that is edited; null: a new one. */
  source: MetricsSource | null;
  onClose: () => void;
}

export function SourceDialog({ open, source, onClose }: SourceDialogProps) {
  const title = source ? `Edit ${source.displayName}` : 'Add a metrics source';
  return (
    <Modal opened={open} onClose={onClose} title={title} closeOnClickOutside={false} closeButtonProps={{ 'aria-label': 'Close' }}>
      <SourceDialogForm key={source?.name ?? ''} source={source} onClose={onClose} />
    </Modal>
  );
}

const plain = { autoComplete: 'off', spellCheck: false, 'data-1p-ignore': true, 'data-lpignore': true } as const;
const order: ('label' | 'input' | 'error' | 'description')[] = ['label', 'input', 'error', 'description'];

function SourceDialogForm({ source, onClose }: Omit<SourceDialogProps, 'open'>) {
  const [form, setForm] = useState<SourceForm>(source ? formOfSource(source) : emptySource);
  const add = useAddSource(onClose);
  const change = useChangeSource(onClose);
  const trial = useMutation(orpc.metricsSource.test.mutationOptions());
  const { error, isPending } = source ? change : add;
  const messages = { ...(trial.error ? fieldMessages(trial.error) : {}), ...(error ? fieldMessages(error) : {}) };
  const set = (part: Partial<SourceForm>) => {
    setForm({ ...form, ...part });
    trial.reset();
  };
  function submit(event: FormEvent) {
    event.preventDefault();
    if (source) change.mutate({ ...sourcePatchOf(form), name: source.name });
    else add.mutate(newSourceOf(form));
  }
  return (
    <form className={classes.dialog} onSubmit={submit} noValidate>
      {error && Object.keys(messages).length === 0 ? <Fault error={error} what="The metrics source was not saved" /> : null}
      <TextInput
        {...plain}
        label="Address"
        description="Of its HTTP API, without /api/v1. For Mimir with /prometheus."
        inputWrapperOrder={order}
        placeholder="http://prometheus.example.com:9090"
        inputMode="url"
        data-autofocus
        value={form.url}
        error={messages.url}
        onChange={(event) => set({ url: event.currentTarget.value })}
      />
      <Names form={form} messages={messages} set={set} isNew={source === null} />
      <AccessFields form={form} messages={messages} set={set} source={source} />
      <TextInput
        {...plain}
        label="Tenant"
        description="Sent as X-Scope-OrgID; empty for a server without tenants"
        inputWrapperOrder={order}
        value={form.tenant}
        error={messages.tenant}
        onChange={(event) => set({ tenant: event.currentTarget.value })}
      />
      <SourceTrialLine
        trial={trial}
        isReady={form.url.trim() !== ''}
        isNamed={Object.keys(messages).length > 0}
        onTry={() => trial.mutate(trialOf(form, source?.name ?? null))}
      />
      <div className={classes.foot}>
        <button type="button" className="sb-button" onClick={onClose}>
          Cancel
        </button>
        <button type="submit" className="sb-button sb-button-primary" disabled={isPending}>
          {source ? 'Save' : 'Add'}
        </button>
      </div>
    </form>
  );
}

interface PartProps {
  form: SourceForm;
  messages: Record<string, string>;
  set: (part: Partial<SourceForm>) => void;
}

function Names({ form, messages, set, isNew }: PartProps & { isNew: boolean }) {
  return (
    <div className={classes.two}>
      <TextInput
        {...plain}
        label="Name"
        description="In addresses and files, such as main"
        inputWrapperOrder={order}
        disabled={!isNew}
        value={form.name}
        error={messages.name}
        onChange={(event) => set({ name: event.currentTarget.value.trim().toLowerCase() })}
      />
      <TextInput
        {...plain}
        label="Title"
        description="How people call it; the name, if empty"
        inputWrapperOrder={order}
        maxLength={100}
        value={form.displayName}
        error={messages.displayName}
        onChange={(event) => set({ displayName: event.currentTarget.value })}
      />
    </div>
  );
}

const accesses: { value: Access; label: string }[] = [
  { value: 'open', label: 'None' },
  { value: 'basic', label: 'User name and password' },
  { value: 'bearer', label: 'Bearer token' },
];

function AccessFields({ form, messages, set, source }: PartProps & { source: MetricsSource | null }) {
  return (
    <>
      <NativeSelect
        label="Credentials"
        description="Encrypted at rest, sent to this server only, never shown again"
        inputWrapperOrder={order}
        data={accesses}
        value={form.access}
        onChange={(event) => set({ access: event.currentTarget.value as Access })}
      />
      {form.access === 'basic' ? (
        <div className={classes.two}>
          <TextInput
            {...plain}
            label="User name"
            value={form.username}
            error={messages.username}
            onChange={(event) => set({ username: event.currentTarget.value })}
          />
          <Secret
            label="Password"
            isStored={source?.hasPassword ?? false}
            value={form.password}
            error={messages.password}
            onChange={(password) => set({ password })}
          />
        </div>
      ) : null}
      {form.access === 'bearer' ? (
        <Secret
          label="Bearer token"
          isStored={source?.hasBearerToken ?? false}
          value={form.bearerToken}
          error={messages.bearerToken}
          onChange={(bearerToken) => set({ bearerToken })}
        />
      ) : null}
    </>
  );
}

interface SecretProps {
  label: string;
  isStored: boolean;
  value: string;
  error: string | undefined;
  onChange: (value: string) => void;
}

function Secret({ label, isStored, value, error, onChange }: SecretProps) {
  return (
    <PasswordInput
      label={label}
      autoComplete="new-password"
      data-1p-ignore
      data-lpignore
      placeholder={isStored ? 'as it is stored' : ''}
      value={value}
      error={error}
      onChange={(event) => onChange(event.currentTarget.value)}
      visibilityToggleButtonProps={{ 'aria-label': `Show the ${label.toLowerCase()}`, tabIndex: 0 }}
    />
  );
}
