'use client';

import { useRef } from 'react';
import { useHydrated } from '#components/ui/now.tsx';
import { roomOf } from '#lib/model/wall/room.ts';
import { pageAt } from '#lib/model/wall/rotation.ts';
import type { WallFrame } from '#lib/model/wall.ts';
import classes from './app.module.css';
import { Pairing } from './pairing.tsx';
import { usePlannedReload, useWakeLock, useWatchdog } from './use-care.ts';
import { useEarcon } from './use-earcon.ts';
import { useFrames } from './use-frames.ts';
import { useViewport } from './use-viewport.ts';
import type { WallView } from './view.ts';
import { stateOf, WallScreen } from './wall-screen.tsx';

interface WallAppProps {
  name: string;
  title: string;
  /** What the wall shows as the page is made; null for a screen that is not paired. */
  first: WallFrame | null;
  scheme: 'dark' | 'light';
  wantsSound: boolean;
}

/** A wall that looks after itself: shows, notices that it is late, comes back, and never needs a touch. */
export function WallApp({ name, title, first, scheme, wantsSound }: WallAppProps) {
  const { heard, isRefused, nowMs, freshness, lateMs, tickMs, restart } = useFrames(name, first);
  const shape = useViewport();
  const hasZone = useHydrated();
  const page = useRef(0);
  const sound = useEarcon(isRefused ? null : (heard?.frame.problems ?? null), wantsSound);
  useWakeLock();
  useWatchdog(tickMs);
  const view: WallView | null = heard && toView();
  usePlannedReload({ nowMs, isQuiet: view !== null && !isRefused && stateOf(view) === 'calm', build: heard?.frame.build ?? '' });
  function toView(): WallView | null {
    if (heard === null) return null;
    const { frame, seen, beats, late } = heard;
    const { pages, rotationSeconds } = frame.wall;
    page.current = pageAt({ pages, rotationSeconds, nowMs, isOpen: (seen ?? frame).problemsTotal > 0, current: page.current });
    return { frame, seen, nowMs, freshness, lateMs, beats, late, page: page.current, sound };
  }
  if (view === null || isRefused) return <Pairing wall={name} title={title} onPaired={restart} />;
  return (
    <main className={classes.whole} data-wall={name}>
      <WallScreen view={view} ground={{ shape, room: roomOf(view.frame.wall, shape), hasZone, orbits: true }} scheme={scheme} />
    </main>
  );
}
