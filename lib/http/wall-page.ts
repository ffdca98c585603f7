import { headers } from 'next/headers';
import { admit } from '#lib/auth/actor.ts';
import { AppError } from '#lib/errors.ts';
import type { WallFrame } from '#lib/model/wall.ts';
import { readWallFrame, readWallTitle } from '#lib/query/wall.ts';
import { build } from './build.ts';

/** What the page of a wall begins with; no frame for a screen that is not paired, null where there is no such wall. */
export async function readWallPage(wall: string): Promise<{ title: string; frame: WallFrame | null } | null> {
  const nowMs = Date.now();
  const { db, admission } = await admit(new Headers(await headers()), nowMs);
  const title = await readWallTitle({ db }, wall);
  if (title === null) return null;
  if (!admission) return { title, frame: null };
  try {
    return { title, frame: await readWallFrame({ db, nowMs, actor: admission.actor }, wall, build()) };
  } catch (error) {
    if (error instanceof AppError && error.code === 'forbidden') return { title, frame: null };
    throw error;
  }
}
