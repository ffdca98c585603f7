'use client';

import { PasswordInput, TextInput } from '@mantine/core';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { readSignInError, type SignInResult, signIn, startSingleSignOn } from '#lib/client/session.ts';
import classes from './session.module.css';

const words: Record<Exclude<SignInResult, 'ok'>, string> = {
  wrong: 'E-mail or password is wrong.',
  limited: 'Too many attempts. Wait 15 minutes, then try again.',
  failed: 'Signalbox could not sign you in. Try again; if it stays so, ask whoever runs it.',
};

interface SignInFormProps {
  /** Where to go afterwards; a path of this site. */
  next: string;
  /** What next-auth said when it sent the browser back. */
  error: string | null;
  /** The name of the single sign-on, where there is one. */
  issuer: string | null;
}

export function SignInForm({ next, error, issuer }: SignInFormProps) {
  const [result, setResult] = useState<SignInResult>(readSignInError(error));
  const [busy, setBusy] = useState(false);
  const email = useRef<HTMLInputElement>(null);
  const password = useRef<HTMLInputElement>(null);
  useEffect(() => email.current?.focus(), []);

  async function submit(event: FormEvent) {
    event.preventDefault();
    setBusy(true);
    const outcome = await signIn(email.current?.value.trim() ?? '', password.current?.value ?? '');
    if (outcome === 'ok') return window.location.assign(next);
    setResult(outcome);
    setBusy(false);
    password.current?.focus();
    password.current?.select();
  }

  return (
    <>
      <form className={classes.form} method="post" onSubmit={submit}>
        {result === 'ok' ? null : (
          <p className={classes.message} role="alert">
            {words[result]}
          </p>
        )}
        <TextInput
          ref={email}
          label="E-mail"
          name="email"
          type="email"
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          required
          withAsterisk={false}
        />
        <PasswordInput
          ref={password}
          label="Password"
          name="password"
          autoComplete="current-password"
          required
          withAsterisk={false}
          visibilityToggleButtonProps={{ 'aria-label': 'Show the password', tabIndex: 0 }}
        />
        <button type="submit" className="sb-button sb-button-primary" disabled={busy}>
          {busy ? 'Signing in …' : 'Sign in'}
        </button>
      </form>
      {issuer ? <SingleSignOn name={issuer} next={next} onFailure={() => setResult('failed')} /> : null}
    </>
  );
}

function SingleSignOn({ name, next, onFailure }: { name: string; next: string; onFailure: () => void }) {
  const [busy, setBusy] = useState(false);
  async function start() {
    setBusy(true);
    const address = await startSingleSignOn(next);
    if (address) return window.location.assign(address);
    setBusy(false);
    onFailure();
  }
  return (
    <>
      <span className={classes.or}>or</span>
      <button type="button" className={`sb-button ${classes.wide}`} disabled={busy} onClick={start}>
        Continue with {name}
      </button>
    </>
  );
}
