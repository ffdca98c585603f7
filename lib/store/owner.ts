import type { Db } from './db.ts';

export interface Owner {
  id: number;
  name: string;
  team: string | null;
}

/** Which row a service is and whose; null where there is none of that name. */
export async function findOwner(db: Db, name: string): Promise<Owner | null> {
  const row = await db.service.findUnique({ where: { name }, select: { id: true, team: { select: { name: true } } } });
  return row && { id: row.id, name, team: row.team?.name ?? null };
}

/** Which row a service is and where it answers; null where there is none of that name. */
export async function findAddress(db: Db, name: string): Promise<{ id: number; name: string; baseUrl: string | null } | null> {
  return db.service.findUnique({ where: { name }, select: { id: true, name: true, baseUrl: true } });
}

/** The same of many; names that nobody registered are left out. */
export async function findAddresses(db: Db, names: readonly string[]): Promise<{ id: number; name: string; baseUrl: string | null }[]> {
  const found: { id: number; name: string; baseUrl: string | null }[] = [];
  for (let from = 0; from < names.length; from += 500)
    found.push(
      ...(await db.service.findMany({ where: { name: { in: names.slice(from, from + 500) } }, select: { id: true, name: true, baseUrl: true } })),
    );
  return found;
}

/** The teams of the named services. */
export async function findTeams(db: Db, names: string[]): Promise<Map<string, string | null>> {
  const teams = new Map<string, string | null>();
  for (let from = 0; from < names.length; from += 500) {
    const rows = await db.service.findMany({
      where: { name: { in: names.slice(from, from + 500) } },
      select: { name: true, team: { select: { name: true } } },
    });
    for (const { name, team } of rows) teams.set(name, team?.name ?? null);
  }
  return teams;
}
