'use client';

import { useCallback, useEffect, useRef, useState } from 'react';
import { createWallFeed } from '#lib/client/wall.ts';
import { type Freshness, freshnessOf } from '#lib/model/wall/lateness.ts';
import { Ring } from '#lib/model/wall/ring.ts';
import type { WallFrame } from '#lib/model/wall.ts';
import { beatPlaces } from './beat.tsx';

export interface Heard {
  frame: WallFrame;
  /** The last frame in which Signalbox could see. */
  seen: WallFrame | null;
  /** When it came, on the monotonic clock. */
  atMs: number;
  beats: number;
  /** Of the latest frames, oldest first: whether each came late. */
  late: readonly boolean[];
}

interface Frames {
  heard: Heard | null;
  /** Whether this screen is not admitted, or not any more. */
  isRefused: boolean;
  nowMs: number;
  freshness: Freshness;
  lateMs: number;
  /** Changes with every look at the clock: the page lives. */
  tickMs: number;
  /** Begins anew, after the screen was paired. */
  restart: () => void;
}

const lookMs = 500;
/** A screen that is not admitted asks again now and then: whoever refused it may have been mistaken. */
const refusedMs = 30_000;

const seenIn = (frame: WallFrame, before: Heard | null) => (frame.sight.blind === null ? frame : (before?.seen ?? null));

/** The frames of a wall as they come, and how late the next one is: known without anything having to arrive. */
export function useFrames(wall: string, first: WallFrame | null): Frames {
  const [heard, setHeard] = useState<Heard | null>(
    () => first && { frame: first, seen: seenIn(first, null), atMs: performance.now(), beats: 0, late: [] },
  );
  const [isRefused, setRefused] = useState(first === null);
  const [clockMs, setClockMs] = useState(() => heard?.atMs ?? 0);
  const isPaired = first !== null;
  const feed = useRef<ReturnType<typeof createWallFeed> | null>(null);
  useEffect(() => {
    let lastMs: number | null = null;
    let again: ReturnType<typeof setTimeout> | undefined;
    const askLater = () => {
      again = setTimeout(made.open, refusedMs);
    };
    const arrivals = new Ring<boolean>(beatPlaces);
    const made = createWallFeed(wall, {
      take: (frame) => {
        const atMs = performance.now();
        setClockMs(atMs);
        setRefused(false);
        arrivals.push(lastMs !== null && freshnessOf(lastMs, atMs) !== 'fresh');
        lastMs = atMs;
        const late = arrivals.toArray();
        setHeard((before) => ({ frame, seen: seenIn(frame, before), atMs, beats: (before?.beats ?? 0) + 1, late }));
      },
      refused: () => {
        setRefused(true);
        askLater();
      },
    });
    feed.current = made;
    if (isPaired) made.open();
    else askLater();
    const timer = setInterval(() => setClockMs(performance.now()), lookMs);
    window.addEventListener('online', made.open);
    return () => {
      clearInterval(timer);
      clearTimeout(again);
      window.removeEventListener('online', made.open);
      made.close();
    };
  }, [wall, isPaired]);
  const restart = useCallback(() => feed.current?.open(), []);
  const sinceMs = heard === null ? 0 : Math.max(0, clockMs - heard.atMs);
  return {
    ...{ heard, isRefused, restart, lateMs: sinceMs, tickMs: clockMs },
    nowMs: heard === null ? 0 : Date.parse(heard.frame.at) + sinceMs,
    freshness: heard === null ? 'fresh' : freshnessOf(heard.atMs, clockMs),
  };
}
