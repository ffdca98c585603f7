import type { Verdict } from '#lib/model/verdict.ts';
import type { Db } from './db.ts';
import { join, raw, selectTuples, sql } from './sql.ts';
import { presentedVerdict } from './stale.ts';

/** The verdict of each of the named services, as of `nowMs`. */
export async function findVerdicts(db: Db, names: readonly string[], nowMs: number): Promise<Map<string, Verdict>> {
  if (names.length === 0) return new Map();
  const rows = await selectTuples<[string, Verdict]>(
    db,
    [raw('s."name"'), presentedVerdict(db, nowMs)],
    sql`FROM "Service" s JOIN "ServiceState" st ON st."serviceId" = s."id" WHERE s."name" IN (${join([...names])})`,
  );
  return new Map(rows);
}
