import { calleeCandidates, type Named } from '#lib/model/callee.ts';
import type { Db } from './db.ts';
import { selectTuples, sql } from './sql.ts';

/** Every service, by what texts may mean it, with its team. */
export async function listNamed(db: Db): Promise<(Named & { team: string | null })[]> {
  const rows = await selectTuples<[string, string | null, string | null]>(
    db,
    [sql`s."name"`, sql`s."baseUrl"`, sql`t."name"`],
    sql`FROM "Service" s LEFT JOIN "Team" t ON t."id" = s."teamId"`,
  );
  return rows.map(([name, baseUrl, team]) => ({ name, baseUrl, team }));
}

const atOnce = 400;

/** Of all services those that the texts may mean: enough to decide as all of them would. */
export async function findNamed(db: Db, texts: Iterable<string>): Promise<Named[]> {
  const candidates = [...new Set(texts)].map(calleeCandidates);
  const found = new Map<string, Named>();
  for (let from = 0; from < candidates.length; from += atOnce) {
    const some = candidates.slice(from, from + atOnce);
    const names = [...new Set(some.flatMap((one) => one.names))];
    const hosts = [...new Set(some.map(({ host }) => host))];
    for (let at = 0; at < Math.max(names.length, hosts.length); at += atOnce) {
      const rows = await db.service.findMany({
        where: { OR: [{ name: { in: names.slice(at, at + atOnce) } }, { host: { in: hosts.slice(at, at + atOnce) } }] },
        select: { name: true, baseUrl: true },
      });
      for (const row of rows) found.set(row.name, row);
    }
  }
  return [...found.values()];
}
