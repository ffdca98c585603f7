import type { BucketDelta, SignalDelta, SignalSource } from '#lib/model/signal.ts';
import type { Columns } from './bulk.ts';
import type { Db } from './db.ts';
import { addDeltas } from './merge-delta.ts';
import { findServiceId } from './reading.ts';
import { historyGrainMs, planSteps, readCursor, rolledUntil } from './rollup-cursor.ts';
import { isSqlite, msOf, type Sql, selectTuples, sql } from './sql.ts';

/** The columns of a SignalPoint, in the order of a bulk write. */
export const pointColumns: Columns = [
  ['serviceId', 'int'],
  ['stepSeconds', 'int'],
  ['at', 'instant'],
  ['seconds', 'real'],
  ['requests', 'real'],
  ['errors', 'real'],
  ['clientErrors', 'real'],
  ['latency', 'json'],
];

type Numbers = [atMs: number, seconds: number, requests: number | null, errors: number | null, clientErrors: number | null];
type Row = [serviceId: number, ...Numbers, latency: BucketDelta | null];

/** Points that a condition picks, oldest first for each service. */
export async function readPoints(db: Db, where: Sql): Promise<{ serviceId: number; delta: SignalDelta }[]> {
  const latency = isSqlite(db) ? sql`"latency"` : sql`"latency"::text`;
  const rows = await selectTuples<[number, ...Numbers, string | null]>(
    db,
    [sql`"serviceId"`, msOf(db, '"at"'), sql`"seconds"`, sql`"requests"`, sql`"errors"`, sql`"clientErrors"`, latency],
    sql`FROM "SignalPoint" WHERE ${where} ORDER BY "serviceId", "at"`,
  );
  return rows.map(([serviceId, atMs, seconds, requests, errors, clientErrors, text]) => {
    const latencyOf: Row[6] = text === null ? null : (JSON.parse(text) as BucketDelta);
    return { serviceId, delta: { atMs, seconds, requests, errors, clientErrors, latency: latencyOf } };
  });
}

/** What a service did, in steps of `stepMs` (0: as it was scraped), the newest included; steps without data are left out. */
export async function listSignalDeltas(db: Db, name: string, fromMs: number, toMs: number, stepMs: number): Promise<SignalDelta[]> {
  const id = await findServiceId(db, name);
  const between = (step: number, from: number, to: number) =>
    readPoints(db, sql`"serviceId" = ${id} AND "stepSeconds" = ${step} AND "at" >= ${new Date(from)} AND "at" < ${new Date(to)}`);
  if (stepMs === 0) return (await between(0, fromMs, toMs + 1)).map(({ delta }) => delta);
  const plan = planSteps(fromMs, toMs, stepMs);
  const grainMs = historyGrainMs(toMs - fromMs);
  const cutMs = grainMs === 0 ? 0 : rolledUntil(await readCursor(db), id);
  const rolled = cutMs > plan.startMs ? await between(grainMs / 1000, plan.startMs, Math.min(cutMs, toMs)) : [];
  const fresh = await between(0, Math.max(plan.startMs, cutMs), toMs + 1);
  const steps = new Map<number, SignalDelta>();
  for (const { delta } of [...rolled, ...fresh]) {
    const step = Math.floor((delta.atMs - plan.startMs) / plan.stepMs);
    const before = steps.get(step);
    steps.set(step, before ? addDeltas(before, delta) : delta);
  }
  return [...steps].sort(([a], [b]) => a - b).map(([step, delta]) => ({ ...delta, atMs: Math.min(plan.startMs + (step + 1) * plan.stepMs, toMs) }));
}

/** Where a service's latest signals come from; null: it says nothing. */
export async function findSignalSource(db: Db, name: string): Promise<SignalSource | null> {
  const state = await db.serviceState.findFirst({ where: { service: { name } }, select: { signalSource: true } });
  return (state?.signalSource ?? null) as SignalSource | null;
}
