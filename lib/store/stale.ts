import { type Verdict, verdictRank } from '#lib/model/verdict.ts';
import type { Db } from './db.ts';
import { isSqlite, type Sql, sql } from './sql.ts';

export interface StoredVerdict {
  verdict: Verdict;
  reason: string;
  sinceMs: number;
  checkedAtMs: number | null;
  staleAtMs: number | null;
}

/** What may be said of a service now. Where nobody has looked for too long, what was known counts no more. */
export function presentVerdict(stored: StoredVerdict, nowMs: number): { verdict: Verdict; reason: string; since: string } {
  const { verdict, reason, sinceMs, checkedAtMs, staleAtMs } = stored;
  if (staleAtMs === null || staleAtMs >= nowMs) return { verdict, reason, since: new Date(sinceMs).toISOString() };
  const last = new Date(checkedAtMs ?? sinceMs).toISOString();
  return { verdict: 'unknown', reason: `stale: not looked at since ${last}`, since: new Date(staleAtMs).toISOString() };
}

/** The same rule in SQL, over a ServiceState named `st`. */
export function presentedVerdict(db: Db, nowMs: number): Sql {
  const verdict = isSqlite(db) ? sql`st."verdict"` : sql`st."verdict"::text`;
  return sql`CASE WHEN st."staleAt" < ${new Date(nowMs)} THEN 'unknown' ELSE ${verdict} END`;
}

export function presentedRank(nowMs: number): Sql {
  return sql`CASE WHEN st."staleAt" < ${new Date(nowMs)} THEN ${verdictRank.unknown} ELSE st."verdictRank" END`;
}
