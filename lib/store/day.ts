import type { ServiceRow } from '#lib/model/service.ts';
import { verdictRank, verdictSchema } from '#lib/model/verdict.ts';
import type { Db } from './db.ts';
import { hourMs, minuteMs, type RollupCursor, readCursor } from './rollup-cursor.ts';
import { join, msOf, raw, type Sql, selectTuples, sql } from './sql.ts';

type Day = Pick<ServiceRow, 'history' | 'rates'>;
type Looks = [id: number, atMs: number, rank: number];
type Work = [id: number, atMs: number, requests: number, seconds: number];

const hours = 24;
const byRank = verdictSchema.options.toSorted((a, b) => verdictRank[a] - verdictRank[b]);
const nobody = byRank.length;

/** The rank of the worst that a row counts, and of one look. */
const rolledRank = raw(`CASE ${byRank.map((verdict, rank) => `WHEN "${verdict}" > 0 THEN ${rank}`).join(' ')} ELSE ${nobody} END`);
const lookRank = raw(`CASE "verdict" ${byRank.map((verdict, rank) => `WHEN '${verdict}' THEN ${rank}`).join(' ')} ELSE ${nobody} END`);

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
  const looks = [
    ...(await selectTuples<Looks>(db, [...at, rolledRank], sql`FROM "HealthRollup" WHERE ${rolled}`)),
    ...(await selectTuples<Looks>(db, [...at, lookRank], sql`FROM "Reading" WHERE ${fresh}`)),
  ];
  const columns = [...at, sql`"requests"`, sql`"seconds"`];
  const work = [
    ...(await selectTuples<Work>(db, columns, sql`FROM "SignalPoint" WHERE ${rolled} AND "requests" IS NOT NULL`)),
    ...(await selectTuples<Work>(db, columns, sql`FROM "SignalPoint" WHERE ${fresh} AND "stepSeconds" = 0 AND "requests" IS NOT NULL`)),
  ];
  return toDays(ids, startMs, looks, work);
}

function toDays(ids: number[], startMs: number, looks: Looks[], work: Work[]): Map<number, Day> {
  const fill = () => new Array<number>(hours).fill(0);
  const days = new Map(ids.map((id) => [id, { worst: fill().fill(nobody), requests: fill(), seconds: fill() }]));
  for (const [id, atMs, rank] of looks) {
    const worst = days.get(id)?.worst;
    const hour = Math.floor((atMs - startMs) / hourMs);
    if (worst && rank < (worst[hour] ?? -1)) worst[hour] = rank;
  }
  for (const [id, atMs, requests, seconds] of work) {
    const day = days.get(id);
    const hour = Math.floor((atMs - startMs) / hourMs);
    if (!day || hour < 0 || hour >= hours) continue;
    day.requests[hour] = (day.requests[hour] ?? 0) + requests;
    day.seconds[hour] = (day.seconds[hour] ?? 0) + seconds;
  }
  const toDay = ({ worst, requests, seconds }: { worst: number[]; requests: number[]; seconds: number[] }): Day => ({
    history: worst.map((rank) => byRank[rank] ?? null),
    rates: seconds.map((spent, hour) => (spent > 0 ? (requests[hour] ?? 0) / spent : null)),
  });
  return new Map([...days].map(([id, day]) => [id, toDay(day)]));
}
