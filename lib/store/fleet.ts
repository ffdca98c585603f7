import type { IntervalMs } from '#lib/model/service.ts';
import { type Verdict, verdictRank, verdictSchema } from '#lib/model/verdict.ts';
import type { Db } from './db.ts';
import { listCallers } from './service.ts';
import { isSqlite, msOf, raw, selectTuples, sql } from './sql.ts';
import { presentVerdict } from './stale.ts';

const maxWrong = 50;
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
  /** Services that declare a dependency on it. */
  callers: string[];
}

export interface Fleet {
  at: string;
  /** When anything was looked at last. */
  lastLookAt: string | null;
  total: number;
  counts: Record<Verdict, number>;
  /** What is wrong now, worst first. */
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

async function readRows(db: Db): Promise<Row[]> {
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
        LEFT JOIN "Domain" d ON d."id" = s."domainId" LEFT JOIN "Team" t ON t."id" = s."teamId" ORDER BY ${byName}`,
  );
}

function present(
  [service, displayName, domain, team, tier, verdict, reason, sinceMs, checkedAtMs, staleAtMs, low, high, requestRate]: Row,
  nowMs: number,
) {
  const shown = presentVerdict({ verdict, reason, sinceMs, checkedAtMs, staleAtMs }, nowMs);
  return { service, displayName, domain, team, tier, ...shown, checkedAtMs, latencyMsP95: low === null ? null : { low, high }, requestRate };
}

type Shown = ReturnType<typeof present>;

const worstFirst = (a: Shown, b: Shown) => verdictRank[a.verdict] - verdictRank[b.verdict];

/** The state of everything at a glance. */
export async function readFleet(db: Db, nowMs: number): Promise<Fleet> {
  const shown = (await readRows(db)).map((row) => present(row, nowMs));
  const counts = Object.fromEntries(verdictSchema.options.map((verdict) => [verdict, 0])) as Record<Verdict, number>;
  let lastLookMs: number | null = null;
  for (const { verdict, checkedAtMs } of shown) {
    counts[verdict]++;
    if (checkedAtMs !== null && checkedAtMs > (lastLookMs ?? 0)) lastLookMs = checkedAtMs;
  }
  return {
    at: new Date(nowMs).toISOString(),
    lastLookAt: lastLookMs === null ? null : new Date(lastLookMs).toISOString(),
    total: shown.length,
    counts,
    wrong: await withCallers(db, findWrong(shown)),
    slowest: findSlowest(shown),
    cells: toCells(shown),
  };
}

/** Down, degraded, and unknown where something was known before; the worst, then the weightiest, then the longest. */
function findWrong(shown: Shown[]): Shown[] {
  return shown
    .filter(({ verdict, checkedAtMs }) => verdictRank[verdict] <= verdictRank.unknown && checkedAtMs !== null)
    .sort((a, b) => worstFirst(a, b) || a.tier - b.tier || (a.since < b.since ? -1 : Number(a.since > b.since)))
    .slice(0, maxWrong);
}

async function withCallers(db: Db, wrong: Shown[]): Promise<WrongService[]> {
  const callers = await listCallers(
    db,
    wrong.map(({ service }) => service),
  );
  return wrong.map(({ checkedAtMs: _at, latencyMsP95: _p95, requestRate: _rate, ...row }) => ({ ...row, callers: callers.get(row.service) ?? [] }));
}

function findSlowest(shown: Shown[]): Fleet['slowest'] {
  const upper = ({ latencyMsP95 }: { latencyMsP95: IntervalMs }) => latencyMsP95.high ?? Number.POSITIVE_INFINITY;
  return shown
    .flatMap(({ service, latencyMsP95, requestRate, verdict }) =>
      latencyMsP95 && verdict !== 'unknown' ? [{ service, latencyMsP95, requestRate }] : [],
    )
    .sort((a, b) => (upper(a) === upper(b) ? b.latencyMsP95.low - a.latencyMsP95.low : upper(b) - upper(a)))
    .slice(0, maxSlowest);
}

function toCells(shown: Shown[]): Fleet['cells'] {
  const byDomain = Map.groupBy(shown, ({ domain }) => domain);
  const order = (name: string | null) => (name === null ? 1 : 0);
  return [...byDomain]
    .sort(([a], [b]) => order(a) - order(b) || ((a ?? '') < (b ?? '') ? -1 : 1))
    .map(([domain, services]) => ({
      domain,
      services: services.toSorted(worstFirst).map(({ service, verdict }): [string, Verdict] => [service, verdict]),
    }));
}

/** Every service's verdict by its name. */
export async function readHealth(
  db: Db,
  nowMs: number,
): Promise<Record<string, { verdict: Verdict; healthy: boolean; since: string; reason: string }>> {
  const entries = (await readRows(db)).map((row) => {
    const { service, verdict, since, reason } = present(row, nowMs);
    return [service, { verdict, healthy: verdict === 'up', since, reason }] as const;
  });
  return Object.fromEntries(entries);
}
