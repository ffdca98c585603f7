import type { IntervalMs } from '#lib/model/service.ts';
import type { Verdict } from '#lib/model/verdict.ts';
import type { WallScope } from '#lib/model/wall.ts';
import type { Db } from './db.ts';
import { cleanText, isSqlite, join, msOf, type Sql, selectTuples, sql } from './sql.ts';
import { presentVerdict } from './stale.ts';

export interface WallService {
  name: string;
  tier: number;
  verdict: Verdict;
  reason: string;
  since: string;
  checkedAtMs: number | null;
  requestRate: number | null;
  latencyMsP95: IntervalMs | null;
}

type Row = [
  ...[name: string, tier: number, verdict: Verdict, reason: string],
  ...[sinceMs: number, checkedAtMs: number | null, staleAtMs: number | null],
  ...[requestRate: number | null, low: number | null, high: number | null],
];

function conditions({ domain, team, tag, tier }: WallScope): Sql[] {
  const any: Sql[] = [];
  if (domain !== null) any.push(sql`d."name" = ${domain}`);
  if (team !== null) any.push(sql`t."name" = ${team}`);
  if (tier !== null) any.push(sql`s."tier" <= ${tier}`);
  if (tag !== null) any.push(sql`EXISTS (SELECT 1 FROM "ServiceTag" g WHERE g."serviceId" = s."id" AND g."tag" = ${cleanText(tag)})`);
  return any;
}

/** The services that a wall is about, by name, with what may be said of each now. */
export async function listWallServices(db: Db, scope: WallScope, nowMs: number): Promise<WallService[]> {
  const any = conditions(scope);
  const where = any.length === 0 ? sql`` : sql`WHERE ${join(any, ' AND ')}`;
  const verdict = isSqlite(db) ? sql`st."verdict"` : sql`st."verdict"::text`;
  const rows = await selectTuples<Row>(
    db,
    [
      ...[sql`s."name"`, sql`s."tier"`, verdict, sql`st."reason"`],
      ...[msOf(db, 'st."since"'), msOf(db, 'st."checkedAt"'), msOf(db, 'st."staleAt"')],
      ...[sql`st."requestRate"`, sql`st."latencyMsP95Low"`, sql`st."latencyMsP95High"`],
    ],
    sql`FROM "Service" s JOIN "ServiceState" st ON st."serviceId" = s."id"
        LEFT JOIN "Domain" d ON d."id" = s."domainId" LEFT JOIN "Team" t ON t."id" = s."teamId" ${where} ORDER BY s."name"`,
  );
  return rows.map(([name, tier, stored, reason, sinceMs, checkedAtMs, staleAtMs, requestRate, low, high]) => ({
    ...{ name, tier, checkedAtMs, requestRate },
    ...presentVerdict({ verdict: stored, reason, sinceMs, checkedAtMs, staleAtMs }, nowMs),
    latencyMsP95: low === null ? null : { low, high },
  }));
}
