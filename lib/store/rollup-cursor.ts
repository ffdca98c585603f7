import type { Db } from './db.ts';
import { getSetting, setSetting } from './setting.ts';

export const minuteMs = 60_000;
export const hourMs = 3_600_000;

/** How far history is rolled up: every minute before `atMs`, and of that minute the services with ids below `nextId`. */
export interface RollupCursor {
  atMs: number;
  nextId: number;
}

const key = 'rollup.cursor';

export async function readCursor(db: Db): Promise<RollupCursor | null> {
  return (await getSetting(db, key)) as RollupCursor | null;
}

export async function moveCursor(tx: Db, cursor: RollupCursor): Promise<void> {
  await setSetting(tx, key, cursor);
}

/** From when on a service's history is to be read from what is not rolled up yet. */
export function rolledUntil(cursor: RollupCursor | null, serviceId: number): number {
  if (!cursor) return 0;
  return serviceId < cursor.nextId ? cursor.atMs + minuteMs : cursor.atMs;
}

/** The width of the stored steps that a span is read from: 0 for single looks, a minute, or an hour. */
export function historyGrainMs(spanMs: number): number {
  if (spanMs <= 2 * hourMs) return 0;
  return spanMs <= 48 * hourMs ? minuteMs : hourMs;
}

/** Steps that lie on whole multiples of the step, no finer than what is stored. */
export function planSteps(fromMs: number, toMs: number, stepMs: number): { startMs: number; stepMs: number; count: number } {
  const grainMs = historyGrainMs(toMs - fromMs) || 1;
  const wholeMs = Math.max(1, Math.ceil(stepMs / grainMs)) * grainMs;
  const startMs = Math.floor(fromMs / wholeMs) * wholeMs;
  return { startMs, stepMs: wholeMs, count: Math.max(1, Math.ceil((toMs - startMs) / wholeMs)) };
}
