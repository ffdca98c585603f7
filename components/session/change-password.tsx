'use client';

import { PasswordInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { Fault } from '#components/ui/fault.tsx';
import { orpc } from '#lib/client/client.ts';
import { fieldMessages } from '#lib/client/fault.ts';
import { NewPassword } from './password-field.tsx';
import classes from './session.module.css';

/** Changes my password. Every session of mine ends, this one too, so it leads to the sign-in. */
export function ChangePassword() {
  const [values, setValues] = useState({ current: '', next: '' });
  const change = useMutation(orpc.session.changePassword.mutationOptions({ onSuccess: () => window.location.assign('/sign-in?next=/account') }));
  const messages = change.error ? fieldMessages(change.error) : {};
  return (
    <form
      className={`${classes.form} ${classes.narrow}`}
      method="post"
      onSubmit={(event) => {
        event.preventDefault();
        change.mutate(values);
      }}
    >
      {change.error && Object.keys(messages).length === 0 ? <Fault error={change.error} what="The password was not changed" /> : null}
      <PasswordInput
        label="Current password"
        name="current-password"
        autoComplete="current-password"
        required
        withAsterisk={false}
        value={values.current}
        error={messages.current}
        onChange={(event) => setValues({ ...values, current: event.currentTarget.value })}
        visibilityToggleButtonProps={{ 'aria-label': 'Show the password', tabIndex: 0 }}
      />
      <NewPassword label="New password" value={values.next} onChange={(next) => setValues({ ...values, next })} error={messages.next} />
      <div className={classes.foot}>
        <button type="submit" className="sb-button sb-button-primary" disabled={change.isPending || change.isSuccess}>
          Change password
        </button>
        <span className="sb-muted">You will sign in again, everywhere.</span>
      </div>
    </form>
  );
}
