'use client';

import { TextInput } from '@mantine/core';
import classes from './registration.module.css';
import { proposeName } from './service-name.ts';
import type { FormHandle } from './use-service-form.ts';

/** The name, and where it is taken one that is free. */
export function NameField({ form, taken }: { form: FormHandle; taken: ReadonlySet<string> }) {
  const { name } = form.values;
  const isTaken = taken.has(name) || form.faults.name === 'is taken';
  const proposal = isTaken ? proposeName(name, taken) : null;
  return (
    <div>
      <TextInput
        label="Name"
        description="In addresses and in the API; it stays"
        inputWrapperOrder={['label', 'input', 'error', 'description']}
        autoComplete="off"
        spellCheck={false}
        data-1p-ignore
        maxLength={63}
        value={name}
        error={isTaken ? `${name} is taken` : form.faults.name}
        onChange={(event) => form.set('name', event.currentTarget.value.toLowerCase())}
      />
      {proposal ? (
        <button type="button" className={`sb-button sb-button-small ${classes.proposal}`} onClick={() => form.set('name', proposal)}>
          Use {proposal}
        </button>
      ) : null}
    </div>
  );
}
