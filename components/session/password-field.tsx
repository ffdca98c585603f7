'use client';

import { PasswordInput } from '@mantine/core';
import { rate } from './password-strength.ts';
import classes from './session.module.css';

interface NewPasswordProps {
  label?: string;
  value: string;
  onChange: (password: string) => void;
  error?: string;
}

/** A password to be chosen, with how hard it is to guess. */
export function NewPassword({ label = 'Password', value, onChange, error }: NewPasswordProps) {
  const { score, hint } = rate(value);
  return (
    <div>
      <PasswordInput
        label={label}
        name="new-password"
        autoComplete="new-password"
        minLength={8}
        maxLength={256}
        required
        withAsterisk={false}
        value={value}
        error={error}
        onChange={(event) => onChange(event.currentTarget.value)}
        visibilityToggleButtonProps={{ 'aria-label': 'Show the password', tabIndex: 0 }}
      />
      <div className={classes.strength}>
        <span className={classes.steps} aria-hidden="true">
          {[1, 2, 3].map((step) => (
            <span key={step} className={classes.step} data-reached={score >= step || undefined} />
          ))}
        </span>
        <span aria-live="polite">{hint}</span>
      </div>
    </div>
  );
}
