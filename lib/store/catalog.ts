import type { LadderLevel, LadderStep } from '#lib/model/ladder.ts';
import type { Lifecycle, ServiceRow } from '#lib/model/service.ts';
import type { Verdict } from '#lib/model/verdict.ts';
import { fromMatching, type ServiceFilter, whereFilter } from './catalog-filter.ts';
import { listDays } from './day.ts';
import type { Db } from './db.ts';
import { empty, isSqlite, join, msOf, raw, type Sql, selectRows, selectTuples, sql } from './sql.ts';
import { presentedRank, presentVerdict } from './stale.ts';

export type { ServiceFilter };

type RateSort = 'requestRate' | 'errorRatio' | 'latencyMsP95' | 'checkedAt';
export type ServiceSort = 'verdict' | 'name' | 'domain' | 'team' | 'tier' | 'level' | RateSort;

export interface ServicePage {
  sort: ServiceSort;
  order: 'asc' | 'desc';
  page: number;
  limit: number;
  nowMs: number;
}

const groups = sql`LEFT JOIN "Domain" d ON d."id" = s."domainId" LEFT JOIN "Team" t ON t."id" = s."teamId"`;
const ladder = sql`LEFT JOIN "LadderState" l ON l."serviceId" = s."id"`;
const from = sql`FROM "Service" s JOIN "ServiceState" st ON st."serviceId" = s."id" ${groups}`;

function sortKey(db: Db, sort: ServiceSort, nowMs: number): Sql {
  const text = (column: string) => raw(isSqlite(db) ? column : `${column} COLLATE "C"`);
  const keys: Record<ServiceSort, Sql> = {
    verdict: presentedRank(nowMs),
    name: text('s."name"'),
    domain: text('d."name"'),
    team: text('t."name"'),
    tier: sql`s."tier"`,
    level: sql`l."level"`,
    requestRate: sql`st."requestRate"`,
    errorRatio: sql`st."errorRatio"`,
    latencyMsP95: sql`CASE WHEN st."latencyMsP95Low" IS NULL THEN NULL ELSE coalesce(st."latencyMsP95High", 1e300) END`,
    checkedAt: sql`st."checkedAt"`,
  };
  return keys[sort];
}

/** A page of the catalog. Rows without a value come last, whichever way the column is sorted. */
export async function listServices(db: Db, filter: ServiceFilter, options: ServicePage): Promise<{ rows: ServiceRow[]; total: number }> {
  const { sort, order, page, limit, nowMs } = options;
  const where = whereFilter(db, filter, nowMs);
  const key = sortKey(db, sort, nowMs);
  const direction = raw(order === 'desc' ? 'DESC' : 'ASC');
  const name = sortKey(db, 'name', nowMs);
  const [counted] = await selectRows<{ total: number }>(db, sql`SELECT count(*) AS total ${fromMatching(db, filter, nowMs)}`);
  const ids = await selectTuples<[number]>(
    db,
    [sql`s."id"`],
    sql`${from} ${sort === 'level' ? ladder : empty} WHERE ${where} ORDER BY (${key}) IS NULL, ${key} ${direction}, ${name} LIMIT ${limit} OFFSET ${(page - 1) * limit}`,
  );
  const rows = await readRows(
    db,
    ids.map(([id]) => id),
    nowMs,
  );
  return { rows, total: counted?.total ?? 0 };
}

type Naming = [
  id: number,
  name: string,
  displayName: string,
  baseUrl: string | null,
  domain: string | null,
  system: string | null,
  team: string | null,
];
type Held = [level: LadderLevel | null, steps: string | null];
type Kind = [tier: number, lifecycle: Lifecycle, pollIntervalSeconds: number, tags: string | null, instances: string | null];
type State = [verdict: Verdict, reason: string, sinceMs: number, checkedAtMs: number | null, staleAtMs: number | null, durationMs: number | null];
type Signals = [
  version: string | null,
  requestRate: number | null,
  errorRatio: number | null,
  low: number | null,
  high: number | null,
  atMs: number | null,
  reporting: number | null,
  expected: number | null,
];

