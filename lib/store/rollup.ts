import { addDeltas } from '#lib/model/merge-delta.ts';
import type { SignalDelta } from '#lib/model/signal.ts';
import { packBuckets } from './bucket.ts';
import { insertOfServices } from './bulk.ts';
import { type Db, inTransaction, type PrismaClient } from './db.ts';
import { hourMs, minuteMs, moveCursor, type RollupCursor, readCursor } from './rollup-cursor.ts';
import { pointColumns, pointValues, readPoints } from './signal.ts';
import { cleanJson, isSqlite, join, msOf, raw, type Sql, selectRows, selectTuples, sql } from './sql.ts';

/** Looks are written up to so long after they were taken; a minute is rolled up when it is this old. */
const graceMs = 2 * minuteMs;
/** Widths of the steps that a minute is added to. */
const grown = [300, 3600];
/** Ids of services in one transaction. */
const chunkIds = 2000;
const rollLock = 0x5bc0_0002;

/**
 * Adds history up: looks and scrapes into minutes, minutes into steps of five and into hours. Each minute once, in chunks that move the cursor
 * in their own transaction: a run that is cut off goes on where it stopped, a second run changes nothing.
 */
export async function rollUp(db: PrismaClient, nowMs: number): Promise<void> {
  const endMs = Math.floor((nowMs - graceMs) / minuteMs) * minuteMs;
  while (await inTransaction(db, (tx) => rollChunk(tx, endMs))) await new Promise((resolve) => setImmediate(resolve));
}

/** Rolls up what comes next, one minute of some services; false when all before `endMs` is done. */
async function rollChunk(tx: Db, endMs: number): Promise<boolean> {
  if (!isSqlite(tx)) await tx.$executeRaw(sql`SELECT pg_advisory_xact_lock(${rollLock})`);
  const cursor = await readCursor(tx);
  if (cursor && cursor.atMs >= endMs) return false;
  const { atMs, nextId } = cursor && cursor.nextId > 0 ? cursor : { atMs: await findMinute(tx, cursor?.atMs ?? 0, endMs), nextId: 0 };
  const fives = { fivesFromMs: fivesFrom(cursor) };
  if (atMs >= endMs) {
    await moveCursor(tx, { atMs: endMs, nextId: 0, ...fives });
    return false;
  }
  const [last] = await selectRows<{ id: number | null }>(tx, sql`SELECT max("id") AS id FROM "Service"`);
  const endId = nextId + chunkIds;
  const span = { atMs, fromId: nextId, endId };
  await rollLooks(tx, span);
  await rollSignals(tx, span);
  await moveCursor(tx, { ...(endId > (last?.id ?? 0) ? { atMs: atMs + minuteMs, nextId: 0 } : { atMs, nextId: endId }), ...fives });
  return true;
}

/** A database that was rolled up before there were steps of five minutes has them whole from its next hour on. */
function fivesFrom(cursor: RollupCursor | null): number {
  if (cursor === null) return 0;
  return cursor.fivesFromMs ?? Math.ceil((cursor.atMs + minuteMs) / hourMs) * hourMs;
}

/** The first minute from `fromMs` that holds anything; `endMs` when none does. */
async function findMinute(tx: Db, fromMs: number, endMs: number): Promise<number> {
  const range = sql`"at" >= ${new Date(fromMs)} AND "at" < ${new Date(endMs)}`;
  const rows = await selectTuples<[number | null]>(
    tx,
    [msOf(tx, 'found."first"')],
    sql`FROM (SELECT min("at") AS "first" FROM "Reading" WHERE ${range}
              UNION ALL SELECT min("at") AS "first" FROM "SignalPoint" WHERE "stepSeconds" = 0 AND ${range}) AS found`,
  );
  const firstMs = Math.min(endMs, ...rows.flatMap(([ms]) => (ms === null ? [] : [ms])));
  return Math.floor(firstMs / minuteMs) * minuteMs;
}

/** One minute of the services of some ids. */
interface Span {
  atMs: number;
  fromId: number;
  endId: number;
}

function inMinute({ atMs, fromId, endId }: Span): Sql {
  return sql`"at" >= ${new Date(atMs)} AND "at" < ${new Date(atMs + minuteMs)} AND "serviceId" >= ${fromId} AND "serviceId" < ${endId}`;
}

const startOf = (atMs: number, stepSeconds: number) => Math.floor(atMs / (stepSeconds * 1000)) * stepSeconds * 1000;

