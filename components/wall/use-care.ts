'use client';

import { useEffect, useRef, useState } from 'react';
import { reloadIfReachable, startWatchdog } from '#lib/client/watchdog.ts';
import { isReloadDue } from '#lib/model/wall/care.ts';

/** Keeps the screen from going to sleep, where the browser lets us. */
export function useWakeLock(): void {
  useEffect(() => {
    let lock: WakeLockSentinel | undefined;
    let isOver = false;
    const ask = async () => {
      if (document.visibilityState !== 'visible' || !('wakeLock' in navigator)) return;
      lock = await navigator.wakeLock.request('screen').catch(() => undefined);
      if (isOver) void lock?.release();
    };
    void ask();
    document.addEventListener('visibilitychange', ask);
    return () => {
      isOver = true;
      document.removeEventListener('visibilitychange', ask);
      void lock?.release();
    };
  }, []);
}

/** Tells the watchdog that the page lives, with every drawing of it; at least every half second while it does. */
export function useWatchdog(drawing: number): void {
  const watchdog = useRef<ReturnType<typeof startWatchdog> | null>(null);
  useEffect(() => {
    watchdog.current = startWatchdog();
    return () => {
      watchdog.current?.stop();
      watchdog.current = null;
    };
  }, []);
  useEffect(() => {
    if (drawing >= 0) watchdog.current?.beat();
  }, [drawing]);
}

interface Reload {
  nowMs: number;
  isQuiet: boolean;
  build: string;
}

const checkMs = 30_000;

/** Loads the page anew once a day, or for a new build, at a minute when nobody needs it and only when it can be had. */
export function usePlannedReload({ nowMs, isQuiet, build }: Reload): void {
  const [loaded] = useState(() => ({ build, monotonicMs: performance.now(), spread: Math.random() }));
  const now = useRef({ nowMs, isQuiet, build });
  now.current = { nowMs, isQuiet, build };
  useEffect(() => {
    const timer = setInterval(() => {
      const local = now.current.nowMs - new Date(now.current.nowMs).getTimezoneOffset() * 60_000;
      const due = isReloadDue({
        ...{ nowMs: local, loadedMs: local - (performance.now() - loaded.monotonicMs), spread: loaded.spread },
        ...{ isQuiet: now.current.isQuiet, isNewBuild: now.current.build !== loaded.build },
      });
      if (due) void reloadIfReachable();
    }, checkMs);
    return () => clearInterval(timer);
  }, [loaded]);
}
