import type { BreakerState, BreakerStep } from '#lib/model/breaker.ts';
import type { Turn } from '#lib/model/handover/span.ts';
import type { Verdict } from '#lib/model/verdict.ts';
import { breakerStepKey } from './breaker.ts';
import type { Db } from './db.ts';
import { isSqlite, msOf, raw, selectTuples, sql } from './sql.ts';
import { presentVerdict } from './stale.ts';

export interface VerdictTurn extends Turn<Verdict> {
  reason: string;
}

/** More turns than these are not read at once; the newest count. */
const most = 100_000;

/** The turns of every service since an instant, oldest first, by service. */
export async function listVerdictTurns(db: Db, fromMs: number): Promise<Map<string, VerdictTurn[]>> {
  const field = (name: string) => raw(isSqlite(db) ? `"data"->>'$.${name}'` : `"data"->>'${name}'`);
  const rows = await selectTuples<[service: string, atMs: number, from: Verdict, to: Verdict, reason: string | null]>(
    db,
    [sql`"subject"`, msOf(db, '"at"'), field('from'), field('to'), field('reason')],
    sql`FROM (SELECT * FROM "Change" WHERE "kind" = 'verdict.changed' AND "at" >= ${new Date(fromMs)} ORDER BY "id" DESC LIMIT ${most}) AS newest ORDER BY "id"`,
  );
  const turns = new Map<string, VerdictTurn[]>();
  for (const [service, atMs, from, to, reason] of rows) {
    const own = turns.get(service);
    const turn = { atMs, from, to, reason: reason ?? '' };
    if (own) own.push(turn);
    else turns.set(service, [turn]);
  }
  return turns;
}

export interface NowStanding {
  service: string;
  verdict: Verdict;
  reason: string;
  sinceMs: number;
  /** Nobody has looked at it yet. */
  isNew: boolean;
}

type StandingRow = [name: string, verdict: Verdict, reason: string, sinceMs: number, checkedAtMs: number | null, staleAtMs: number | null];

/** How those services stand now that are not up, or turned since an instant. */
export async function listNowStanding(db: Db, fromMs: number, nowMs: number): Promise<NowStanding[]> {
  const verdict = isSqlite(db) ? sql`st."verdict"` : sql`st."verdict"::text`;
  const rows = await selectTuples<StandingRow>(
    db,
    [sql`s."name"`, verdict, sql`st."reason"`, msOf(db, 'st."since"'), msOf(db, 'st."checkedAt"'), msOf(db, 'st."staleAt"')],
    sql`FROM "Service" s JOIN "ServiceState" st ON st."serviceId" = s."id" WHERE st."verdictRank" < 3 OR s."name" IN
        (SELECT "subject" FROM "Change" WHERE "kind" = 'verdict.changed' AND "at" >= ${new Date(fromMs)})`,
  );
  return rows.map(([service, stored, reason, sinceMs, checkedAtMs, staleAtMs]) => {
    const now = presentVerdict({ verdict: stored, reason, sinceMs, checkedAtMs, staleAtMs }, nowMs);
    return { service, verdict: now.verdict, reason: now.reason, sinceMs: Date.parse(now.since), isNew: checkedAtMs === null };
  });
}

type StepRow = [serviceId: number, instance: string, name: string, atMs: number, from: BreakerState, to: BreakerState, missed: number | boolean];

/** The steps of every breaker since an instant, oldest first, by `breakerStepKey`. */
export async function listAllBreakerSteps(db: Db, fromMs: number): Promise<Map<string, BreakerStep[]>> {
  const rows = await selectTuples<StepRow>(
    db,
    [sql`"serviceId"`, sql`"instance"`, sql`"name"`, msOf(db, '"at"'), sql`"from"`, sql`"to"`, sql`"missed"`],
    sql`FROM (SELECT * FROM "BreakerStep" WHERE "at" >= ${new Date(fromMs)} ORDER BY "id" DESC LIMIT ${most}) AS newest ORDER BY "id"`,
  );
  const steps = new Map<string, BreakerStep[]>();
  for (const [serviceId, instance, name, atMs, from, to, missed] of rows) {
    const key = breakerStepKey(serviceId, instance, name);
    const own = steps.get(key) ?? [];
    steps.set(key, own);
    own.push({ at: new Date(atMs).toISOString(), from, to, missed: Boolean(missed) });
  }
  return steps;
}
