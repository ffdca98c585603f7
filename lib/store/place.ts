import type { GraphPlace } from '#lib/model/graph.ts';
import { bulkSql, type Columns } from './bulk.ts';
import type { Db } from './db.ts';
import { cleanJson, msOf, selectTuples, sql } from './sql.ts';

export interface KeptLayout {
  version: number;
  /** null: it grew by itself. */
  by: string | null;
  atMs: number | null;
}

export interface KeptPlace extends GraphPlace {
  atMs: number;
}

const grown: KeptLayout = { version: 0, by: null, atMs: null };

/** The newest layout of a picture, or the one that was in force at a moment. */
export async function findLayout(db: Db, view: string, atMs = Number.MAX_SAFE_INTEGER): Promise<KeptLayout> {
  const before = Number.isSafeInteger(atMs) && atMs < 8e15 ? { at: { lte: new Date(atMs) } } : {};
  const row = await db.graphLayout.findFirst({ where: { view, ...before }, orderBy: { version: 'desc' } });
  return row ? { version: row.version, by: row.by, atMs: row.at.getTime() } : grown;
}

/** Where nodes stand in one version of a picture. */
export async function listPlaces(db: Db, view: string, version: number): Promise<KeptPlace[]> {
  const rows = await selectTuples<[string, number, number, number]>(
    db,
    [sql`p."node"`, sql`p."rank"`, sql`p."slot"`, msOf(db, 'p."at"')],
    sql`FROM "GraphPosition" p WHERE p."view" = ${view} AND p."version" = ${version} ORDER BY p."node"`,
  );
  return rows.map(([node, rank, slot, atMs]) => ({ node, rank, slot, atMs }));
}

const columns: Columns = [
  ['view', 'text'],
  ['version', 'int'],
  ['node', 'text'],
  ['rank', 'int'],
  ['slot', 'int'],
  ['at', 'instant'],
];

/** Adds places; a node that has one keeps it, and a place that is taken stays taken. */
export async function keepPlaces(tx: Db, view: string, version: number, places: readonly GraphPlace[], nowMs: number): Promise<number> {
  if (places.length === 0) return 0;
  const { names, rows, reads } = bulkSql(tx, columns);
  const values = cleanJson(places.map(({ node, rank, slot }) => [view, version, node, rank, slot, nowMs]));
  const where = 'WHERE 1 = 1';
  return tx.$executeRawUnsafe(
    `INSERT INTO "GraphPosition" (${names}) SELECT ${reads.join(', ')} FROM ${rows} ${where} ON CONFLICT DO NOTHING`,
    values,
  );
}

export async function countPlaces(db: Db, view: string, version: number): Promise<number> {
  return db.graphPosition.count({ where: { view, version } });
}

/** Begins the next version of a picture, and drops those that were replaced before `keptFromMs`. */
export async function keepLayout(tx: Db, view: string, layout: { version: number; by: string }, nowMs: number, keptFromMs: number): Promise<void> {
  await tx.graphLayout.create({ data: { view, ...layout, at: new Date(nowMs) } });
  const inForce = await findLayout(tx, view, keptFromMs);
  await tx.graphPosition.deleteMany({ where: { view, version: { lt: inForce.version } } });
  await tx.graphLayout.deleteMany({ where: { view, version: { lt: inForce.version } } });
}
