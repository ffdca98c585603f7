import type { Change, ChangeKind, NewChange } from '#lib/model/change.ts';
import type { Db } from './db.ts';
import { getSetting } from './setting.ts';
import { cleanJson, isSqlite, selectRows, sql } from './sql.ts';

/** Ids must become visible in their order, or a follower would step over one: on PostgreSQL writers take turns. */
const orderLock = 0x5bc0_0001;

/** Where the feed is complete from, kept when older changes are forgotten. */
export const completeFromKey = 'change.completeFrom';

/** Adds changes within a transaction; answers their ids. */
export async function insertChanges(tx: Db, changes: NewChange[], nowMs: number): Promise<number[]> {
  if (changes.length === 0) return [];
  const at = new Date(nowMs);
  const rows = cleanJson(changes.map(({ kind, subject, data }) => [kind, subject, data]));
  if (!isSqlite(tx)) await tx.$executeRaw(sql`SELECT pg_advisory_xact_lock(${orderLock})`);
  const inserted = await selectRows<{ id: number }>(
    tx,
    isSqlite(tx)
      ? sql`INSERT INTO "Change" ("at", "kind", "subject", "data")
            SELECT ${at}, value->>0, value->>1, value->>2 FROM json_each(${rows}) ORDER BY key RETURNING "id"`
      : sql`INSERT INTO "Change" ("at", "kind", "subject", "data")
            SELECT ${at}::timestamp(3), value->>0, value->>1, value->2 FROM jsonb_array_elements(${rows}::jsonb) WITH ORDINALITY AS t(value, n) ORDER BY n RETURNING "id"`,
  );
  return inserted.map(({ id }) => id).sort((a, b) => a - b);
}

interface ChangeRow {
  id: number;
  at: Date;
  kind: string;
  subject: string | null;
  data: unknown;
}

function toChange({ id, at, kind, subject, data }: ChangeRow): Change {
  return { id, at: at.toISOString(), kind, subject, data } as Change;
}

/** The next changes after an id, oldest first. */
export async function listChangesAfter(db: Db, id: number, limit: number): Promise<Change[]> {
  const rows = await db.$queryRaw<ChangeRow[]>(
    sql`SELECT "id", "at", "kind", "subject", "data" FROM "Change" WHERE "id" > ${id} ORDER BY "id" LIMIT ${limit}`,
  );
  return rows.map(toChange);
}

export interface ChangeFilter {
  kinds: readonly ChangeKind[];
  /** Name of the service concerned. */
  service?: string | undefined;
  beforeId?: number | undefined;
  limit: number;
}

/** Changes of some kinds, newest first. */
export async function listChanges(db: Db, { kinds, service, beforeId, limit }: ChangeFilter): Promise<Change[]> {
  const rows = await db.change.findMany({
    where: {
      kind: { in: [...kinds] },
      ...(service === undefined ? {} : { subject: service }),
      ...(beforeId === undefined ? {} : { id: { lt: beforeId } }),
    },
    orderBy: { id: 'desc' },
    take: limit,
  });
  return rows.map(toChange);
}

/** Id of the newest change; 0 when there has been none. */
export async function lastChangeId(db: Db): Promise<number> {
  const [row] = await selectRows<{ id: number | null }>(db, sql`SELECT max("id") AS id FROM "Change"`);
  return row?.id ?? 0;
}

/** The id from which on no change has been forgotten. */
export async function firstChangeId(db: Db): Promise<number> {
  const kept = await getSetting(db, completeFromKey);
  return typeof kept === 'number' ? kept : 1;
}
