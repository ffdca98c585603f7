import type { Db } from './db.ts';
import { raw, selectRows, sql } from './sql.ts';

export type GroupKind = 'team' | 'domain' | 'system';

export interface Group {
  name: string;
  displayName: string;
  /** How many services belong to it. */
  services: number;
}

/** `order-desk` → `Order desk`. */
export function titleOf(name: string): string {
  const words = name.replaceAll('-', ' ').trim();
  return words.charAt(0).toUpperCase() + words.slice(1) || name;
}

/** Id of the group of that name, which is made when it is new. */
export async function ensureGroup(db: Db, kind: GroupKind, name: string): Promise<number>;
export async function ensureGroup(db: Db, kind: GroupKind, name: string | null): Promise<number | null>;
export async function ensureGroup(db: Db, kind: GroupKind, name: string | null): Promise<number | null> {
  if (name === null) return null;
  const upsert = { where: { name }, create: { name, displayName: titleOf(name) }, update: {}, select: { id: true } };
  if (kind === 'team') return (await db.team.upsert(upsert)).id;
  if (kind === 'domain') return (await db.domain.upsert(upsert)).id;
  return (await db.system.upsert(upsert)).id;
}

const tables = { team: 'Team', domain: 'Domain', system: 'System' } as const;

/** Every group of a kind by name, with how many services it has. */
export async function listGroups(db: Db, kind: GroupKind): Promise<Group[]> {
  const table = raw(`"${tables[kind]}"`);
  const column = raw(`"${kind}Id"`);
  const rows = await selectRows<Group>(
    db,
    sql`SELECT g."name", g."displayName", count(s."id") AS services FROM ${table} g LEFT JOIN "Service" s ON s.${column} = g."id" GROUP BY g."id", g."name", g."displayName"`,
  );
  return rows.sort((a, b) => (a.name < b.name ? -1 : 1));
}

export async function hasDomain(db: Db, name: string): Promise<boolean> {
  return (await db.domain.count({ where: { name } })) > 0;
}
