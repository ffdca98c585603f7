import type { IntervalMs } from '#lib/model/service.ts';
import { type Verdict, verdictRank, verdictSchema } from '#lib/model/verdict.ts';
import type { Db } from './db.ts';
import { empty, isSqlite, msOf, raw, selectTuples, sql } from './sql.ts';
import { presentedRank, presentVerdict } from './stale.ts';

const maxSlowest = 10;

export interface WrongService {
  service: string;
  displayName: string;
  domain: string | null;
  team: string | null;
  tier: number;
  verdict: Verdict;
  reason: string;
  since: string;
}

export interface Fleet {
  at: string;
  /** When anything was looked at last. */
  lastLookAt: string | null;
  total: number;
  counts: Record<Verdict, number>;
  /** What is wrong now, in no order. */
  wrong: WrongService[];
  slowest: { service: string; latencyMsP95: IntervalMs; requestRate: number | null }[];
  /** Every service by domain, worst first. */
  cells: { domain: string | null; services: [string, Verdict][] }[];
}

type Row = [
  ...[name: string, displayName: string, domain: string | null, team: string | null, tier: number],
  ...[verdict: Verdict, reason: string, sinceMs: number, checkedAtMs: number | null, staleAtMs: number | null],
  ...[low: number | null, high: number | null, requestRate: number | null],
];

async function readRows(db: Db, where = empty): Promise<Row[]> {
  const instants = ['st."since"', 'st."checkedAt"', 'st."staleAt"'].map((column) => msOf(db, column));
  const plain = (...columns: string[]) => columns.map((column) => raw(column));
  const byName = raw(isSqlite(db) ? 's."name"' : 's."name" COLLATE "C"');
  return selectTuples<Row>(
    db,
    [
      ...plain('s."name"', 's."displayName"', 'd."name"', 't."name"', 's."tier"', 'st."verdict"', 'st."reason"'),
      ...instants,
      ...plain('st."latencyMsP95Low"', 'st."latencyMsP95High"', 'st."requestRate"'),
    ],
    sql`FROM "Service" s JOIN "ServiceState" st ON st."serviceId" = s."id"
        LEFT JOIN "Domain" d ON d."id" = s."domainId" LEFT JOIN "Team" t ON t."id" = s."teamId" ${where} ORDER BY ${byName}`,
  );
}

interface Shown {
  row: Row;
  verdict: Verdict;
}

const isStale = ([, , , , , , , , , staleAtMs]: Row, nowMs: number) => staleAtMs !== null && staleAtMs < nowMs;
const lookedAt = ([, , , , , , , , checkedAtMs]: Row) => checkedAtMs;
const show = (row: Row, nowMs: number): Shown => ({ row, verdict: isStale(row, nowMs) ? 'unknown' : row[5] });
const worstFirst = (a: Shown, b: Shown) => verdictRank[a.verdict] - verdictRank[b.verdict];

function present([, , , , , verdict, reason, sinceMs, checkedAtMs, staleAtMs]: Row, nowMs: number) {
  return presentVerdict({ verdict, reason, sinceMs, checkedAtMs, staleAtMs }, nowMs);
}

/** The state of everything at a glance. */
export async function readFleet(db: Db, nowMs: number): Promise<Fleet> {
  const shown = (await readRows(db)).map((row) => show(row, nowMs));
  const counts = Object.fromEntries(verdictSchema.options.map((verdict) => [verdict, 0])) as Record<Verdict, number>;
  let lastLookMs = 0;
  for (const { row, verdict } of shown) {
    counts[verdict]++;
    lastLookMs = Math.max(lastLookMs, lookedAt(row) ?? 0);
  }
  return {
    at: new Date(nowMs).toISOString(),
    lastLookAt: lastLookMs === 0 ? null : new Date(lastLookMs).toISOString(),
    total: shown.length,
    counts,
    wrong: findWrong(shown, nowMs),
    slowest: findSlowest(shown),
    cells: toCells(shown),
  };
}

/** What of the fleet is wrong now, in no order. */
export async function listWrong(db: Db, nowMs: number): Promise<WrongService[]> {
  const rows = await readRows(db, sql`WHERE st."checkedAt" IS NOT NULL AND ${presentedRank(nowMs)} <= ${verdictRank.unknown}`);
  return findWrong(
    rows.map((row) => show(row, nowMs)),
    nowMs,
  );
}

/** Down, degraded, and unknown where something was known before. */
function findWrong(shown: Shown[], nowMs: number): WrongService[] {
  return shown
    .filter(({ verdict, row }) => verdictRank[verdict] <= verdictRank.unknown && lookedAt(row) !== null)
    .map(({ row }) => {
      const [service, displayName, domain, team, tier] = row;
      return { service, displayName, domain, team, tier, ...present(row, nowMs) };
    });
}

function findSlowest(shown: Shown[]): Fleet['slowest'] {
  const upper = ({ latencyMsP95 }: { latencyMsP95: IntervalMs }) => latencyMsP95.high ?? Number.POSITIVE_INFINITY;
  return shown
    .flatMap(({ row: [service, , , , , , , , , , low, high, requestRate], verdict }) =>
      low === null || verdict === 'unknown' ? [] : [{ service, latencyMsP95: { low, high }, requestRate }],
    )
    .sort((a, b) => (upper(a) === upper(b) ? b.latencyMsP95.low - a.latencyMsP95.low : upper(b) - upper(a)))
    .slice(0, maxSlowest);
}

function toCells(shown: Shown[]): Fleet['cells'] {
  const byDomain = Map.groupBy(shown, ({ row: [, , domain] }) => domain);
  const order = (name: string | null) => (name === null ? 1 : 0);
  return [...byDomain]
    .sort(([a], [b]) => order(a) - order(b) || ((a ?? '') < (b ?? '') ? -1 : 1))
    .map(([domain, services]) => ({
      domain,
      services: services.toSorted(worstFirst).map(({ row: [name], verdict }): [string, Verdict] => [name, verdict]),
    }));
}

/** Every service's verdict by its name. */
export async function readHealth(
  db: Db,
  nowMs: number,
): Promise<Record<string, { verdict: Verdict; healthy: boolean; since: string; reason: string }>> {
  const entries = (await readRows(db)).map((row) => {
    const { verdict, since, reason } = present(row, nowMs);
    return [row[0], { verdict, healthy: verdict === 'up', since, reason }] as const;
  });
  return Object.fromEntries(entries);
}
