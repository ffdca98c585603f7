import type { ServiceRow } from '#lib/model/service.ts';
import type { Verdict } from '#lib/model/verdict.ts';
import type { Db } from './db.ts';
import { worstOf } from './reading.ts';
import { hourMs, minuteMs, type RollupCursor, readCursor } from './rollup-cursor.ts';
import { join, msOf, raw, type Sql, selectTuples, sql } from './sql.ts';

type Day = Pick<ServiceRow, 'history' | 'rates'>;
type Looks = [id: number, atMs: number, up: number, degraded: number, down: number, unknown: number, maintenance: number];
type Work = [id: number, atMs: number, requests: number, seconds: number];

const hours = 24;

interface Hour {
  counts: Record<Verdict, number>;
  requests: number;
  seconds: number;
}

const emptyHour = (): Hour => ({ counts: { up: 0, degraded: 0, down: 0, unknown: 0, maintenance: 0 }, requests: 0, seconds: 0 });

/** What is rolled up by the hour, and what is not rolled up yet. */
function parts(ids: number[], startMs: number, cursor: RollupCursor | null): { rolled: Sql; fresh: Sql } {
  const cutMs = Math.max(startMs, cursor?.atMs ?? 0);
  const doneIds = cursor && cursor.nextId > 0 ? sql`AND NOT ("serviceId" < ${cursor.nextId} AND "at" < ${new Date(cursor.atMs + minuteMs)})` : sql``;
  const ours = sql`"serviceId" IN (${join(ids)})`;
  return {
    rolled: sql`${ours} AND "stepSeconds" = 3600 AND "at" >= ${new Date(startMs)}`,
    fresh: sql`${ours} AND "at" >= ${new Date(cutMs)} ${doneIds}`,
  };
}

/** The last 24 hours of some services, the current one last: the worst verdict and the requests per second of each. */
export async function listDays(db: Db, ids: number[], nowMs: number): Promise<Map<number, Day>> {
  const startMs = Math.floor(nowMs / hourMs) * hourMs - (hours - 1) * hourMs;
  const { rolled, fresh } = parts(ids, startMs, await readCursor(db));
  const at = [sql`"serviceId"`, msOf(db, '"at"')];
  const hourOf = msOf(db, '"at"');
  const counted = ['up', 'degraded', 'down', 'unknown', 'maintenance'].map((verdict) => raw(`CASE WHEN "verdict" = '${verdict}' THEN 1 ELSE 0 END`));
  const kept = ['up', 'degraded', 'down', 'unknown', 'maintenance'].map((verdict) => raw(`"${verdict}"`));
  const looks = [
    ...(await selectTuples<Looks>(db, [...at, ...kept], sql`FROM "HealthRollup" WHERE ${rolled}`)),
    ...(await selectTuples<Looks>(db, [sql`"serviceId"`, hourOf, ...counted], sql`FROM "Reading" WHERE ${fresh}`)),
  ];
  const work = await selectTuples<Work>(
    db,
    [...at, sql`"requests"`, sql`"seconds"`],
    sql`FROM "SignalPoint" WHERE "requests" IS NOT NULL AND ((${rolled}) OR ("stepSeconds" = 0 AND ${fresh}))`,
  );
  return toDays(ids, startMs, looks, work);
}

function toDays(ids: number[], startMs: number, looks: Looks[], work: Work[]): Map<number, Day> {
  const days = new Map(ids.map((id) => [id, Array.from({ length: hours }, emptyHour)]));
  const hourAt = (id: number, atMs: number) => days.get(id)?.[Math.floor((atMs - startMs) / hourMs)];
  for (const [id, atMs, up, degraded, down, unknown, maintenance] of looks) {
    const hour = hourAt(id, atMs);
    for (const [verdict, count] of Object.entries({ up, degraded, down, unknown, maintenance })) {
      if (hour) hour.counts[verdict as Verdict] += count;
    }
  }
  for (const [id, atMs, requests, seconds] of work) {
    const hour = hourAt(id, atMs);
    if (hour) Object.assign(hour, { requests: hour.requests + requests, seconds: hour.seconds + seconds });
  }
  const toDay = (list: Hour[]): Day => ({
    history: list.map(({ counts }) => worstOf(counts)),
    rates: list.map(({ requests, seconds }) => (seconds > 0 ? requests / seconds : null)),
  });
  return new Map([...days].map(([id, list]) => [id, toDay(list)]));
}
