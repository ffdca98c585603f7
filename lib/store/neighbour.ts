import type { Verdict } from '#lib/model/verdict.ts';
import type { Db } from './db.ts';
import { presentVerdict } from './stale.ts';

export interface Stand {
  verdict: Verdict;
  reason: string;
  since: string;
}

/** How each of the named services stands now; names that nobody registered are left out. */
export async function findStands(db: Db, names: string[], nowMs: number): Promise<Map<string, Stand>> {
  const stands = new Map<string, Stand>();
  for (let from = 0; from < names.length; from += 500) {
    const rows = await db.serviceState.findMany({
      where: { service: { name: { in: names.slice(from, from + 500) } } },
      select: { verdict: true, reason: true, since: true, checkedAt: true, staleAt: true, service: { select: { name: true } } },
    });
    for (const { service, verdict, reason, since, checkedAt, staleAt } of rows) {
      const stored = { verdict, reason, sinceMs: since.getTime(), checkedAtMs: checkedAt?.getTime() ?? null, staleAtMs: staleAt?.getTime() ?? null };
      stands.set(service.name, presentVerdict(stored, nowMs));
    }
  }
  return stands;
}
