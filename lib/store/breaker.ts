import type { BreakerLane, BreakerState, BreakerStep } from '#lib/model/breaker.ts';
import type { TrailPoint } from '#lib/model/breaker-trail.ts';
import type { BreakerStatuses } from '#lib/model/dialect/breaker-status.ts';
import type { Db } from './db.ts';
import { join, msOf, type Sql, selectRows, selectTuples, sql } from './sql.ts';

type Facts = Pick<BreakerStatuses['failure'][number], 'source' | 'shares' | 'thresholdRatio' | 'waitSeconds' | 'defaults'> & {
  /** Missing in what was kept before these were told. */
  window?: BreakerStatuses['failure'][number]['window'];
  trail?: TrailPoint[];
} & Pick<BreakerStatuses['capacity'][number], 'full' | 'used'> &
  Pick<BreakerStatuses['ejection'][number], 'out' | 'total'>;

export interface BreakerRow {
  serviceId: number;
  /** Base URL of the instance that says it; empty where the caller has one address. */
  instance: string;
  caller: string;
  tier: number;
  scrapeSeconds: number;
  lane: BreakerLane;
  name: string;
  /** As the metrics write it. */
  callee: string;
  calleeKey: string;
  state: BreakerState;
  sinceMs: number;
  atMs: number;
  staleAtMs: number;
  errorRatio: number | null;
  requestRate: number | null;
  rejectionRate: number | null;
  facts: Facts;
}

type Holder = [serviceId: number, instance: string, caller: string, tier: number, scrapeSeconds: number];
type Ends = [lane: BreakerLane, name: string, callee: string, calleeKey: string];
type Now = [state: BreakerState, sinceMs: number, atMs: number, staleAtMs: number];
type Numbers = [errorRatio: number | null, requestRate: number | null, rejectionRate: number | null, facts: Facts | string];

/** More than these are not read at once. */
const most = 20_000;

interface Which {
  holders?: readonly number[];
  calleeKeys?: readonly string[];
  /** Breakers that are not closed at this instant, by what is still believed. */
  openAtMs?: number;
  /** Breakers that turned, or of which an open was missed, since this instant. */
  steppedSinceMs?: number;
}

/** How many failure breakers are kept: one that several instances hold counts once. */
export async function countBreakers(db: Db): Promise<number> {
  const distinct = sql`SELECT DISTINCT "serviceId", "name" FROM "BreakerState" WHERE "lane" = 'failure'`;
  const [row] = await selectRows<{ count: number }>(db, sql`SELECT count(*) AS count FROM (${distinct}) AS held`);
  return row?.count ?? 0;
}

/** What is kept of breakers: all, those that services hold, those that are held against a service of these keys, or those that are open. */
export async function listBreakerRows(db: Db, which: Which = {}): Promise<BreakerRow[]> {
  const any: Sql[] = [];
  if (which.holders?.length === 0) return [];
  if (which.holders) any.push(sql`b."serviceId" IN (${join([...which.holders])})`);
  if (which.calleeKeys !== undefined) any.push(sql`b."calleeKey" IN (${join([...which.calleeKeys])})`);
  if (which.openAtMs !== undefined)
    any.push(sql`b."lane" = 'failure' AND b."state" IN ('open', 'forced-open', 'half-open') AND b."staleAt" >= ${new Date(which.openAtMs)}`);
  if (which.steppedSinceMs !== undefined)
    any.push(sql`b."lane" = 'failure' AND EXISTS (SELECT 1 FROM "BreakerStep" x
      WHERE x."serviceId" = b."serviceId" AND x."name" = b."name" AND x."at" >= ${new Date(which.steppedSinceMs)})`);
  const where = any.length === 0 ? sql`` : sql`WHERE ${join(any, ' OR ')}`;
  const rows = await selectTuples<[...Holder, ...Ends, ...Now, ...Numbers]>(
    db,
    [
      ...[sql`b."serviceId"`, sql`b."instance"`, sql`s."name"`, sql`s."tier"`, sql`s."pollIntervalSeconds"`],
      ...[sql`b."lane"`, sql`b."name"`, sql`b."callee"`, sql`b."calleeKey"`],
      ...[sql`b."state"`, msOf(db, 'b."since"'), msOf(db, 'b."at"'), msOf(db, 'b."staleAt"')],
      ...[sql`b."errorRatio"`, sql`b."requestRate"`, sql`b."rejectionRate"`, sql`b."facts"`],
    ],
    sql`FROM "BreakerState" b JOIN "Service" s ON s."id" = b."serviceId" ${where} ORDER BY s."name", b."name" LIMIT ${most}`,
  );
  return rows.map((row) => {
    const [serviceId, instance, caller, tier, scrapeSeconds, lane, name, callee, key, ...rest] = row;
    const [state, sinceMs, atMs, staleAtMs, errorRatio, requestRate, rejectionRate, facts] = rest;
    return {
      ...{ serviceId, instance, caller, tier, scrapeSeconds, lane, name, callee, calleeKey: key },
      ...{ state, sinceMs, atMs, staleAtMs, errorRatio, requestRate, rejectionRate },
      facts: typeof facts === 'string' ? (JSON.parse(facts) as Facts) : facts,
    };
  });
}

export interface CalleePolicy {
  failures: number;
  waitSeconds: number;
}

/** The policies that services ask of callers, by name. */
export async function listPolicies(db: Db, names: readonly string[]): Promise<Map<string, CalleePolicy>> {
  const found = new Map<string, CalleePolicy>();
  for (let from = 0; from < names.length; from += 500) {
    const rows = await db.service.findMany({
      where: { name: { in: names.slice(from, from + 500) } },
      select: { name: true, circuitBreakerThreshold: true, circuitBreakerTimeoutSeconds: true },
    });
    for (const row of rows) found.set(row.name, { failures: row.circuitBreakerThreshold, waitSeconds: row.circuitBreakerTimeoutSeconds });
  }
  return found;
}

type StepRow = [serviceId: number, instance: string, name: string, atMs: number, from: BreakerState, to: BreakerState, missed: number | boolean];

/** A breaker that flaps is shown by its latest steps. */
const mostSteps = 200;

/** The steps of breakers since an instant, oldest first, by `breakerStepKey`. */
export async function listBreakerSteps(db: Db, serviceIds: readonly number[], fromMs: number): Promise<Map<string, BreakerStep[]>> {
  const steps = new Map<string, BreakerStep[]>();
  for (let from = 0; from < serviceIds.length; from += 500) {
    const rows = await selectTuples<StepRow>(
      db,
      [sql`"serviceId"`, sql`"instance"`, sql`"name"`, msOf(db, '"at"'), sql`"from"`, sql`"to"`, sql`"missed"`],
      sql`FROM (SELECT *, row_number() OVER (PARTITION BY "serviceId", "instance", "name" ORDER BY "id" DESC) AS "nth" FROM "BreakerStep"
          WHERE "serviceId" IN (${join(serviceIds.slice(from, from + 500))}) AND "at" >= ${new Date(fromMs)}) AS newest
          WHERE "nth" <= ${mostSteps} ORDER BY "id"`,
    );
    for (const [serviceId, instance, name, atMs, before, to, missed] of rows) {
      const key = breakerStepKey(serviceId, instance, name);
      steps.set(key, [...(steps.get(key) ?? []), { at: new Date(atMs).toISOString(), from: before, to, missed: Boolean(missed) }]);
    }
  }
  return steps;
}

export const breakerStepKey = (serviceId: number, instance: string, name: string): string => JSON.stringify([serviceId, instance, name]);
