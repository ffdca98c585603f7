'use client';

import { SegmentedControl } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { Fault } from '#components/ui/fault.tsx';
import { formatNumber } from '#components/ui/format.ts';
import { useHydrated } from '#components/ui/now.tsx';
import { orpc } from '#lib/client/client.ts';
import { roomOf, tileCapacity } from '#lib/model/wall/room.ts';
import type { WallFrame } from '#lib/model/wall.ts';
import { WallScreen } from '../wall-screen.tsx';
import { type Draft, shapeOf } from './draft.ts';
import classes from './editor.module.css';
import { frameOn, type Occasion } from './sample.ts';

const settleMs = 400;
const refreshMs = 5000;

/** A value once it has stood still for a moment. */
function useSettled<T>(value: T): T {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), settleMs);
    return () => clearTimeout(timer);
  }, [value]);
  return settled;
}

const occasions: { value: Occasion; label: string }[] = [
  { value: 'now', label: 'Now' },
  { value: 'trouble', label: 'Trouble' },
  { value: 'blind', label: 'Blind' },
];

/** The wall as it would hang, in true proportion. Only what is complete is asked for; sizes follow every change at once. */
export function Preview({ draft, isComplete, page }: { draft: Draft; isComplete: boolean; page: number }) {
  const [occasion, setOccasion] = useState<Occasion>('now');
  const asked = useSettled(draft);
  const query = useQuery({
    ...orpc.wall.preview.queryOptions({ input: asked }),
    enabled: isComplete,
    placeholderData: keepPreviousData,
    refetchInterval: refreshMs,
  });
  const shape = shapeOf(draft);
  return (
    <section className={classes.preview} aria-label="Preview">
      <div className={classes.previewHead}>
        <SegmentedControl size="xs" aria-label="Occasion" data={occasions} value={occasion} onChange={(value) => setOccasion(value as Occasion)} />
        <SizeWords draft={draft} />
      </div>
      <div className={classes.device} style={{ aspectRatio: `${shape.width} / ${shape.height}` }} data-upright={draft.upright || undefined}>
        {query.data ? <Shown draft={draft} frame={frameOn(query.data.frame, occasion)} page={occasion === 'trouble' ? -1 : page} /> : null}
      </div>
      {query.isError ? <Fault error={query.error} what="The preview could not be made" onRetry={() => void query.refetch()} /> : null}
    </section>
  );
}

function SizeWords({ draft }: { draft: Draft }) {
  const room = roomOf(draft, shapeOf(draft));
  const { tiles } = tileCapacity(room);
  return (
    <p className={classes.sizes}>
      type {formatNumber(room.typeShare * 100, 1)} % of the height · up to {formatNumber(tiles, 0)} {tiles === 1 ? 'tile' : 'tiles'}
    </p>
  );
}

function Shown({ draft, frame, page }: { draft: Draft; frame: WallFrame; page: number }) {
  const hasZone = useHydrated();
  const shape = shapeOf(draft);
  const auto = draft.pages.findIndex(({ kind }) => kind === 'auto');
  const shown = page < 0 ? Math.max(0, auto) : Math.min(page, draft.pages.length - 1);
  const view = {
    frame: { ...frame, wall: { ...frame.wall, ...draft } },
    seen: frame,
    nowMs: Date.parse(frame.at),
    ...({ freshness: 'fresh', lateMs: 0, beats: 0, late: [], page: shown, sound: 'off' } as const),
  };
  return (
    <div className={classes.screen} inert>
      <WallScreen view={view} ground={{ shape, room: roomOf(draft, shape), hasZone, orbits: false }} scheme="dark" />
    </div>
  );
}
