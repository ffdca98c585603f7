import { AppError } from '#lib/errors.ts';
import type { HealthStep, ReadingView } from '#lib/model/reading.ts';
import { targetUrl } from '#lib/model/service.ts';
import { type Outcome, type Verdict, verdictRank, verdictSchema } from '#lib/model/verdict.ts';
import type { Db } from './db.ts';
import { historyGrainMs, planSteps, readCursor, rolledUntil } from './rollup-cursor.ts';
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
  const grainMs = historyGrainMs(toMs - fromMs);
  const cutMs = grainMs === 0 ? 0 : rolledUntil(await readCursor(db), id);
  for (const [atMs, up, degraded, down, unknown, maintenance, sumMs] of await listRolled(db, id, grainMs, plan.startMs, Math.min(cutMs, toMs))) {
    const step = stepAt(atMs);
    if (!step) continue;
    for (const [verdict, count] of Object.entries({ up, degraded, down, unknown, maintenance })) step.counts[verdict as Verdict] += count;
    step.sumMs += sumMs;
  }
  for (const [atMs, verdict, durationMs] of await listRaw(db, id, Math.max(plan.startMs, cutMs), toMs)) {
    const step = stepAt(atMs);
    if (!step) continue;
    step.counts[verdict]++;
    step.sumMs += durationMs;
  }
  return steps.map(({ counts, sumMs }, i) => {
    const looks = Object.values(counts).reduce((sum, count) => sum + count, 0);
    const at = new Date(plan.startMs + i * plan.stepMs).toISOString();
    return { at, verdict: worstOf(counts), ...counts, durationMs: looks === 0 ? null : sumMs / looks };
  });
}

async function listRolled(db: Db, id: number, grainMs: number, fromMs: number, toMs: number): Promise<Rolled[]> {
  if (grainMs === 0 || toMs <= fromMs) return [];
  return selectTuples<Rolled>(
    db,
    [msOf(db, '"at"'), ...rolledColumns],
    sql`FROM "HealthRollup" WHERE "serviceId" = ${id} AND "stepSeconds" = ${grainMs / 1000} AND "at" >= ${new Date(fromMs)} AND "at" < ${new Date(toMs)}`,
  );
}

async function listRaw(db: Db, id: number, fromMs: number, toMs: number): Promise<[atMs: number, verdict: Verdict, durationMs: number][]> {
  return selectTuples(
    db,
    [msOf(db, '"at"'), sql`"verdict"`, sql`"durationMs"`],
    sql`FROM "Reading" WHERE "serviceId" = ${id} AND "at" >= ${new Date(fromMs)} AND "at" <= ${new Date(toMs)}`,
  );
}

/** The latest looks at a service's health, newest first. */
export async function listReadings(db: Db, name: string, limit: number): Promise<ReadingView[]> {
  const service = await db.service.findUnique({ where: { name }, select: { id: true, baseUrl: true, healthCheckPath: true } });
  if (!service) return [];
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
