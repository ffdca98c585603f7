import type { Ladder, LadderLevel, LadderStep } from '#lib/model/ladder.ts';
import type { Db } from './db.ts';

/** The level that was judged last; null where nobody judged the service yet. */
export async function findLadder(db: Db, serviceId: number): Promise<Ladder | null> {
  const row = await db.ladderState.findUnique({ where: { serviceId } });
  return row && { level: row.level as LadderLevel | null, steps: row.steps as unknown as LadderStep[], judgedAt: row.judgedAt.toISOString() };
}

export async function keepLadder(tx: Db, serviceId: number, { level, steps, judgedAt }: Ladder): Promise<void> {
  const kept = { level, steps: steps as unknown as object[], judgedAt: new Date(judgedAt) };
  await tx.ladderState.upsert({ where: { serviceId }, create: { serviceId, ...kept }, update: kept });
}
