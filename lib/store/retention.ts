import { forgetBreakers } from './breaker-state.ts';
import { completeFromKey } from './change.ts';
import type { PrismaClient } from './db.ts';
import { forgetEdges } from './edge.ts';
import { forgetMetrics } from './metric-state.ts';
import { hourMs, minuteMs, readCursor } from './rollup-cursor.ts';
import { getSetting, setSetting } from './setting.ts';
import { isSqlite, raw, type Sql, selectRows, sql } from './sql.ts';
import { forgetEvents } from './topic-flow.ts';

export interface Limits {
  rawHours: number;
  minuteDays: number;
  fiveMinuteDays: number;
  hourDays: number;
  maxMegabytes: number;
}

interface Options {
  /** How large the database is, bytes; tests give their own. */
  measure?: (db: PrismaClient) => Promise<number>;
  /** Lets others run between two chunks. */
  pause?: () => Promise<void>;
}

const dayMs = 24 * hourMs;
const chunkRows = 5000;
const liveChangesMs = 15 * minuteMs;
const toldChangesMs = 30 * dayMs;
/** A breaker that no metrics tell of any more is shown as unknown for so long. */
const keptBreakersMs = 7 * dayMs;
/** A run that frees space by size ends after so many chunks; the next one goes on. */
const maxChunksBySize = 400;

/** PostgreSQL's counts of rows lag behind: what a run has freed is estimated. */
const postgresRowBytes = 300;

const breathe = () => new Promise<void>((resolve) => setTimeout(resolve, 5));

interface Shelf {
  table: string;
  which: Sql;
}

const raws: Shelf[] = [
  { table: 'Reading', which: sql`1 = 1` },
  { table: 'SignalPoint', which: sql`"stepSeconds" = 0` },
];
/** What each instance did is kept for the latest hours: history is the service's. */
const instanceHours = 6;
const instances: Shelf[] = [{ table: 'InstancePoint', which: sql`1 = 1` }];
/** How long each step of gauges is kept: the finer, the shorter. */
const gaugeHours: readonly [stepSeconds: number, hours: number][] = [
  [60, 3],
  [600, 26],
  [3600, 8 * 24],
];
const keptMetricsMs = 7 * dayMs;
const breakerSteps: Shelf[] = [{ table: 'BreakerStep', which: sql`1 = 1` }];
const rolled = (seconds: number): Shelf[] => ['HealthRollup', 'SignalPoint'].map((table) => ({ table, which: sql`"stepSeconds" = ${seconds}` }));

/** Forgets what is older than its limit, then the oldest of the finest while the database is too large. */
export async function forget(db: PrismaClient, nowMs: number, limits: Limits, options: Options = {}): Promise<void> {
  const { measure = storeBytes, pause = breathe } = options;
  const rolledMs = (await readCursor(db))?.atMs ?? 0;
  const clear = async (shelves: Shelf[], beforeMs: number) => {
    for (const shelf of shelves) while ((await deleteOldest(db, shelf, beforeMs)) === chunkRows) await pause();
  };
  await clear(raws, Math.min(nowMs - limits.rawHours * hourMs, rolledMs));
  await clear(rolled(60), nowMs - limits.minuteDays * dayMs);
  await clear(rolled(300), nowMs - limits.fiveMinuteDays * dayMs);
  await clear(rolled(3600), nowMs - limits.hourDays * dayMs);
  for (const [seconds, hours] of gaugeHours) await clear([{ table: 'GaugePoint', which: sql`"stepSeconds" = ${seconds}` }], nowMs - hours * hourMs);
  await forgetMetrics(db, nowMs - keptMetricsMs);
  await forgetEvents(db, nowMs - limits.hourDays * dayMs);
  await clear(instances, nowMs - instanceHours * hourMs);
  await clear(breakerSteps, nowMs - limits.minuteDays * dayMs);
  await forgetBreakers(db, nowMs - keptBreakersMs);
  await forgetEdges(db, nowMs);
  await forgetChanges(db, nowMs, pause);
  await shrink(db, limits.maxMegabytes * 1024 * 1024, rolledMs, { measure, pause });
}

