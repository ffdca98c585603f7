'use client';

import { Modal, NativeSelect } from '@mantine/core';
import { useState } from 'react';
import { CopyButton } from '#components/ui/copy-button.tsx';
import { Fault } from '#components/ui/fault.tsx';
import { fieldMessages } from '#lib/client/fault.ts';
import type { NewToken } from '#lib/model/account.ts';
import type { Role } from '#lib/model/role.ts';
import classes from './admin.module.css';
import { NameInput } from './name-input.tsx';
import { rolesUpTo, roleWords } from './roles.ts';
import { useAddToken } from './use-tokens.ts';

const spans = [
  { value: '30', label: '30 days' },
  { value: '90', label: '90 days' },
  { value: '365', label: 'a year' },
  { value: 'never', label: 'never' },
];

interface NewTokenDialogProps {
  open: boolean;
  /** Of whoever makes it; a token is never stronger. */
  myRole: Role;
  onClose: () => void;
}

export function NewTokenDialog({ open, myRole, onClose }: NewTokenDialogProps) {
  return (
    <Modal opened={open} onClose={onClose} title="Create an API token" closeOnClickOutside={false} closeButtonProps={{ 'aria-label': 'Close' }}>
      <NewTokenForm myRole={myRole} onClose={onClose} />
    </Modal>
  );
}

function NewTokenForm({ myRole, onClose }: { myRole: Role; onClose: () => void }) {
  const [values, setValues] = useState<NewToken>({ name: '', role: 'guest', expiresInDays: 90 });
  const add = useAddToken();
  if (add.data) return <ShownOnce name={add.data.name} token={add.data.token} onClose={onClose} />;
  const messages = add.error ? fieldMessages(add.error) : {};
  return (
    <form
      className={classes.dialog}
      onSubmit={(event) => {
        event.preventDefault();
        add.mutate(values);
      }}
    >
      {add.error && Object.keys(messages).length === 0 ? <Fault error={add.error} what="The token was not created" /> : null}
      <NameInput
        description="What it is for, such as the pipeline that uses it"
        value={values.name}
        error={messages.name}
        onName={(name) => setValues({ ...values, name })}
      />
      <NativeSelect
        label="Role"
        data={rolesUpTo(myRole).map(({ value, label }) => ({ value, label: `${label}: ${roleWords[value]}` }))}
        value={values.role}
        error={messages.role}
        onChange={(event) => setValues({ ...values, role: event.currentTarget.value as Role })}
      />
      <NativeSelect
        label="Expires after"
        data={spans}
        value={values.expiresInDays === null ? 'never' : String(values.expiresInDays)}
        error={messages.expiresInDays}
        onChange={(event) =>
          setValues({ ...values, expiresInDays: event.currentTarget.value === 'never' ? null : Number(event.currentTarget.value) })
        }
      />
      <div className={classes.foot}>
        <button type="button" className="sb-button" onClick={onClose}>
          Cancel
        </button>
        <button type="submit" className="sb-button sb-button-primary" disabled={add.isPending}>
          {add.isPending ? 'Creating …' : 'Create'}
        </button>
      </div>
    </form>
  );
}

function ShownOnce({ name, token, onClose }: { name: string; token: string; onClose: () => void }) {
  return (
    <div className={classes.dialog}>
      <p className={classes.note} role="status">
        <strong>{name}</strong> is ready. Copy it now: it is stored as a hash and never shown again.
      </p>
      <div className={classes.token}>
        <code data-token>{token}</code>
        <CopyButton text={token} what="token" />
      </div>
      <p className={classes.note}>Send it with every request:</p>
      <pre className={classes.example}>Authorization: Bearer {'<token>'}</pre>
      <div className={classes.foot}>
        <button type="button" className="sb-button sb-button-primary" onClick={onClose}>
          I have copied it
        </button>
      </div>
    </div>
  );
}
