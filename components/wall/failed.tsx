'use client';

import { useEffect } from 'react';
import { reloadIfReachable } from '#lib/client/watchdog.ts';
import classes from './pairing.module.css';

const againMs = 10_000;

/** Nobody stands before a wall to press a button: it tries again by itself, for ever. */
export function WallFailed() {
  useEffect(() => {
    const timer = setInterval(() => void reloadIfReachable(), againMs);
    return () => clearInterval(timer);
  }, []);
  return (
    <main className={classes.screen} data-ground="dark" data-wall="failed">
      <h1 className={classes.failed}>We cannot see</h1>
      <p className={classes.text}>This wall could not be drawn. It tries again every 10 s, by itself.</p>
    </main>
  );
}
