import type { Db } from './db.ts';
import { getSetting, setSetting } from './setting.ts';

export const minuteMs = 60_000;
export const fiveMinutesMs = 300_000;
export const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** How far history is rolled up: every minute before `atMs`, and of that minute the services with ids below `nextId`. */
export interface RollupCursor {
  atMs: number;
  nextId: number;
  /** From when on steps of five minutes are whole; not there where none is yet. */
  fivesFromMs?: number;
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

/** The width of the stored steps that a span is read from: 0 for single looks, a minute, five minutes, or an hour. */
export function historyGrainMs(spanMs: number): number {
  if (spanMs <= 2 * hourMs) return 0;
  if (spanMs <= 12 * hourMs) return minuteMs;
  return spanMs <= 7 * dayMs ? fiveMinutesMs : hourMs;
}

/** Steps that lie on whole multiples of the step, no finer than what is stored. */
export function planSteps(fromMs: number, toMs: number, stepMs: number): { startMs: number; stepMs: number; count: number } {
  const grainMs = historyGrainMs(toMs - fromMs) || 1;
  const wholeMs = Math.max(1, Math.ceil(stepMs / grainMs)) * grainMs;
  const startMs = Math.floor(fromMs / wholeMs) * wholeMs;
  return { startMs, stepMs: wholeMs, count: Math.max(1, Math.ceil((toMs - startMs) / wholeMs)) };
}

/** A part of a span, and the stored steps that it is read from; `endMs` is not part of it. */
export interface Piece {
  stepSeconds: number;
  startMs: number;
  endMs: number;
}

/**
 * Where each part of a span is read: what is rolled up from the grain of the span, the rest as it was seen. What was rolled up before
 * there were steps of five minutes is read from minutes, or from hours where minutes may be forgotten already.
 */
export function planPieces(
  cursor: RollupCursor | null,
  serviceId: number,
  { spanMs, startMs, toMs }: { spanMs: number; startMs: number; toMs: number },
): Piece[] {
  const grainMs = historyGrainMs(spanMs);
  const cutMs = grainMs === 0 ? startMs : Math.min(Math.max(startMs, rolledUntil(cursor, serviceId)), toMs);
  const fivesMs = grainMs === fiveMinutesMs ? Math.min(Math.max(startMs, cursor?.fivesFromMs ?? Number.POSITIVE_INFINITY), cutMs) : startMs;
  const older = spanMs <= 2 * dayMs ? 60 : 3600;
  const pieces = [
    { stepSeconds: older, startMs, endMs: fivesMs },
    { stepSeconds: grainMs / 1000, startMs: fivesMs, endMs: cutMs },
    { stepSeconds: 0, startMs: cutMs, endMs: toMs + 1 },
  ];
  return pieces.filter((piece) => piece.endMs > piece.startMs);
}
