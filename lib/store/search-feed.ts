import type { ChangeKind } from '#lib/model/change.ts';
import type { Db } from './db.ts';
import { join, selectRows, sql } from './sql.ts';

export interface SubjectChange {
  id: number;
  kind: ChangeKind;
  subject: string | null;
}

/** The next changes of some kinds after an id, up to another, oldest first: what happened to whom, without the data. */
export function listSubjectChanges(
  db: Db,
  { kinds, afterId, toId, limit }: { kinds: readonly ChangeKind[]; afterId: number; toId: number; limit: number },
): Promise<SubjectChange[]> {
  return selectRows<SubjectChange>(
    db,
    sql`SELECT "id", "kind", "subject" FROM "Change" WHERE "id" > ${afterId} AND "id" <= ${toId} AND "kind" IN (${join([...kinds])}) ORDER BY "id" LIMIT ${limit}`,
  );
}
