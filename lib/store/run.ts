import type { Finding } from '#lib/model/finding.ts';
import { isUnderWay, type Run, type RunKind, type RunOutcome, type RunProgress, type RunState } from '#lib/model/run.ts';
import type { Db } from './db.ts';
import { type Packed, packJson, unpackJson } from './document/text.ts';
import { Prisma } from './generated/sqlite/client.ts';
import { cleanText, isoOf, join, selectTuples, sql } from './sql.ts';

const withService = { service: { select: { name: true } } } as const;
type Row = Prisma.RunGetPayload<{ include: typeof withService }>;

function toRun({ serviceId: _id, service, requestedAt, startedAt, endedAt, progress, commit, ...rest }: Row): Run {
  return {
    ...rest,
    service: service.name,
    requestedAt: isoOf(requestedAt),
    startedAt: isoOf(startedAt),
    endedAt: isoOf(endedAt),
    progress: progress as RunProgress | null,
    commit: commit as Run['commit'],
  };
}

export async function listRuns(
  db: Db,
  serviceId: number,
  { kind, page, limit }: { kind?: RunKind | undefined; page: number; limit: number },
): Promise<{ rows: Run[]; total: number }> {
  const where = { serviceId, ...(kind && { kind }) };
  const total = await db.run.count({ where });
  const orderBy = [{ requestedAt: 'desc' as const }, { id: 'asc' as const }];
  const rows = await db.run.findMany({ where, orderBy, skip: (page - 1) * limit, take: limit, include: withService });
  return { rows: rows.map(toRun), total };
}

export async function findRun(db: Db, id: string): Promise<Run | null> {
  const row = await db.run.findUnique({ where: { id }, include: withService });
  return row && toRun(row);
}

const nothingSeen: RunOutcome = { checks: [], tables: [], notes: [] };

/** What a run found; nothing while it is under way. */
export async function readRunBody(db: Db, id: string): Promise<{ findings: Finding[]; outcome: RunOutcome }> {
  const body = await db.runBody.findUnique({ where: { runId: id } });
  if (!body) return { findings: [], outcome: nothingSeen };
  return { findings: await unpackJson<Finding[]>(body.findings), outcome: await unpackJson<RunOutcome>(body.outcome) };
}

/** Runs of a service that wait or are under way. */
export async function listUnderWay(db: Db, serviceId?: number): Promise<Run[]> {
  const states: RunState[] = ['queued', 'running'];
  const where = { state: { in: states }, ...(serviceId !== undefined && { serviceId }) };
  const rows = await db.run.findMany({ where, orderBy: [{ requestedAt: 'asc' }, { id: 'asc' }], take: 100, include: withService });
  return rows.map(toRun);
}

/** Runs that came to a result: broken and cancelled ones prove nothing. */
const results = sql`"state" IN ('passed', 'failed')`;
/** A pushed run says itself when it was made, but cannot have been made after it came. */
const madeAt = sql`CASE WHEN "endedAt" < "requestedAt" THEN "endedAt" ELSE "requestedAt" END`;

/** The last run of each kind that came to a result, by service; of those that only read and of the others apart. */
export async function listResults(db: Db, serviceIds: readonly number[]): Promise<Map<number, Run[]>> {
  if (serviceIds.length === 0) return new Map();
  const newest = sql`row_number() OVER (PARTITION BY "serviceId", "kind", "readOnly" ORDER BY ${madeAt} DESC, "id") AS place`;
  const ids = await selectTuples<[string]>(
    db,
    [sql`ranked."id"`],
    sql`FROM (SELECT "id", ${newest} FROM "Run" WHERE "serviceId" IN (${join([...serviceIds])}) AND ${results}) AS ranked WHERE place = 1`,
  );
  const rows = await db.run.findMany({ where: { id: { in: ids.map(([id]) => id) } }, include: withService });
  const byService = Map.groupBy(rows, ({ serviceId }) => serviceId);
  return new Map([...byService].map(([serviceId, of]) => [serviceId, of.map(toRun)]));
}

/** What a run is from its beginning to its end. */
export type RunFacts = Omit<Run, 'service' | 'progress'>;

const dateOf = (iso: string | null) => (iso === null ? null : new Date(iso));
const cut = (text: string, length: number) => cleanText(text).slice(0, length);
const cutOrNull = (text: string | null, length: number) => (text === null ? null : cut(text, length));

