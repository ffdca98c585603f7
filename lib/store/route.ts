import type { IntervalMs } from '#lib/model/service.ts';
import { bulkSql, type Columns, rateColumns } from './bulk.ts';
import type { Db } from './db.ts';
import { cleanJson, isoOf } from './sql.ts';

/** What one route of a service does now. */
export interface RouteState {
  method: string;
  route: string;
  requestRate: number | null;
  errorRatio: number | null;
  latencyMsP95: IntervalMs | null;
  /** When a call was last seen, ms since the epoch; null when none was since we look. */
  seenAtMs: number | null;
}

const columns: Columns = [['serviceId', 'int'], ['method', 'text'], ['route', 'text'], ...rateColumns, ['seenAt', 'instant'], ['at', 'instant']];

const kept = ['requestRate', 'errorRatio', 'latencyMsP95Low', 'latencyMsP95High', 'at'];

/** Writes the state of many services' routes; those of removed services are dropped. `seenAt` never goes back to nothing. */
export async function keepRoutes(tx: Db, routes: { serviceId: number; route: RouteState }[], nowMs: number): Promise<void> {
  if (routes.length === 0) return;
  const rows = routes.map(({ serviceId, route }) => [
    ...[serviceId, route.method, route.route, route.requestRate, route.errorRatio],
    ...[route.latencyMsP95?.low ?? null, route.latencyMsP95?.high ?? null, route.seenAtMs, nowMs],
  ]);
  const { names, rows: from, reads } = bulkSql(tx, columns);
  const set = [...kept.map((name) => `"${name}" = excluded."${name}"`), '"seenAt" = coalesce(excluded."seenAt", "RouteState"."seenAt")'].join(', ');
  await tx.$executeRawUnsafe(
    `INSERT INTO "RouteState" (${names}) SELECT ${reads.join(', ')} FROM ${from}
     WHERE EXISTS (SELECT 1 FROM "Service" s WHERE s."id" = ${reads[0]})
     ON CONFLICT ("serviceId", "method", "route") DO UPDATE SET ${set}`,
    cleanJson(rows),
  );
}

/** The routes of a service. */
export async function listRoutes(db: Db, serviceId: number) {
  const rows = await db.routeState.findMany({ where: { serviceId }, orderBy: [{ route: 'asc' }, { method: 'asc' }] });
  return rows.map(({ method, route, requestRate, errorRatio, latencyMsP95Low, latencyMsP95High, seenAt }) => ({
    ...{ method, route, requestRate, errorRatio },
    latencyMsP95: latencyMsP95Low === null ? null : { low: latencyMsP95Low, high: latencyMsP95High },
    seenAt: isoOf(seenAt),
  }));
}
