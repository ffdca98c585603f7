'use client';

import { useRouter } from 'next/navigation';
import { useReducer, useState } from 'react';
import { slugify } from '#components/registration/service-name.ts';
import { fieldMessages } from '#lib/client/fault.ts';
import type { Wall } from '#lib/model/wall.ts';
import { useChangeWall, useCreateWall } from '../use-walls.ts';
import { draftOf, emptyDraft, faultsOf, misfitsOf, reduceDraft } from './draft.ts';

/** Wrong sizes are told at once: the preview depends on them. What is still empty is told when it is to be kept. */
const sizes = ['diagonalInches', 'seatM', 'rotationSeconds'];
const sizeFaults = (faults: Record<string, string>) => Object.fromEntries(Object.entries(faults).filter(([field]) => sizes.includes(field)));

/** A wall as it is being edited, with what is wrong of it, and the way to keep it. */
export function useWallForm(wall: Wall | null) {
  const [draft, dispatch] = useReducer(reduceDraft, wall === null ? emptyDraft : draftOf(wall));
  const [wasTried, setTried] = useState(false);
  const router = useRouter();
  const leave = () => router.push('/walls');
  const [create, change] = [useCreateWall(leave), useChangeWall(leave)];
  const saving = wall === null ? create : change;
  const named = wall === null && draft.name === '' ? { ...draft, name: slugify(draft.title) } : draft;
  const [faults, misfits] = [faultsOf(named), misfitsOf(named)];
  const refused = saving.error ? fieldMessages(saving.error) : {};
  function save() {
    setTried(true);
    if (Object.keys(faults).length > 0 || misfits.length > 0) return;
    if (wall === null) return create.mutate(named);
    const { name: _name, ...fields } = named;
    change.mutate({ ...fields, wall: wall.name });
  }
  return {
    ...{ draft: named, dispatch, misfits, save, leave, isSaving: saving.isPending },
    faults: { ...(wasTried ? faults : sizeFaults(faults)), ...refused },
    /** A failure that no field is to blame for. */
    failure: saving.error && Object.keys(refused).length === 0 ? saving.error : null,
  };
}
