import { lastChangeId } from '#lib/store/change.ts';
import type { PrismaClient } from '#lib/store/db.ts';

/** The newest change: what a page or a stream begins after. */
export function readLastChangeId(db: PrismaClient): Promise<number> {
  return lastChangeId(db);
}
