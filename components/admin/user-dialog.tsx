'use client';

import { Modal } from '@mantine/core';
import { useState } from 'react';
import { fieldMessages } from '#lib/client/fault.ts';
import type { User } from '#lib/model/account.ts';
import classes from './admin.module.css';
import { NameInput } from './name-input.tsx';
import { TeamField } from './team-field.tsx';
import { useChangeUser } from './use-users.ts';

/** Name and teams of a user. */
export function UserDialog({ user, onClose }: { user: User | null; onClose: () => void }) {
  return (
    <Modal opened={user !== null} onClose={onClose} title={user?.email} closeButtonProps={{ 'aria-label': 'Close' }}>
      {user ? <UserForm user={user} onClose={onClose} /> : null}
    </Modal>
  );
}

function UserForm({ user, onClose }: { user: User; onClose: () => void }) {
  const [values, setValues] = useState({ name: user.name, teams: user.teams });
  const change = useChangeUser();
  const messages = change.error ? fieldMessages(change.error) : {};
  return (
    <form
      className={classes.dialog}
      onSubmit={(event) => {
        event.preventDefault();
        change.mutate({ id: user.id, ...values }, { onSuccess: onClose });
      }}
    >
      <NameInput value={values.name} error={messages.name} onName={(name) => setValues({ ...values, name })} />
      <TeamField value={values.teams} onChange={(teams) => setValues({ ...values, teams })} error={messages.teams} />
      <div className={classes.foot}>
        <button type="button" className="sb-button" onClick={onClose}>
          Cancel
        </button>
        <button type="submit" className="sb-button sb-button-primary" disabled={change.isPending}>
          Save
        </button>
      </div>
    </form>
  );
}
