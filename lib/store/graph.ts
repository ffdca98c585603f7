import type { GraphFacts, GraphService } from '#lib/model/graph/assemble.ts';
import type { Verdict } from '#lib/model/verdict.ts';
import type { Db } from './db.ts';
import { isSqlite, join, msOf, selectTuples, sql } from './sql.ts';
import { presentedVerdict } from './stale.ts';

type Row = [
  ...[name: string, baseUrl: string | null, domain: string | null, team: string | null, tier: number, verdict: Verdict | null],
  ...[requestRate: number | null, errorRatio: number | null, low: number | null, high: number | null, seenAtMs: number | null, instances: number],
];

/** Of which time client errors are told. */
const lateMs = 120_000;

/** Share of requests that services answered with 4xx lately, by service. */
async function readClientErrors(db: Db, nowMs: number): Promise<Map<string, number>> {
  const rows = await selectTuples<[string, number]>(
    db,
    [sql`s."name"`, sql`p."ratio"`],
    sql`FROM (SELECT "serviceId", sum("clientErrors") / sum("requests") AS "ratio" FROM "SignalPoint"
        WHERE "stepSeconds" = 0 AND "at" > ${new Date(nowMs - lateMs)} AND "clientErrors" IS NOT NULL
        GROUP BY "serviceId" HAVING sum("requests") > 0 AND sum("clientErrors") > 0) p JOIN "Service" s ON s."id" = p."serviceId"`,
  );
  return new Map(rows);
}

/** Every service, or the named ones, with what a graph shows of it. */
export async function listGraphServices(db: Db, nowMs: number, names?: readonly string[]): Promise<GraphService[]> {
  const clientErrors = await readClientErrors(db, nowMs);
  const rows = await selectTuples<Row>(
    db,
    [
      ...[sql`s."name"`, sql`s."baseUrl"`, sql`d."name"`, sql`t."name"`, sql`s."tier"`, presentedVerdict(db, nowMs)],
      ...[sql`st."requestRate"`, sql`st."errorRatio"`, sql`st."latencyMsP95Low"`, sql`st."latencyMsP95High"`],
      msOf(db, 'coalesce(st."signalsAt", st."checkedAt")'),
      sql`(SELECT count(*) FROM "InstanceState" i WHERE i."serviceId" = s."id")`,
    ],
    sql`FROM "Service" s LEFT JOIN "ServiceState" st ON st."serviceId" = s."id"
      LEFT JOIN "Domain" d ON d."id" = s."domainId" LEFT JOIN "Team" t ON t."id" = s."teamId" ${names ? sql`WHERE s."name" IN (${join([...names])})` : sql``} ORDER BY s."name"`,
  );
  return rows.map(([name, baseUrl, domain, team, tier, verdict, requestRate, errorRatio, low, high, seenAtMs, instances]) => ({
    ...{ name, baseUrl, domain, team, tier, requestRate, errorRatio, instances, verdict: verdict ?? 'unknown' },
    latencyMsP95: low === null ? null : { low, high },
    clientErrorRatio: clientErrors.get(name) ?? (requestRate === null ? null : 0),
    seenAt: seenAtMs === null ? null : new Date(seenAtMs).toISOString(),
  }));
}

type Declared = GraphFacts['declared'][number];

/** What services, or one of them, declare to call, with since when, ms since the epoch; where that was not noted, since the service stands. */
export async function listDeclaredAt(db: Db, serviceId?: number): Promise<(Declared & { atMs: number })[]> {
  const kind = isSqlite(db) ? sql`d."kind"` : sql`d."kind"::text`;
  const rows = await selectTuples<[string, string, Declared['kind'], number | boolean, number]>(
    db,
    [sql`s."name"`, sql`d."callee"`, kind, sql`d."critical"`, msOf(db, 'coalesce(d."declaredAt", s."createdAt")')],
    sql`FROM "Dependency" d JOIN "Service" s ON s."id" = d."serviceId" ${serviceId === undefined ? sql`` : sql`WHERE d."serviceId" = ${serviceId}`}`,
  );
  return rows.map(([service, callee, rowKind, critical, atMs]) => ({ service, callee, kind: rowKind, critical: Boolean(critical), atMs }));
}

interface Near {
  serviceIds: readonly number[];
  /** The texts that other services may declare them by. */
  callees: readonly string[];
}

/** Every dependency that services declare; or those that some declare, and those that are declared on them. */
export async function listDeclared(db: Db, near?: Near): Promise<Pick<GraphFacts, 'declared' | 'datastores'>> {
  const kind = isSqlite(db) ? sql`d."kind"` : sql`d."kind"::text`;
  const declared = await selectTuples<[string, string, GraphFacts['declared'][number]['kind'], number | boolean]>(
    db,
    [sql`s."name"`, sql`d."callee"`, kind, sql`d."critical"`],
    sql`FROM "Dependency" d JOIN "Service" s ON s."id" = d."serviceId" ${
      near ? sql`WHERE ${isOf(near)} OR d."callee" IN (${join([...near.callees])})` : sql``
    }`,
  );
  const datastores = await listDatastores(db, near?.serviceIds);
  return {
    declared: declared.map(([service, callee, rowKind, critical]) => ({ service, callee, kind: rowKind, critical: Boolean(critical) })),
    datastores,
  };
}

/** The datastores that services, or some of them, declare. */
export async function listDatastores(db: Db, serviceIds?: readonly number[]): Promise<GraphFacts['datastores']> {
  const rows = await selectTuples<[string, string]>(
    db,
    [sql`s."name"`, sql`d."datastore"`],
    sql`FROM "ServiceDatastore" d JOIN "Service" s ON s."id" = d."serviceId" ${serviceIds ? sql`WHERE ${isOf({ serviceIds })}` : sql``}`,
  );
  return rows.map(([service, datastore]) => ({ service, datastore }));
}

const isOf = ({ serviceIds }: Pick<Near, 'serviceIds'>) => sql`d."serviceId" IN (${join([...serviceIds])})`;
