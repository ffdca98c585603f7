import type { Db } from './db.ts';
import { isSqlite, msOf, selectRows, sql } from './sql.ts';

export interface Claim {
  held: boolean;
  /** Grows by one at each change of owner. */
  epoch: number;
  heldBy: string;
}

export interface Lease {
  owner: string;
  epoch: number;
  renewedAtMs: number;
  expiresAtMs: number;
  /** By the database's clock. */
  expired: boolean;
}

/** Now, and `ttlMs` from now, by the database's clock: the machines' own need not agree. */
function clock(db: Db, ttlMs: number) {
  if (isSqlite(db))
    return { now: sql`CAST(unixepoch('subsec') * 1000 AS INTEGER)`, end: sql`CAST(unixepoch('subsec') * 1000 AS INTEGER) + ${ttlMs}` };
  const now = sql`(clock_timestamp() AT TIME ZONE 'UTC')`;
  return { now, end: sql`${now} + ${ttlMs}::float8 * interval '1 millisecond'` };
}

/** Takes a lease that is free, expired or the owner's own already. */
export async function claimLease(db: Db, name: string, owner: string, ttlMs: number): Promise<Claim> {
  const { now, end } = clock(db, ttlMs);
  const [taken] = await selectRows<{ epoch: number }>(
    db,
    sql`INSERT INTO "PollerLease" ("name", "owner", "epoch", "renewedAt", "expiresAt") VALUES (${name}, ${owner}, 1, ${now}, ${end})
        ON CONFLICT ("name") DO UPDATE SET
          "epoch" = "PollerLease"."epoch" + CASE WHEN "PollerLease"."owner" = excluded."owner" THEN 0 ELSE 1 END,
          "owner" = excluded."owner", "renewedAt" = excluded."renewedAt", "expiresAt" = excluded."expiresAt"
        WHERE "PollerLease"."owner" = excluded."owner" OR "PollerLease"."expiresAt" <= ${now}
        RETURNING "epoch"`,
  );
  if (taken) return { held: true, epoch: taken.epoch, heldBy: owner };
  const lease = await readLease(db, name);
  return { held: false, epoch: lease?.epoch ?? 0, heldBy: lease?.owner ?? '' };
}

/** Prolongs a lease; false: somebody else has it. Within a transaction it also keeps others from taking it before the commit. */
export async function renewLease(db: Db, name: string, owner: string, ttlMs: number): Promise<boolean> {
  const { now, end } = clock(db, ttlMs);
  const changed = await db.$executeRaw(
    sql`UPDATE "PollerLease" SET "renewedAt" = ${now}, "expiresAt" = ${end} WHERE "name" = ${name} AND "owner" = ${owner}`,
  );
  return changed === 1;
}

/** Lets the next one in. The row stays, and with it the epoch. */
export async function releaseLease(db: Db, name: string, owner: string): Promise<void> {
  // The column holds whole milliseconds: now may be rounded up to what is still to come.
  const { end } = clock(db, -1);
  await db.$executeRaw(sql`UPDATE "PollerLease" SET "expiresAt" = ${end} WHERE "name" = ${name} AND "owner" = ${owner}`);
}

export async function readLease(db: Db, name: string): Promise<Lease | null> {
  const { now } = clock(db, 0);
  const [row] = await selectRows<Omit<Lease, 'expired'> & { expired: number }>(
    db,
    sql`SELECT "owner", "epoch", ${msOf(db, '"renewedAt"')} + 0 AS "renewedAtMs", ${msOf(db, '"expiresAt"')} + 0 AS "expiresAtMs", CASE WHEN "expiresAt" <= ${now} THEN 1 ELSE 0 END AS expired FROM "PollerLease" WHERE "name" = ${name}`,
  );
  return row ? { ...row, expired: row.expired === 1 } : null;
}
