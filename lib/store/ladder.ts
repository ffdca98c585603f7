import { consentTag } from '#lib/model/consent.ts';
import type { Ladder, LadderLevel, LadderStep } from '#lib/model/ladder.ts';
import { type Columns, insertOfServices } from './bulk.ts';
import type { Db } from './db.ts';
import type { Prisma } from './generated/sqlite/client.ts';
import { cleanJson, selectTuples, sql } from './sql.ts';

/** What the ladder asks of a service's own row and of what hangs on it. */
const asked = (nowMs: number) =>
  ({
    ...{ id: true, name: true, baseUrl: true, tier: true, metricsPath: true, metricsSource: true, pollIntervalSeconds: true },
    ...{ timeoutSeconds: true, maxRetries: true, retryDelaySeconds: true, circuitBreakerThreshold: true },
    ...{ latencyObjectivePercentile: true, latencyObjectiveMs: true },
    team: { select: { name: true } },
    links: { where: { kind: 'runbook' }, select: { id: true } },
    tags: { where: { tag: consentTag }, select: { tag: true } },
    instances: { select: { url: true }, orderBy: { position: 'asc' } },
    targets: { where: { kind: 'health' }, select: { ok: true, reason: true } },
    state: { select: { version: true, staleAt: true, signalsAt: true, signalSource: true } },
    metrics: { select: { place: true, at: true, gauges: true, runtime: true, diagnosis: true } },
    revisions: { where: { current: true }, orderBy: { kind: 'desc' } },
    acceptances: {
      where: { OR: [{ expiresAt: null }, { expiresAt: { gt: new Date(nowMs) } }] },
      select: { fingerprint: true },
      orderBy: { fingerprint: 'asc' },
    },
  }) satisfies Prisma.ServiceSelect;

export type LadderRow = Prisma.ServiceGetPayload<{ select: ReturnType<typeof asked> }>;

/** The named services with all that the ladder asks of them but their runs: a handful of statements, however many they are. */
export function listLadderRows(db: Db, serviceIds: readonly number[], nowMs: number): Promise<LadderRow[]> {
  return db.service.findMany({ where: { id: { in: [...serviceIds] } }, select: asked(nowMs) });
}

export async function findLadderRow(db: Db, name: string, nowMs: number): Promise<LadderRow | null> {
  return db.service.findUnique({ where: { name }, select: asked(nowMs) });
}

/** Services to judge next: those that nobody judged yet, then those judged longest ago and before `beforeMs`. */
export async function listUnjudged(db: Db, beforeMs: number, limit: number): Promise<number[]> {
  const fresh = await selectTuples<[number]>(
    db,
    [sql`s."id"`],
    sql`FROM "Service" s WHERE NOT EXISTS (SELECT 1 FROM "LadderState" l WHERE l."serviceId" = s."id") LIMIT ${limit}`,
  );
  const ids = fresh.map(([id]) => id);
  if (ids.length === limit) return ids;
  const old = await db.ladderState.findMany({
    where: { judgedAt: { lt: new Date(beforeMs) } },
    orderBy: { judgedAt: 'asc' },
    take: limit - ids.length,
    select: { serviceId: true },
  });
  return [...ids, ...old.map(({ serviceId }) => serviceId)];
}

const columns: Columns = [
  ['serviceId', 'int'],
  ['level', 'int'],
  ['steps', 'json'],
  ['judgedAt', 'instant'],
];
const replace = `("serviceId") DO UPDATE SET ${['level', 'steps', 'judgedAt'].map((name) => `"${name}" = excluded."${name}"`).join(', ')}
  WHERE excluded."judgedAt" >= "LadderState"."judgedAt"`;

/** What is kept of a ladder: the next step alone, with what it lacks. The rest can be judged again at any time. */
function openStep({ steps }: Ladder): LadderStep[] {
  const next = steps.find(({ met }) => !met);
  return next ? [{ ...next, checks: next.checks.filter(({ state }) => state !== 'met') }] : [];
}

export interface LevelTurn {
  serviceId: number;
  from: LadderLevel | null;
  to: LadderLevel | null;
}

/** Keeps judgements, none over a newer one, and says which services hold another level than before. */
export async function keepLadders(tx: Db, judged: readonly { serviceId: number; ladder: Ladder }[]): Promise<LevelTurn[]> {
  if (judged.length === 0) return [];
  const known = await tx.ladderState.findMany({
    where: { serviceId: { in: judged.map(({ serviceId }) => serviceId) } },
    select: { serviceId: true, level: true, judgedAt: true },
  });
  const before = new Map(known.map((row) => [row.serviceId, row]));
  const newer = judged.filter(({ serviceId, ladder }) => (before.get(serviceId)?.judgedAt.getTime() ?? 0) <= Date.parse(ladder.judgedAt));
  const rows = newer.map(({ serviceId, ladder }) => [serviceId, ladder.level, openStep(ladder), Date.parse(ladder.judgedAt)]);
  await tx.$executeRawUnsafe(insertOfServices(tx, 'LadderState', columns, replace), cleanJson(rows));
  return newer.flatMap(({ serviceId, ladder }) => {
    const from = (before.get(serviceId)?.level ?? null) as LadderLevel | null;
    return from === ladder.level ? [] : [{ serviceId, from, to: ladder.level }];
  });
}

/** The level that was judged last of a service; null where there is no such service. */
export async function findLevel(db: Db, name: string): Promise<{ level: LadderLevel | null; isJudged: boolean } | null> {
  const row = await db.service.findUnique({ where: { name }, select: { ladder: { select: { level: true } } } });
  return row && { level: (row.ladder?.level ?? null) as LadderLevel | null, isJudged: row.ladder !== null };
}
