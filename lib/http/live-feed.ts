import type { PrismaClient } from '#lib/auth/actor.ts';
import { createFeed, type Feed } from '#lib/live/follow.ts';
import { readLastChangeId } from '#lib/query/change.ts';
import { createLive, liveDefaults } from './live.ts';
import { processStreams } from './streams.ts';

const key = Symbol.for('signalbox.feed');

/** One upstream poll for the process, however many bundles of it hold this module. */
function processFeed(db: PrismaClient): Feed {
  const holder = globalThis as { [key]?: Feed };
  holder[key] ??= createFeed(db, { pollMs: 40 });
  return holder[key];
}

/** /api/live, on this process's database. */
export const answerLive = createLive({ ...liveDefaults, feedOf: processFeed, lastIdOf: readLastChangeId, streams: processStreams() });