function columnsOf({ commit, requestedAt, startedAt, endedAt, summary, environment, version, baseUrl, startedBy, ...rest }: RunFacts) {
  return {
    ...rest,
    environment: cutOrNull(environment, 100),
    version: cutOrNull(version, 100),
    baseUrl: cutOrNull(baseUrl, 2000),
    startedBy: cut(startedBy, 200),
    summary: cut(summary, 500),
    requestedAt: new Date(requestedAt),
    startedAt: dateOf(startedAt),
    endedAt: dateOf(endedAt),
    ...(commit && { commit }),
  };
}

export interface RunBody {
  findings: Finding[];
  outcome: RunOutcome;
}

export interface PackedRunBody {
  findings: Packed;
  outcome: Packed;
}

/** What a run found, made ready to be stored: packing takes time that no transaction should. */
export async function packRunBody({ findings, outcome }: RunBody): Promise<PackedRunBody> {
  return { findings: await packJson(findings), outcome: await packJson(outcome) };
}

/** Keeps a new run; one that has ended comes with what it found. */
export async function insertRun(tx: Db, serviceId: number, facts: RunFacts, body?: RunBody): Promise<Run> {
  const row = await tx.run.create({
    data: { ...columnsOf(facts), serviceId, ...(body && { body: { create: await packRunBody(body) } }) },
    include: withService,
  });
  return toRun(row);
}

/** Takes a waiting run up. False where somebody else did, or it was called off. */
export async function beginRun(tx: Db, id: string, nowMs: number): Promise<boolean> {
  const { count } = await tx.run.updateMany({ where: { id, state: 'queued' }, data: { state: 'running', startedAt: new Date(nowMs) } });
  return count > 0;
}

/** False where the run is no longer under way. */
export async function keepProgress(tx: Db, id: string, progress: RunProgress): Promise<boolean> {
  const { count } = await tx.run.updateMany({ where: { id, state: 'running' }, data: { progress: { ...progress }, calls: progress.calls } });
  return count > 0;
}

export type RunEnd = Partial<
  Pick<RunFacts, 'seed' | 'revision' | 'version' | 'baseUrl' | 'calls' | 'operations' | 'unproven' | 'errors' | 'warnings' | 'infos'>
> & {
  state: RunState;
  summary: string;
  body?: PackedRunBody;
};

/** Ends a run that waits or is under way. False where it has ended already. */
export async function endRun(tx: Db, id: string, { body, summary, ...facts }: RunEnd, nowMs: number): Promise<boolean> {
  const before = await tx.run.findUnique({ where: { id }, select: { state: true, startedAt: true } });
  if (!before || !isUnderWay(before.state)) return false;
  const durationMs = before.startedAt === null ? null : Math.max(0, nowMs - before.startedAt.getTime());
  const states: RunState[] = ['queued', 'running'];
  const { count } = await tx.run.updateMany({
    where: { id, state: { in: states } },
    data: { ...facts, ...cutFacts(facts), summary: cut(summary, 500), endedAt: new Date(nowMs), durationMs, progress: Prisma.DbNull },
  });
  if (count > 0 && body) await tx.runBody.create({ data: { runId: id, ...body } });
  return count > 0;
}

const cutFacts = ({ version, baseUrl }: Pick<RunEnd, 'version' | 'baseUrl'>) => ({
  ...(version !== undefined && { version: cutOrNull(version, 100) }),
  ...(baseUrl !== undefined && { baseUrl: cutOrNull(baseUrl, 2000) }),
});

const ended: RunState[] = ['passed', 'failed', 'broken', 'cancelled'];
/** As many as one statement takes on every database. */
const chunk = 500;

/**
 * Forgets all but the latest runs of each kind of each service, and of what is older than `bodiesBeforeMs` all that it found. The last result
 * stays, of runs that only read and of the others: levels of the ladder hang on it.
 */
export async function forgetRuns(db: Db, { keep, bodiesBeforeMs }: { keep: number; bodiesBeforeMs: number }): Promise<void> {
  const where = { state: { in: ended } };
  const crowded = await db.run.groupBy({ by: ['serviceId', 'kind'], where, having: { id: { _count: { gt: keep } } } });
  for (const { serviceId, kind } of crowded) {
    const orderBy = [{ requestedAt: 'desc' as const }, { id: 'asc' as const }];
    const results = new Set((await listResults(db, [serviceId])).get(serviceId)?.map(({ id }) => id));
    for (;;) {
      const rows = await db.run.findMany({ where: { ...where, serviceId, kind }, orderBy, skip: keep, take: chunk, select: { id: true } });
      const old = rows.map(({ id }) => id).filter((id) => !results.has(id));
      if (old.length === 0) break;
      await db.run.deleteMany({ where: { id: { in: old } } });
    }
  }
  await db.runBody.deleteMany({ where: { run: { requestedAt: { lt: new Date(bodiesBeforeMs) } } } });
}