/** Counts the minute's looks: the minute's row is set, the rows of its five minutes and its hour grow by it. */
async function rollLooks(tx: Db, span: Span): Promise<void> {
  const count = (verdict: string) => sql`sum(CASE WHEN "verdict" = ${verdict} THEN 1 ELSE 0 END)`;
  const verdicts = ['up', 'degraded', 'down', 'unknown', 'maintenance'];
  const text = isSqlite(tx) ? sql`"verdict"` : sql`"verdict"::text`;
  const counts = verdicts.map((verdict) => sql`${count(verdict)}`);
  for (const stepSeconds of [60, ...grown]) {
    const stepMs = startOf(span.atMs, stepSeconds);
    const start = isSqlite(tx) ? sql`${stepMs}` : sql`${new Date(stepMs)}::timestamp(3)`;
    const step = isSqlite(tx) ? sql`${stepSeconds}` : sql`${stepSeconds}::int`;
    const source = sql`SELECT "serviceId", "durationMs", ${text} AS "verdict" FROM "Reading" WHERE ${inMinute(span)}`;
    const grow = (column: string) => raw(`"${column}" = "HealthRollup"."${column}" + excluded."${column}"`);
    const set = (column: string) => raw(`"${column}" = excluded."${column}"`);
    const sums = [...verdicts, 'durationSumMs'].map(stepSeconds === 60 ? set : grow);
    const most = isSqlite(tx) ? 'max' : 'greatest';
    await tx.$executeRaw(
      sql`INSERT INTO "HealthRollup" ("serviceId", "stepSeconds", "at", "up", "degraded", "down", "unknown", "maintenance", "durationSumMs", "durationMaxMs")
          SELECT "serviceId", ${step}, ${start}, ${join(counts)}, sum("durationMs"), max("durationMs") FROM (${source}) AS looks WHERE 1 = 1 GROUP BY "serviceId"
          ON CONFLICT ("serviceId", "stepSeconds", "at") DO UPDATE SET ${join(sums)},
            "durationMaxMs" = ${raw(most)}("HealthRollup"."durationMaxMs", excluded."durationMaxMs")`,
    );
  }
}

const replacePoint = `("serviceId", "stepSeconds", "at") DO UPDATE SET "seconds" = excluded."seconds", "requests" = excluded."requests", "errors" = excluded."errors", "clientErrors" = excluded."clientErrors", "latency" = excluded."latency", "reporting" = excluded."reporting", "expected" = excluded."expected"`;

type Ids = Pick<Span, 'fromId' | 'endId'>;

/** Adds the minute's scrapes up, histograms bucket by bucket: the minute's row is set, the rows of its five minutes and its hour grow by it. */
async function rollSignals(tx: Db, span: Span): Promise<void> {
  const minutes = new Map<number, SignalDelta>();
  for (const { serviceId, delta } of await readPoints(tx, sql`"stepSeconds" = 0 AND ${inMinute(span)}`)) {
    const before = minutes.get(serviceId);
    minutes.set(serviceId, before ? addDeltas(before, delta) : delta);
  }
  if (minutes.size === 0) return;
  const steps = [...minutes].map(([serviceId, delta]) => ({ serviceId, stepSeconds: 60, startMs: span.atMs, delta }));
  for (const stepSeconds of grown) {
    const startMs = startOf(span.atMs, stepSeconds);
    const past = await readStep(tx, stepSeconds, startMs, span);
    for (const [serviceId, minute] of minutes) {
      const before = past.get(serviceId);
      steps.push({ serviceId, stepSeconds, startMs, delta: before ? addDeltas(before, minute) : minute });
    }
  }
  const pack = await packBuckets(
    tx,
    steps.map(({ delta }) => delta.latency),
  );
  const rows = steps.map(({ serviceId, stepSeconds, startMs, delta }) => [serviceId, stepSeconds, startMs, ...pointValues(delta, pack)]);
  await tx.$executeRawUnsafe(insertOfServices(tx, 'SignalPoint', pointColumns, replacePoint), cleanJson(rows));
}

async function readStep(tx: Db, stepSeconds: number, startMs: number, { fromId, endId }: Ids): Promise<Map<number, SignalDelta>> {
  const ids = sql`"serviceId" >= ${fromId} AND "serviceId" < ${endId}`;
  const points = await readPoints(tx, sql`"stepSeconds" = ${stepSeconds} AND "at" = ${new Date(startMs)} AND ${ids}`);
  return new Map(points.map(({ serviceId, delta }) => [serviceId, delta]));
}
