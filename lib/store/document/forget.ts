import type { Db } from '../db.ts';

/** Forgets the oldest revisions of services that have more than so many; a current one never. Says how many went. */
export async function forgetRevisions(db: Db, keep: number): Promise<number> {
  const crowded = await db.revision.groupBy({ by: ['serviceId'], _max: { number: true }, having: { number: { _count: { gt: keep } } } });
  let forgotten = 0;
  for (const { serviceId, _max } of crowded) {
    const below = { serviceId, current: false, number: { lte: (_max.number ?? 0) - keep } };
    forgotten += (await db.revision.deleteMany({ where: below })).count;
  }
  return forgotten;
}
