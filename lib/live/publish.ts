import type { NewChange } from '#lib/model/change.ts';
import { insertChanges } from '#lib/store/change.ts';
import type { Db } from '#lib/store/db.ts';

/** Tells everybody, with the commit of the transaction that made it true. */
export async function publish(tx: Db, changes: NewChange[], nowMs: number): Promise<void> {
  await insertChanges(tx, changes, nowMs);
}