type Tuple = [...Naming, ...Kind, ...State, ...Signals, ...Held];

/** What is kept of a ladder is the next step, with what it lacks. */
const titlesIn = (steps: string) => (JSON.parse(steps) as LadderStep[]).flatMap(({ checks }) => checks.map(({ title }) => title));

/** What many rows of a table say of one service, in one column. */
function listOf(db: Db, table: string, column: string, order: string): Sql {
  const [told, by] = [raw(`"${column}"`), raw(order === column ? `"${order}" COLLATE "C"` : `"${order}"`)];
  return isSqlite(db)
    ? sql`(SELECT group_concat(g.${told}, char(31)) FROM (SELECT ${told} FROM ${raw(`"${table}"`)} WHERE "serviceId" = s."id" ORDER BY ${raw(`"${order}"`)}) g)`
    : sql`(SELECT string_agg(g.${told}, chr(31) ORDER BY g.${by}) FROM ${raw(`"${table}"`)} g WHERE g."serviceId" = s."id")`;
}

const unlist = (text: string | null) => (text === null ? [] : text.split('\u001f'));

function rowColumns(db: Db): Sql[] {
  const plain = (...columns: string[]) => columns.map((column) => raw(column));
  return [
    ...plain('s."id"', 's."name"', 's."displayName"', 's."baseUrl"', 'd."name"', 'y."name"', 't."name"'),
    ...plain('s."tier"', 's."lifecycle"', 's."pollIntervalSeconds"'),
    listOf(db, 'ServiceTag', 'tag', 'tag'),
    listOf(db, 'InstanceState', 'url', 'position'),
    ...plain('st."verdict"', 'st."reason"'),
    ...['st."since"', 'st."checkedAt"', 'st."staleAt"'].map((column) => msOf(db, column)),
    ...plain('st."durationMs"', 'st."version"', 'st."requestRate"', 'st."errorRatio"', 'st."latencyMsP95Low"', 'st."latencyMsP95High"'),
    msOf(db, 'st."signalsAt"'),
    ...plain('st."reporting"', 'st."expected"'),
    ...plain('l."level"', 'CAST(l."steps" AS TEXT)'),
  ];
}

async function readRows(db: Db, ids: number[], nowMs: number): Promise<ServiceRow[]> {
  if (ids.length === 0) return [];
  const [rows, days] = await Promise.all([
    selectTuples<Tuple>(db, rowColumns(db), sql`${from} ${ladder} LEFT JOIN "System" y ON y."id" = s."systemId" WHERE s."id" IN (${join(ids)})`),
    listDays(db, ids, nowMs),
  ]);
  const byId = new Map(rows.map((row) => [row[0], toRow(row, nowMs)]));
  return ids.flatMap((id) => {
    const row = byId.get(id);
    const day = days.get(id);
    return row && day ? [{ ...row, ...day }] : [];
  });
}

function toRow(row: Tuple, nowMs: number): Omit<ServiceRow, 'history' | 'rates'> {
  const [, name, displayName, baseUrl, domain, system, team, tier, lifecycle, pollIntervalSeconds, tags, instances, ...state] = row;
  const [verdict, reason, sinceMs, checkedAtMs, staleAtMs, durationMs, version, requestRate, errorRatio, low, high, ...seen] = state;
  const [signalsAtMs, reporting, expected, level, steps] = seen;
  const iso = (ms: number | null) => (ms === null ? null : new Date(ms).toISOString());
  return {
    ...{ name, displayName, baseUrl, domain, system, team, tier, lifecycle, pollIntervalSeconds },
    ...{ tags: unlist(tags), instances: unlist(instances) },
    ...presentVerdict({ verdict, reason, sinceMs, checkedAtMs, staleAtMs }, nowMs),
    checkedAt: iso(checkedAtMs),
    ...{ durationMs, version, requestRate, errorRatio },
    latencyMsP95: low === null ? null : { low, high },
    signalsAt: iso(signalsAtMs),
    level,
    missing: steps === null ? [] : titlesIn(steps),
    coverage: reporting === null || expected === null ? null : { reporting, expected },
  };
}
