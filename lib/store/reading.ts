import { AppError } from '#lib/errors.ts';
import type { HealthStep, ReadingView } from '#lib/model/reading.ts';
import { targetUrl } from '#lib/model/service.ts';
import { type Outcome, type Verdict, verdictRank, verdictSchema } from '#lib/model/verdict.ts';
import type { Db } from './db.ts';
import { planPieces, planSteps, readCursor } from './rollup-cursor.ts';
import { msOf, raw, selectTuples, sql } from './sql.ts';

type Counts = Record<Verdict, number>;
type Rolled = [atMs: number, up: number, degraded: number, down: number, unknown: number, maintenance: number, sumMs: number];

const rolledColumns = ['up', 'degraded', 'down', 'unknown', 'maintenance', 'durationSumMs'].map((column) => raw(`"${column}"`));
const noCounts = (): Counts => ({ up: 0, degraded: 0, down: 0, unknown: 0, maintenance: 0 });

/** The worst verdict that was counted; null where nobody looked. */
export function worstOf(counts: Counts): Verdict | null {
  const seen = verdictSchema.options.filter((verdict) => counts[verdict] > 0);
  return seen.sort((a, b) => verdictRank[a] - verdictRank[b])[0] ?? null;
}

export async function findServiceId(db: Db, name: string): Promise<number> {
  const row = await db.service.findUnique({ where: { name }, select: { id: true } });
  if (!row) throw new AppError('not_found', `There is no service named ${name}.`);
  return row.id;
}

/** Health in steps from `fromMs` to `toMs`, the newest looks included; steps that nobody looked in have no verdict. */
export async function listHealthSteps(db: Db, name: string, fromMs: number, toMs: number, stepMs: number): Promise<HealthStep[]> {
  const id = await findServiceId(db, name);
  const plan = planSteps(fromMs, toMs, stepMs);
  const steps = Array.from({ length: plan.count }, () => ({ counts: noCounts(), sumMs: 0 }));
  const stepAt = (atMs: number) => steps[Math.floor((atMs - plan.startMs) / plan.stepMs)];
  for (const { stepSeconds, startMs, endMs } of planPieces(await readCursor(db), id, { spanMs: toMs - fromMs, startMs: plan.startMs, toMs })) {
    const rows = stepSeconds === 0 ? await listRaw(db, id, startMs, endMs) : await listRolled(db, id, stepSeconds, startMs, endMs);
    for (const { atMs, counts, sumMs } of rows) addLooks(stepAt(atMs), counts, sumMs);
  }
  return steps.map(({ counts, sumMs }, i) => {
    const looks = Object.values(counts).reduce((sum, count) => sum + count, 0);
    const at = new Date(plan.startMs + i * plan.stepMs).toISOString();
    return { at, verdict: worstOf(counts), ...counts, durationMs: looks === 0 ? null : sumMs / looks };
  });
}

interface Looks {
  atMs: number;
  counts: Partial<Counts>;
  sumMs: number;
}

function addLooks(step: { counts: Counts; sumMs: number } | undefined, counts: Partial<Counts>, sumMs: number): void {
  if (!step) return;
  for (const [verdict, count] of Object.entries(counts)) step.counts[verdict as Verdict] += count;
  step.sumMs += sumMs;
}

async function listRolled(db: Db, id: number, stepSeconds: number, fromMs: number, endMs: number): Promise<Looks[]> {
  const rows = await selectTuples<Rolled>(
    db,
    [msOf(db, '"at"'), ...rolledColumns],
    sql`FROM "HealthRollup" WHERE "serviceId" = ${id} AND "stepSeconds" = ${stepSeconds} AND "at" >= ${new Date(fromMs)} AND "at" < ${new Date(endMs)}`,
  );
  return rows.map(([atMs, up, degraded, down, unknown, maintenance, sumMs]) => ({
    atMs,
    counts: { up, degraded, down, unknown, maintenance },
    sumMs,
  }));
}

async function listRaw(db: Db, id: number, fromMs: number, endMs: number): Promise<Looks[]> {
  const rows = await selectTuples<[atMs: number, verdict: Verdict, durationMs: number]>(
    db,
    [msOf(db, '"at"'), sql`"verdict"`, sql`"durationMs"`],
    sql`FROM "Reading" WHERE "serviceId" = ${id} AND "at" >= ${new Date(fromMs)} AND "at" < ${new Date(endMs)}`,
  );
  return rows.map(([atMs, verdict, durationMs]) => ({ atMs, counts: { [verdict]: 1 }, sumMs: durationMs }));
}

/** The latest looks at a service's health, newest first. */
export async function listReadings(db: Db, name: string, limit: number): Promise<ReadingView[]> {
  const service = await db.service.findUnique({ where: { name }, select: { id: true, baseUrl: true, healthCheckPath: true } });
  if (!service?.baseUrl) return [];
  const url = targetUrl(service.baseUrl, service.healthCheckPath);
  const rows = await db.reading.findMany({ where: { serviceId: service.id }, orderBy: { at: 'desc' }, take: limit });
  return rows.map(({ at, outcome, verdict, durationMs, statusCode, reason }) => ({
    at: at.toISOString(),
    kind: 'health',
    url,
    outcome: outcome as Outcome,
    ok: outcome !== 'fail' && outcome !== 'self',
    ...{ verdict, reason, statusCode, durationMs },
  }));
}
