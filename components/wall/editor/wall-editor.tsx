'use client';

import { TextInput } from '@mantine/core';
import Link from 'next/link';
import { useState } from 'react';
import { ConfirmByName } from '#components/ui/confirm.tsx';
import { Fault } from '#components/ui/fault.tsx';
import { formatCount, formatNumber } from '#components/ui/format.ts';
import { PageHead } from '#components/ui/page-head.tsx';
import type { Wall } from '#lib/model/wall.ts';
import { useRemoveWall } from '../use-walls.ts';
import { faultsOf } from './draft.ts';
import classes from './editor.module.css';
import { PageFields } from './page-fields.tsx';
import { Preview } from './preview.tsx';
import { ScopeFields, ScreenFields } from './screen-fields.tsx';
import { useWallForm } from './use-wall-form.ts';

/** Makes a wall, or changes one. What cannot be read from the back row is refused while it is being typed. */
export function WallEditor({ wall }: { wall: Wall | null }) {
  const form = useWallForm(wall);
  const [page, setPage] = useState(0);
  const { draft, dispatch, faults, misfits } = form;
  const preview = { ...draft, title: draft.title || 'Wall', name: draft.name || 'a-wall' };
  return (
    <>
      <PageHead title={wall === null ? 'Make a wall' : `Wall ${wall.title}`} />
      <div className={classes.editor}>
        <form
          className={classes.form}
          onSubmit={(event) => {
            event.preventDefault();
            form.save();
          }}
        >
          <NameFields named={draft} isNew={wall === null} faults={faults} dispatch={dispatch} />
          <ScreenFields draft={draft} faults={faults} dispatch={dispatch} />
          <ScopeFields draft={draft} faults={faults} dispatch={dispatch} />
          <PageFields draft={draft} faults={faults} misfits={misfits} shown={page} onShow={setPage} dispatch={dispatch} />
          {form.failure ? <Fault error={form.failure} what="The wall was not kept" /> : null}
          <FormFoot wall={wall} misfits={misfits.length} seatM={draft.seatM} isSaving={form.isSaving} onLeave={form.leave} />
        </form>
        <Preview draft={preview} isComplete={Object.keys(faultsOf(preview)).length === 0} page={page} />
      </div>
    </>
  );
}

interface FormFootProps {
  wall: Wall | null;
  misfits: number;
  seatM: number;
  isSaving: boolean;
  onLeave: () => void;
}

function FormFoot({ wall, misfits, seatM, isSaving, onLeave }: FormFootProps) {
  const act = wall === null ? 'Make the wall' : 'Keep the changes';
  return (
    <div className={classes.foot}>
      {misfits > 0 ? (
        <p className={classes.refused}>
          Not kept: {formatCount(misfits, 'panel')} cannot be read from {formatNumber(seatM)} m.
        </p>
      ) : null}
      {wall !== null && !wall.readyMade ? <Remove wall={wall} onRemoved={onLeave} /> : null}
      <Link href="/walls" className="sb-button">
        Cancel
      </Link>
      <button type="submit" className="sb-button sb-button-primary" disabled={isSaving || misfits > 0}>
        {isSaving ? 'Keeping …' : act}
      </button>
    </div>
  );
}

interface NameFieldsProps {
  named: { name: string; title: string };
  isNew: boolean;
  faults: Record<string, string>;
  dispatch: React.Dispatch<{ act: 'set'; fields: { name?: string; title?: string } }>;
}

function NameFields({ named, isNew, faults, dispatch }: NameFieldsProps) {
  return (
    <fieldset className={classes.group}>
      <legend className="sb-hidden">Name</legend>
      <TextInput
        label="Title"
        autoComplete="off"
        maxLength={60}
        value={named.title}
        error={faults.title}
        onChange={(event) => dispatch({ act: 'set', fields: { title: event.currentTarget.value } })}
      />
      {isNew ? (
        <TextInput
          label="Name in its address"
          description={`/wall/${named.name}`}
          inputWrapperOrder={['label', 'input', 'error', 'description']}
          autoComplete="off"
          spellCheck={false}
          maxLength={63}
          value={named.name}
          error={faults.name}
          onChange={(event) => dispatch({ act: 'set', fields: { name: event.currentTarget.value.toLowerCase() } })}
        />
      ) : null}
    </fieldset>
  );
}

function Remove({ wall, onRemoved }: { wall: Wall; onRemoved: () => void }) {
  const [isAsking, setAsking] = useState(false);
  const remove = useRemoveWall(onRemoved);
  return (
    <>
      <button type="button" className="sb-button sb-button-danger" onClick={() => setAsking(true)}>
        Remove
      </button>
      <ConfirmByName
        open={isAsking}
        name={wall.name}
        what="wall"
        text="Screens that are paired with it show a code again. The ready-made wall becomes as it was before anybody changed it."
        busy={remove.isPending}
        onConfirm={() => remove.mutate({ wall: wall.name })}
        onClose={() => setAsking(false)}
      />
    </>
  );
}
