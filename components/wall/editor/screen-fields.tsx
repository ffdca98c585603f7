'use client';

import { Checkbox, NativeSelect, NumberInput, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { Dispatch } from 'react';
import { orpc } from '#lib/client/client.ts';
import type { Draft, DraftAct } from './draft.ts';
import classes from './editor.module.css';

interface FieldsProps {
  draft: Draft;
  faults: Record<string, string>;
  dispatch: Dispatch<DraftAct>;
}

const plain = { autoComplete: 'off', spellCheck: false, 'data-1p-ignore': true, 'data-lpignore': true } as const;
const numberOf = (value: number | string) => (typeof value === 'number' ? value : Number.NaN);
const shownNumber = (value: number) => (Number.isNaN(value) ? '' : value);

/** How large the screen is, and from where it is read: all sizes follow from that. */
export function ScreenFields({ draft, faults, dispatch }: FieldsProps) {
  const set = (fields: Partial<Omit<Draft, 'pages'>>) => dispatch({ act: 'set', fields });
  return (
    <fieldset className={classes.group}>
      <legend className={classes.legend}>Screen</legend>
      <div className={classes.two}>
        <NumberInput
          label="Diagonal"
          suffix="″"
          hideControls
          clampBehavior="none"
          value={shownNumber(draft.diagonalInches)}
          error={faults.diagonalInches}
          onChange={(value) => set({ diagonalInches: numberOf(value) })}
        />
        <NumberInput
          label="Farthest seat"
          suffix=" m"
          hideControls
          clampBehavior="none"
          step={0.5}
          value={shownNumber(draft.seatM)}
          error={faults.seatM}
          onChange={(value) => set({ seatM: numberOf(value) })}
        />
      </div>
      <Checkbox label="It stands upright" checked={draft.upright} onChange={(event) => set({ upright: event.currentTarget.checked })} />
      {draft.pages.length > 1 ? (
        <NumberInput
          label="A page stays for"
          description="Pages turn only while nothing is wrong"
          inputWrapperOrder={['label', 'input', 'error', 'description']}
          suffix=" s"
          hideControls
          clampBehavior="none"
          value={shownNumber(draft.rotationSeconds)}
          error={faults.rotationSeconds}
          onChange={(value) => set({ rotationSeconds: numberOf(value) })}
        />
      ) : null}
    </fieldset>
  );
}

const anyOf = (names: readonly string[], chosen: string | null) => [
  { value: '', label: 'any' },
  ...[...new Set([...names, ...(chosen === null ? [] : [chosen])])].map((name) => ({ value: name, label: name })),
];
const orNull = (text: string) => (text === '' ? null : text);

/** Which services the wall is about. */
export function ScopeFields({ draft: { scope }, dispatch }: FieldsProps) {
  const domains = useQuery(orpc.group.domains.queryOptions()).data?.domains ?? [];
  const teams = useQuery(orpc.group.teams.queryOptions()).data?.teams ?? [];
  const set = (fields: Partial<Draft['scope']>) => dispatch({ act: 'set', fields: { scope: { ...scope, ...fields } } });
  const namesOf = (groups: readonly { name: string }[]) => groups.map(({ name }) => name);
  return (
    <fieldset className={classes.group}>
      <legend className={classes.legend}>Services</legend>
      <div className={classes.two}>
        <NativeSelect
          label="Domain"
          data={anyOf(namesOf(domains), scope.domain)}
          value={scope.domain ?? ''}
          onChange={(event) => set({ domain: orNull(event.currentTarget.value) })}
        />
        <NativeSelect
          label="Team"
          data={anyOf(namesOf(teams), scope.team)}
          value={scope.team ?? ''}
          onChange={(event) => set({ team: orNull(event.currentTarget.value) })}
        />
        <TextInput
          {...plain}
          label="Tag"
          placeholder="any"
          maxLength={100}
          value={scope.tag ?? ''}
          onChange={(event) => set({ tag: orNull(event.currentTarget.value.trim()) })}
        />
        <NativeSelect
          label="Tier"
          data={[
            { value: '', label: 'any' },
            { value: '1', label: '1 only' },
            { value: '2', label: '1 and 2' },
            { value: '3', label: '1 to 3' },
          ]}
          value={scope.tier === null ? '' : String(scope.tier)}
          onChange={(event) => set({ tier: event.currentTarget.value === '' ? null : Number(event.currentTarget.value) })}
        />
      </div>
    </fieldset>
  );
}
