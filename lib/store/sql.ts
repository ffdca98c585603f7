import type { Db, Provider } from './db.ts';
import { Prisma } from './generated/sqlite/client.ts';

export type Sql = Prisma.Sql;
export const { sql, join, raw, empty } = Prisma;

/** The database behind a client or a transaction. */
export function providerBehind(db: Db): Provider {
  return (db as unknown as { _activeProvider: string })._activeProvider === 'sqlite' ? 'sqlite' : 'postgresql';
}

export function isSqlite(db: Db): boolean {
  return providerBehind(db) === 'sqlite';
}

/** Rows of a query, with 64-bit integers as numbers. */
export async function selectRows<T>(db: Db, query: Sql): Promise<T[]> {
  const rows = await db.$queryRaw<Record<string, unknown>[]>(query);
  for (const row of rows) for (const key in row) if (typeof row[key] === 'bigint') row[key] = Number(row[key]);
  return rows as T[];
}

/** A stored instant as ms since the epoch. */
export function msOf(db: Db, column: string): Sql {
  return raw(isSqlite(db) ? column : `(extract(epoch FROM ${column}) * 1000)::float8`);
}

/** Text that both databases take: PostgreSQL refuses NUL, and lone surrogates have no UTF-8. */
export function cleanText(text: string): string {
  return text.toWellFormed().replaceAll('\0', '');
}

/** What `cleanText` would take away, as JSON writes it. */
const unclean = /\\u(0000|d[89a-f])/i;

/** JSON for a column or a bulk statement, its texts cleaned. */
export function cleanJson(value: unknown): string {
  const json = JSON.stringify(value);
  if (!unclean.test(json)) return json;
  return JSON.stringify(value, (_key, inner: unknown) => (typeof inner === 'string' ? cleanText(inner) : inner));
}

export function isoOf(date: Date): string;
export function isoOf(date: Date | null): string | null;
export function isoOf(date: Date | null): string | null {
  return date === null ? null : date.toISOString();
}

/**
 * Rows as arrays of plain JSON values. The database packs them into one text, which is many times cheaper than a
 * thousand rows of objects. Instants must be given as ms (`msOf`); booleans are 0 and 1 on SQLite.
 */
export async function selectTuples<T extends unknown[]>(db: Db, columns: Sql[], rest: Sql): Promise<T[]> {
  const inner = sql`SELECT ${join(columns.map((column, i) => sql`${column} AS ${raw(`c${i}`)}`))} ${rest}`;
  const names = raw(columns.map((_, i) => `c${i}`).join(', '));
  const [row] = await db.$queryRaw<{ packed: string }[]>(
    isSqlite(db)
      ? sql`SELECT json_group_array(json_array(${names})) AS packed FROM (${inner}) AS packing`
      : sql`SELECT coalesce(json_agg(json_build_array(${names})), '[]')::text AS packed FROM (${inner}) AS packing`,
  );
  return JSON.parse(row?.packed ?? '[]') as T[];
}
