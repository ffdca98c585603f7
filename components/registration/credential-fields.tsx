'use client';

import { PasswordInput } from '@mantine/core';
import { Fold } from './fold.tsx';
import classes from './registration.module.css';
import type { SecretField } from './service-form.ts';
import type { FormHandle } from './use-service-form.ts';

const secrets: { field: SecretField; label: string; hint: string }[] = [
  { field: 'apiKey', label: 'API key', hint: 'Sent as X-API-Key' },
  { field: 'bearerToken', label: 'Bearer token', hint: 'Sent as Authorization: Bearer' },
];

interface CredentialFieldsProps {
  form: FormHandle;
  /** Which are stored already; none for a new service. */
  stored?: Record<SecretField, boolean>;
  /** The base URL leads elsewhere: what is stored was given for the old place. */
  moved?: boolean;
}

const nothingStored = { apiKey: false, bearerToken: false };

function summarise(form: FormHandle, stored: Record<SecretField, boolean>): string {
  const set = secrets.filter(({ field }) => (form.values[field] === undefined ? stored[field] : form.values[field] !== null));
  return set.length === 0 ? 'none' : `${set.map(({ label }) => label).join(' · ')} set`;
}

/** What Signalbox shows the service when it looks. Write-only: nothing of it ever comes back. */
export function CredentialFields({ form, stored = nothingStored, moved = false }: CredentialFieldsProps) {
  const lost = moved && secrets.some(({ field }) => stored[field] && form.values[field] === undefined);
  return (
    <Fold title="Credentials" summary={summarise(form, stored)} fields={['apiKey', 'bearerToken']} faults={form.faults} open={lost}>
      <p className={classes.note}>
        Sent to this service only, when Signalbox looks at it. Encrypted at rest, never shown again.
        {lost ? <strong> They belong to the old address: give them again, or remove them.</strong> : null}
      </p>
      <div className={classes.two}>
        {secrets.map(({ field, label, hint }) =>
          stored[field] && form.values[field] === undefined && !moved ? (
            <StoredSecret key={field} form={form} field={field} label={label} />
          ) : (
            <SecretInput key={field} {...{ form, field, label, hint, moved }} stored={stored[field]} />
          ),
        )}
      </div>
    </Fold>
  );
}

function StoredSecret({ form, field, label }: { form: FormHandle; field: SecretField; label: string }) {
  return (
    <div className={classes.choice}>
      <span className={classes.label}>{label}</span>
      <div className={classes.stored}>
        <span>Set</span>
        <button type="button" className="sb-button sb-button-small" aria-label={`Replace the ${label}`} onClick={() => form.set(field, '')}>
          Replace
        </button>
        <button type="button" className="sb-button sb-button-small" aria-label={`Remove the ${label}`} onClick={() => form.set(field, null)}>
          Remove
        </button>
      </div>
    </div>
  );
}

interface SecretInputProps {
  form: FormHandle;
  field: SecretField;
  label: string;
  hint: string;
  stored: boolean;
  moved: boolean;
}

function SecretInput({ form, field, label, hint, stored, moved }: SecretInputProps) {
  const value = form.values[field];
  if (stored && value === null)
    return (
      <div className={classes.choice}>
        <span className={classes.label}>{label}</span>
        <div className={classes.stored}>
          <span>Will be removed</span>
          <button type="button" className="sb-button sb-button-small" onClick={() => form.set(field, undefined)}>
            {moved ? 'Enter it' : 'Keep it'}
          </button>
        </div>
      </div>
    );
  return (
    <div className={classes.secret}>
      <PasswordInput
        label={label}
        description={hint}
        inputWrapperOrder={['label', 'input', 'error', 'description']}
        autoComplete="new-password"
        data-1p-ignore
        data-lpignore
        placeholder={stored ? 'a new value' : 'none'}
        value={value ?? ''}
        error={form.faults[field]}
        onChange={(event) => form.set(field, event.currentTarget.value || (stored ? '' : undefined))}
        visibilityToggleButtonProps={{ 'aria-label': `Show the ${label}`, tabIndex: 0 }}
      />
      {stored ? (
        <div className={classes.secretActions}>
          {moved ? null : (
            <button type="button" className="sb-button sb-button-small" onClick={() => form.set(field, undefined)}>
              Keep the old
            </button>
          )}
          <button type="button" className="sb-button sb-button-small" onClick={() => form.set(field, null)}>
            Remove it
          </button>
        </div>
      ) : null}
    </div>
  );
}
