'use client';

import { Modal, NativeSelect, TextInput } from '@mantine/core';
import { useState } from 'react';
import { NewPassword } from '#components/session/password-field.tsx';
import { Fault } from '#components/ui/fault.tsx';
import { fieldMessages } from '#lib/client/fault.ts';
import type { NewUser } from '#lib/model/account.ts';
import type { Role } from '#lib/model/role.ts';
import classes from './admin.module.css';
import { NameInput } from './name-input.tsx';
import { roles, roleWords } from './roles.ts';
import { TeamField } from './team-field.tsx';
import { useAddUser } from './use-users.ts';

const nobody: NewUser = { name: '', email: '', password: '', role: 'user', teams: [] };

export function NewUserDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  return (
    <Modal opened={open} onClose={onClose} title="Add a user" closeButtonProps={{ 'aria-label': 'Close' }}>
      <NewUserForm onClose={onClose} />
    </Modal>
  );
}

function NewUserForm({ onClose }: { onClose: () => void }) {
  const [values, setValues] = useState(nobody);
  const add = useAddUser(onClose);
  const messages = add.error ? fieldMessages(add.error) : {};
  const set = <F extends keyof NewUser>(field: F, value: NewUser[F]) => setValues((before) => ({ ...before, [field]: value }));
  return (
    <form
      className={classes.dialog}
      onSubmit={(event) => {
        event.preventDefault();
        add.mutate(values);
      }}
    >
      {add.error && Object.keys(messages).length === 0 ? <Fault error={add.error} what="The user was not added" /> : null}
      <NameInput value={values.name} error={messages.name} onName={(name) => set('name', name)} />
      <TextInput
        label="E-mail"
        type="email"
        autoComplete="off"
        spellCheck={false}
        required
        withAsterisk={false}
        value={values.email}
        error={messages.email}
        onChange={(event) => set('email', event.currentTarget.value)}
      />
      <NewPassword label="First password" value={values.password} onChange={(password) => set('password', password)} error={messages.password} />
      <NativeSelect
        label="Role"
        data={roles.map(({ value, label }) => ({ value, label: `${label}: ${roleWords[value]}` }))}
        value={values.role}
        error={messages.role}
        onChange={(event) => set('role', event.currentTarget.value as Role)}
      />
      <TeamField value={values.teams} onChange={(teams) => set('teams', teams)} error={messages.teams} />
      <div className={classes.foot}>
        <button type="button" className="sb-button" onClick={onClose}>
          Cancel
        </button>
        <button type="submit" className="sb-button sb-button-primary" disabled={add.isPending}>
          {add.isPending ? 'Adding …' : 'Add the user'}
        </button>
      </div>
    </form>
  );
}
