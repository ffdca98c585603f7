'use client';

import { Modal } from '@mantine/core';
import { type ReactNode, useId, useState } from 'react';
import classes from './confirm.module.css';

interface ConfirmByNameProps {
  open: boolean;
  /** What must be typed. */
  name: string;
  /** What is destroyed: `service`, `user`, `token`. */
  what: string;
  /** What goes with it, in a sentence. */
  text?: ReactNode;
  busy?: boolean;
  onConfirm: () => void;
  onClose: () => void;
}

/** Asks for the name of what is to be destroyed. */
export function ConfirmByName({ open, name, what, text, busy = false, onConfirm, onClose }: ConfirmByNameProps) {
  return (
    <Modal opened={open} onClose={onClose} title={`Remove the ${what} ${name}`} closeButtonProps={{ 'aria-label': 'Close' }}>
      <ConfirmForm
        name={name}
        text={text ?? `This removes the ${what} and everything stored with it. It cannot be undone.`}
        {...{ what, busy, onConfirm, onClose }}
      />
    </Modal>
  );
}

function ConfirmForm({ name, what, text, busy, onConfirm, onClose }: Omit<ConfirmByNameProps, 'open'>) {
  const id = useId();
  const [typed, setTyped] = useState('');
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (typed === name) onConfirm();
      }}
    >
      <p className={classes.text}>{text}</p>
      <label htmlFor={id} className={classes.label}>
        Type <code>{name}</code> to confirm
      </label>
      <input
        id={id}
        className="sb-input"
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        autoComplete="off"
        spellCheck={false}
        data-autofocus
      />
      <div className={classes.actions}>
        <button type="button" className="sb-button" onClick={onClose}>
          Keep it
        </button>
        <button type="submit" className="sb-button sb-button-danger" disabled={typed !== name || busy}>
          Remove {what}
        </button>
      </div>
    </form>
  );
}
