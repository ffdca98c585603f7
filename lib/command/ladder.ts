import { publish } from '#lib/live/publish.ts';
import { log } from '#lib/log.ts';
import type { Ladder } from '#lib/model/ladder.ts';
import { judgeLadders, readLadder } from '#lib/query/ladder.ts';
import { inTransaction, type PrismaClient } from '#lib/store/db.ts';
import { findLevel, keepLadders, listUnjudged } from '#lib/store/ladder.ts';
import { findOwner } from '#lib/store/owner.ts';
import type { CommandContext } from './context.ts';

const hourMs = 3_600_000;
/** Ten thousand services come round within an hour at one batch each twelve seconds. */
const batch = 50;

/** Judges services by what is known of them now, keeps their levels, and tells of those that changed. */
async function judgeServices(db: PrismaClient, serviceIds: readonly number[], nowMs: number): Promise<void> {
  if (serviceIds.length === 0) return;
  const judged = await judgeLadders(db, serviceIds, nowMs);
  const names = new Map(judged.map(({ serviceId, name }) => [serviceId, name]));
  await inTransaction(db, async (tx) => {
    const turns = await keepLadders(tx, judged);
    const changes = turns.map(({ serviceId, from, to }) => {
      const service = names.get(serviceId) ?? '';
      return { kind: 'ladder.changed' as const, subject: service, data: { service, from, to } };
    });
    if (changes.length > 0) await publish(tx, changes, nowMs);
  });
}

/**
 * Judges a service again after something that its level may hang on. To be called once that is stored; a fault here does not undo it, and the
 * worker comes round anyway.
 */
export async function judgeAgain(db: PrismaClient, name: string, nowMs: number): Promise<void> {
  try {
    const service = await findOwner(db, name);
    if (service) await judgeServices(db, [service.id], nowMs);
  } catch (error) {
    log('ladder').error({ err: error, service: name }, 'a service could not be judged; it comes round again');
  }
}

/** The ladder of a service as it stands. Where another level is kept, that is mended: catalog and badge shall say the same. */
export async function showLadder(ctx: CommandContext, name: string): Promise<Ladder> {
  const ladder = await readLadder(ctx, name);
  const kept = await findLevel(ctx.db, name);
  if (!kept?.isJudged || kept.level !== ladder.level) await judgeAgain(ctx.db, name, ctx.nowMs);
  return ladder;
}

/** Judges the services that nobody judged yet, or not for most of an hour: results grow old, and levels end with them. */
export async function judgeOldest(db: PrismaClient, nowMs = Date.now()): Promise<void> {
  await judgeServices(db, await listUnjudged(db, nowMs - hourMs, batch), nowMs);
}
