'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useEffect, useState } from 'react';
import { labelOf } from '#components/admin/audit-diff.ts';
import { mayEdit } from '#components/session/permission.ts';
import { useSession } from '#components/session/session-query.ts';
import { Fault } from '#components/ui/fault.tsx';
import { tellUndoable } from '#components/ui/undo-toast.tsx';
import { orpc } from '#lib/client/client.ts';
import { fieldMessages } from '#lib/client/fault.ts';
import type { Service } from '#lib/model/service.ts';
import { hasNewOrigin } from './base-url.ts';
import classes from './registration.module.css';
import { mergeLive } from './service-changes.ts';
import { type Faults, findFaults, formOf, patchOf, type ServiceForm } from './service-form.ts';
import { Maintenance, Removal } from './settings-acts.tsx';
import { SettingsFields } from './settings-fields.tsx';
import { focusFirstFault, type ServiceFormState, useServiceForm } from './use-service-form.ts';

/** Everything about a service that may change. */
export function ServiceSettings({ service }: { service: Service }) {
  const session = useSession();
  const may = session !== undefined && mayEdit(session, service.team);
  const kept = formOf(service);
  const form = useServiceForm(kept);
  useLiveFields(form, kept);
  return (
    <div className={classes.settings}>
      {session && !may ? <ReadOnly team={service.team} /> : null}
      <SettingsForm {...{ service, form, kept, may }} />
      {may ? <Maintenance service={service} /> : null}
      {session?.role === 'admin' ? <Removal service={service} /> : null}
    </div>
  );
}

function ReadOnly({ team }: { team: string | null }) {
  return (
    <p className={classes.note} role="note">
      {team ? `Only admins and members of ${team} change this service.` : 'Only admins change this service: it has no team.'}
    </p>
  );
}

/** What others change meanwhile shows at once, but never over what is being typed. */
function useLiveFields({ setValues, typed }: ServiceFormState, kept: ServiceForm) {
  const [seen, setSeen] = useState(kept);
  const now = JSON.stringify(kept);
  useEffect(() => {
    if (JSON.stringify(seen) === now) return;
    setSeen(JSON.parse(now) as ServiceForm);
    setValues((values) => mergeLive(values, JSON.parse(now) as ServiceForm, typed));
  }, [seen, now, setValues, typed]);
}

interface SettingsFormProps {
  service: Service;
  form: ServiceFormState;
  kept: ServiceForm;
  may: boolean;
}

function SettingsForm({ service, form, kept, may }: SettingsFormProps) {
  const known = service.baseUrl === null ? null : [service.baseUrl, ...service.instances];
  const hasLeft = known !== null && hasNewOrigin([form.values.baseUrl, ...form.values.instances], known);
  const moved = hasLeft && (service.hasApiKey || service.hasBearerToken);
  const patch = patchOf(kept, form.values);
  const changed = Object.keys(patch);
  const save = useSave(service, form, kept);

  function submit(event: FormEvent) {
    event.preventDefault();
    const { baseUrl, ...others } = findFaults(form.values);
    const isStillWithout = service.baseUrl === null && form.values.baseUrl === '';
    const faults = { ...others, ...(baseUrl && !isStillWithout ? { baseUrl } : {}), ...(moved ? forgottenSecrets(service, form.values) : {}) };
    form.setFaults(faults);
    if (Object.keys(faults).length > 0) return focusFirstFault();
    save.mutate({ name: service.name, ...patch });
  }

  const named = save.error ? Object.keys(fieldMessages(save.error)).length > 0 : false;
  return (
    <form onSubmit={submit} noValidate aria-label={`Settings of ${service.name}`}>
      <fieldset className={classes.fields} disabled={!may}>
        <SettingsFields {...{ service, form, moved }} />
        {save.error && !named ? <Fault error={save.error} what="The changes were not saved" /> : null}
      </fieldset>
      {may && changed.length > 0 ? <SaveBar fields={changed} busy={save.isPending} onDiscard={() => form.reset(kept)} /> : null}
    </form>
  );
}

function forgottenSecrets(service: Service, values: ServiceForm): Faults {
  const text = 'is bound to the old address: give it again, or remove it';
  return {
    ...(service.hasApiKey && values.apiKey === undefined ? { apiKey: text } : {}),
    ...(service.hasBearerToken && values.bearerToken === undefined ? { bearerToken: text } : {}),
  };
}

function useSave(service: Service, form: ServiceFormState, kept: ServiceForm) {
  const queryClient = useQueryClient();
  const settle = (saved: Service) => {
    queryClient.setQueryData(orpc.service.read.queryKey({ input: { name: saved.name } }), saved);
    form.reset(formOf(saved));
  };
  const undo = useMutation(orpc.service.change.mutationOptions({ onSuccess: settle }));
  return useMutation(
    orpc.service.change.mutationOptions({
      onSuccess: (saved, { apiKey, bearerToken }) => {
        settle(saved);
        const back = patchOf(formOf(saved), kept);
        const message = `${service.name} is changed.`;
        const isUndoable = apiKey === undefined && bearerToken === undefined && back.baseUrl !== '';
        if (isUndoable && Object.keys(back).length > 0) tellUndoable(message, () => undo.mutate({ name: service.name, ...back }));
      },
      onError: (error) => {
        form.setFaults(fieldMessages(error));
        focusFirstFault();
      },
    }),
  );
}

function SaveBar({ fields, busy, onDiscard }: { fields: string[]; busy: boolean; onDiscard: () => void }) {
  const words = fields.map(labelOf);
  return (
    <div className={classes.submit}>
      <span className={classes.changes}>Changed: {words.join(', ')}</span>
      <button type="button" className="sb-button" disabled={busy} onClick={onDiscard}>
        Discard
      </button>
      <button type="submit" className="sb-button sb-button-primary" disabled={busy}>
        {busy ? 'Saving …' : 'Save'}
      </button>
    </div>
  );
}
