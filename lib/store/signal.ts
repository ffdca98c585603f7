import { addDeltas } from '#lib/model/merge-delta.ts';
import type { SignalDelta, SignalSource } from '#lib/model/signal.ts';
import { type packBuckets, unpackBuckets } from './bucket.ts';
import type { Columns } from './bulk.ts';
import type { Db } from './db.ts';
import { findServiceId } from './reading.ts';
import { planPieces, planSteps, readCursor } from './rollup-cursor.ts';
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
  ['latency', 'quoted'],
  ['reporting', 'int'],
  ['expected', 'int'],
];

type Pack = Awaited<ReturnType<typeof packBuckets>>;

/** A point's columns after the service, the step and the instant. */
export function pointValues({ seconds, requests, errors, clientErrors, latency, coverage }: SignalDelta, pack: Pack): unknown[] {
  return [seconds, requests, errors, clientErrors, pack(latency), coverage?.reporting ?? null, coverage?.expected ?? null];
}

type Numbers = [atMs: number, seconds: number, requests: number | null, errors: number | null, clientErrors: number | null];

/** Points that a condition picks, oldest first for each service. */
export async function readPoints(db: Db, where: Sql): Promise<{ serviceId: number; delta: SignalDelta }[]> {
  const latency = isSqlite(db) ? sql`"latency"` : sql`"latency"::text`;
  const rows = await selectTuples<[number, ...Numbers, string | null, number | null, number | null]>(
    db,
    [
      sql`"serviceId"`,
      msOf(db, '"at"'),
      sql`"seconds"`,
      sql`"requests"`,
      sql`"errors"`,
      sql`"clientErrors"`,
      latency,
      sql`"reporting"`,
      sql`"expected"`,
    ],
    sql`FROM "SignalPoint" WHERE ${where} ORDER BY "serviceId", "at"`,
  );
  const latencies = await unpackBuckets(
    db,
    rows.map((row) => row[6]),
  );
  return rows.map(([serviceId, atMs, seconds, requests, errors, clientErrors, _text, reporting, expected], row) => {
    const coverage = reporting === null || expected === null ? null : { coverage: { reporting, expected } };
    return { serviceId, delta: { atMs, seconds, requests, errors, clientErrors, latency: latencies[row] ?? null, ...coverage } };
  });
}

/** What a service did, in steps of `stepMs` (0: as it was scraped), the newest included; steps without data are left out. */
export async function listSignalDeltas(db: Db, name: string, fromMs: number, toMs: number, stepMs: number): Promise<SignalDelta[]> {
  const id = await findServiceId(db, name);
  const between = (step: number, from: number, to: number) =>
    readPoints(db, sql`"serviceId" = ${id} AND "stepSeconds" = ${step} AND "at" >= ${new Date(from)} AND "at" < ${new Date(to)}`);
  if (stepMs === 0) return (await between(0, fromMs, toMs + 1)).map(({ delta }) => delta);
  const plan = planSteps(fromMs, toMs, stepMs);
  const steps = new Map<number, SignalDelta>();
  for (const { stepSeconds, startMs, endMs } of planPieces(await readCursor(db), id, { spanMs: toMs - fromMs, startMs: plan.startMs, toMs }))
    for (const { delta } of await between(stepSeconds, startMs, endMs)) {
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

/** The newest span that is kept of a service, ms since the epoch; null where there is none. */
export async function lastSignalAt(db: Db, serviceId: number): Promise<number | null> {
  const rows = await selectTuples<[number | null]>(
    db,
    [msOf(db, 'found."at"')],
    sql`FROM (SELECT max("at") AS "at" FROM "SignalPoint" WHERE "serviceId" = ${serviceId} AND "stepSeconds" = 0) AS found`,
  );
  return rows[0]?.[0] ?? null;
}

/** Since when at the latest anything is kept of a service, ms since the epoch; null where nothing is. Longer steps begin before what is in them. */
export async function firstSignalAt(db: Db, serviceId: number): Promise<number | null> {
  const rows = await selectTuples<[stepSeconds: number, atMs: number]>(
    db,
    [sql`found."stepSeconds"`, msOf(db, 'found."at"')],
    sql`FROM (SELECT "stepSeconds", min("at") AS "at" FROM "SignalPoint" WHERE "serviceId" = ${serviceId} GROUP BY "stepSeconds") AS found`,
  );
  return rows.length === 0 ? null : Math.min(...rows.map(([stepSeconds, atMs]) => atMs + stepSeconds * 1000));
}
