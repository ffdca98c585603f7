'use client';

import { TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { client } from '#lib/client/client.ts';
import { type Fault, fieldMessages, toFault } from '#lib/client/fault.ts';
import { signIn } from '#lib/client/session.ts';
import { NewPassword } from './password-field.tsx';
import classes from './session.module.css';

/** Makes the first admin and goes on to the Fleet. */
export function SetUpForm({ secret }: { secret: string }) {
  const [values, setValues] = useState({ email: '', name: '', password: '' });
  const [fault, setFault] = useState<Fault | null>(null);
  const [busy, setBusy] = useState(false);
  const messages = fault ? fieldMessages(fault) : {};
  const bind = (field: 'email' | 'name') => ({
    value: values[field],
    error: messages[field],
    onChange: (event: { currentTarget: { value: string } }) => setValues({ ...values, [field]: event.currentTarget.value }),
  });

  async function submit(event: FormEvent) {
    event.preventDefault();
    setBusy(true);
    setFault(null);
    try {
      await client.session.setUp({ ...values, secret });
      const signedIn = await signIn(values.email, values.password);
      window.location.assign(signedIn === 'ok' ? '/' : '/sign-in');
    } catch (error) {
      setFault(toFault(error));
      setBusy(false);
    }
  }

  return (
    <form className={classes.form} method="post" onSubmit={submit}>
      {fault && Object.keys(messages).length === 0 ? <SetUpFault fault={fault} /> : null}
      <TextInput label="Your name" name="name" autoComplete="name" maxLength={100} required withAsterisk={false} {...bind('name')} />
      <TextInput
        label="E-mail"
        name="email"
        type="email"
        autoComplete="username"
        spellCheck={false}
        required
        withAsterisk={false}
        {...bind('email')}
      />
      <NewPassword value={values.password} onChange={(password) => setValues({ ...values, password })} error={messages.password} />
      <button type="submit" className="sb-button sb-button-primary" disabled={busy}>
        {busy ? 'Setting up …' : 'Create the admin and go to the Fleet'}
      </button>
    </form>
  );
}

function SetUpFault({ fault }: { fault: Fault }) {
  return (
    <p className={classes.message} role="alert">
      {fault.message} {fault.code === 'forbidden' ? <a href="/sign-in">Sign in</a> : null}
    </p>
  );
}
