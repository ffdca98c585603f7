'use client';

import { Modal, TextInput } from '@mantine/core';
import { useState } from 'react';
import { Fault } from '#components/ui/fault.tsx';
import { fieldMessages } from '#lib/client/fault.ts';
import { usePairScreen, useScreens } from './use-walls.ts';
import classes from './walls.module.css';

const plain = { autoComplete: 'off', spellCheck: false, 'data-1p-ignore': true, 'data-lpignore': true } as const;

export function PairDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  return (
    <Modal opened={open} onClose={onClose} title="Pair a screen" closeButtonProps={{ 'aria-label': 'Close' }}>
      <PairForm onClose={onClose} />
    </Modal>
  );
}

function PairForm({ onClose }: { onClose: () => void }) {
  const [values, setValues] = useState({ code: '', name: '' });
  const pair = usePairScreen();
  if (pair.data) return <Paired name={values.name} wall={pair.data.wall} onClose={onClose} />;
  const messages = pair.error ? fieldMessages(pair.error) : {};
  return (
    <form
      className={classes.dialog}
      onSubmit={(event) => {
        event.preventDefault();
        pair.mutate(values);
      }}
    >
      {pair.error && Object.keys(messages).length === 0 ? <Fault error={pair.error} what="The screen was not paired" /> : null}
      <TextInput
        {...plain}
        label="Code on the screen"
        description="Open the address of a wall on the screen, signed out: it shows 8 letters and digits"
        inputWrapperOrder={['label', 'input', 'error', 'description']}
        classNames={{ input: classes.code ?? '' }}
        placeholder="ACDE-3467"
        required
        withAsterisk={false}
        maxLength={20}
        data-autofocus
        value={values.code}
        error={messages.code}
        onChange={(event) => setValues({ ...values, code: event.currentTarget.value })}
      />
      <TextInput
        {...plain}
        label="Name of the screen"
        description="Where it hangs, such as the room"
        inputWrapperOrder={['label', 'input', 'error', 'description']}
        required
        withAsterisk={false}
        maxLength={60}
        value={values.name}
        error={messages.name}
        onChange={(event) => setValues({ ...values, name: event.currentTarget.value })}
      />
      <div className={classes.foot}>
        <button type="button" className="sb-button" onClick={onClose}>
          Cancel
        </button>
        <button type="submit" className="sb-button sb-button-primary" disabled={pair.isPending}>
          {pair.isPending ? 'Pairing …' : 'Pair'}
        </button>
      </div>
    </form>
  );
}

function Paired({ name, wall, onClose }: { name: string; wall: string; onClose: () => void }) {
  const screens = useScreens(true);
  const isThere = screens.data?.screens.some((screen) => screen.name === name && screen.wall === wall) ?? false;
  return (
    <div className={classes.dialog}>
      <p className={classes.note} role="status">
        <strong>{name}</strong> {isThere ? 'shows' : 'is about to show'} the wall <strong>{wall}</strong>. It reads this wall and nothing else, until
        you revoke it here.
      </p>
      <div className={classes.foot}>
        <button type="button" className="sb-button sb-button-primary" onClick={onClose}>
          Done
        </button>
      </div>
    </div>
  );
}