/** Deletes up to a chunk of the oldest rows before an instant; answers how many. */
async function deleteOldest(db: PrismaClient, { table, which }: Shelf, beforeMs: number): Promise<number> {
  const [row, name] = isSqlite(db) ? [raw('rowid'), raw(`"${table}"`)] : [raw('ctid'), raw(`"${table}"`)];
  const oldest = sql`SELECT ${row} FROM ${name} WHERE ${which} AND "at" < ${new Date(beforeMs)} ORDER BY "at" LIMIT ${chunkRows}`;
  const within = isSqlite(db) ? sql`${row} IN (${oldest})` : sql`${row} = ANY(ARRAY(${oldest}))`;
  return db.$executeRaw(sql`DELETE FROM ${name} WHERE ${within}`);
}

/** Live states are of use for minutes, what people read for weeks. First it is noted from where on the feed is complete. */
async function forgetChanges(db: PrismaClient, nowMs: number, pause: () => Promise<void>): Promise<void> {
  const live = sql`"kind" IN ('state.read', 'check.requested', 'breaker.seen', 'edges.found', 'edges.decided', 'graph.laidOut', 'run.changed') AND "at" < ${new Date(nowMs - liveChangesMs)}`;
  const told = sql`"at" < ${new Date(nowMs - toldChangesMs)}`;
  for (const which of [live, told]) {
    for (;;) {
      const rows = await selectRows<{ id: number }>(
        db,
        sql`SELECT "id" FROM "Change" WHERE ${which} AND "id" < (SELECT max("id") FROM "Change") ORDER BY "id" LIMIT ${chunkRows}`,
      );
      const lastId = rows.at(-1)?.id;
      if (lastId === undefined) break;
      const complete = await getSetting(db, completeFromKey);
      if (typeof complete !== 'number' || complete <= lastId) await setSetting(db, completeFromKey, lastId + 1);
      await db.$executeRaw(sql`DELETE FROM "Change" WHERE ${which} AND "id" <= ${lastId}`);
      if (rows.length < chunkRows) break;
      await pause();
    }
  }
}

/** Raw looks go first, as far as they are rolled up; then minutes, steps of five, and hours, the oldest of each. */
async function shrink(db: PrismaClient, maxBytes: number, rolledMs: number, { measure, pause }: Required<Options>): Promise<void> {
  const shelves = [...raws, ...instances, ...rolled(60), ...rolled(300), ...rolled(3600)];
  let overBytes = (await measure(db)) - maxBytes;
  for (let chunk = 0; chunk < maxChunksBySize && overBytes > 0 && shelves[0]; chunk++) {
    const freed = await deleteOldest(db, shelves[0], rolledMs);
    if (freed < chunkRows) shelves.shift();
    overBytes = isSqlite(db) ? (await measure(db)) - maxBytes : overBytes - freed * postgresRowBytes;
    await pause();
  }
}

/** Bytes in use. Pages that deletions have left free count as free: the database fills them before it grows. */
export async function storeBytes(db: PrismaClient): Promise<number> {
  if (isSqlite(db)) {
    const [row] = await selectRows<{ bytes: number }>(
      db,
      sql`SELECT (p.page_count - f.freelist_count) * s.page_size AS bytes FROM pragma_page_count() p, pragma_freelist_count() f, pragma_page_size() s`,
    );
    return row?.bytes ?? 0;
  }
  const [row] = await selectRows<{ size: number; live: number }>(db, postgresSize);
  return Math.min(row?.size ?? 0, row?.live ?? 0);
}

/**
 * PostgreSQL's files do not shrink when rows are deleted, so that their size alone would have everything deleted once a
 * limit was reached. Beside it stands what the living rows take, by the planner's row widths and their share of the indexes.
 */
const postgresSize = sql`
  SELECT pg_database_size(current_database())::float8 AS size,
         16e6 + coalesce(sum(t.n_live_tup * (w.width + 40) * 2.0), 0)::float8 AS live
  FROM pg_stat_user_tables t
  JOIN LATERAL (SELECT coalesce(sum(s.avg_width), 120) AS width FROM pg_stats s WHERE s.schemaname = t.schemaname AND s.tablename = t.relname) w ON true
  WHERE t.schemaname = current_schema()`;
