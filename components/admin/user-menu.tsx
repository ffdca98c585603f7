'use client';

import { Menu, Modal } from '@mantine/core';
import { IconDots } from '@tabler/icons-react';
import { useState } from 'react';
import { NewPassword } from '#components/session/password-field.tsx';
import { ConfirmByName } from '#components/ui/confirm.tsx';
import type { User } from '#lib/model/account.ts';
import classes from './admin.module.css';
import { useChangeUser, useRemoveUser } from './use-users.ts';

/** What an admin can do with a user. */
export function UserMenu({ user, onEdit }: { user: User; onEdit: () => void }) {
  const [asking, setAsking] = useState<'password' | 'removal' | null>(null);
  const change = useChangeUser();
  const close = () => setAsking(null);
  const remove = useRemoveUser(close);
  return (
    <>
      <Menu position="bottom-end" width={180}>
        <Menu.Target>
          <button type="button" className="sb-icon-button" aria-label={`More for ${user.name}`}>
            <IconDots size={16} stroke={1.75} aria-hidden="true" />
          </button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={onEdit}>Edit name and teams</Menu.Item>
          <Menu.Item onClick={() => setAsking('password')}>Set a new password</Menu.Item>
          <Menu.Item onClick={() => change.mutate({ id: user.id, disabled: !user.disabled })}>{user.disabled ? 'Enable' : 'Disable'}</Menu.Item>
          <Menu.Item color="red" onClick={() => setAsking('removal')}>
            Remove
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <PasswordDialog user={user} open={asking === 'password'} onClose={close} />
      <ConfirmByName
        open={asking === 'removal'}
        name={user.email}
        what="user"
        text={`${user.name} is signed out at once and cannot sign in again. API tokens that they made stop working. What they did stays in the audit.`}
        busy={remove.isPending}
        onConfirm={() => remove.mutate({ id: user.id })}
        onClose={close}
      />
    </>
  );
}

function PasswordDialog({ user, open, onClose }: { user: User; open: boolean; onClose: () => void }) {
  const [password, setPassword] = useState('');
  const change = useChangeUser();
  return (
    <Modal opened={open} onClose={onClose} title={`A new password for ${user.name}`} closeButtonProps={{ 'aria-label': 'Close' }}>
      <form
        className={classes.dialog}
        onSubmit={(event) => {
          event.preventDefault();
          change.mutate({ id: user.id, password }, { onSuccess: onClose });
        }}
      >
        <NewPassword label="New password" value={password} onChange={setPassword} />
        <p className={classes.note}>Ends every session of {user.name}. Hand it over safely; they can change it under their name.</p>
        <div className={classes.foot}>
          <button type="button" className="sb-button" onClick={onClose}>
            Cancel
          </button>
          <button type="submit" className="sb-button sb-button-primary" disabled={change.isPending || password.length < 8}>
            Set password
          </button>
        </div>
      </form>
    </Modal>
  );
}
