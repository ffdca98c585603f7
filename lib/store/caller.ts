import type { Db } from './db.ts';

/** Who declares to call a service, and whether it matters to them. */
export async function listCallerEdges(db: Db, name: string): Promise<{ caller: string; critical: boolean }[]> {
  const rows = await db.dependency.findMany({
    where: { callee: name, kind: { not: 'datastore' } },
    select: { critical: true, service: { select: { name: true } } },
    orderBy: { service: { name: 'asc' } },
  });
  const critical = new Map<string, boolean>();
  for (const row of rows) critical.set(row.service.name, (critical.get(row.service.name) ?? false) || row.critical);
  return [...critical].map(([caller, isCritical]) => ({ caller, critical: isCritical }));
}
