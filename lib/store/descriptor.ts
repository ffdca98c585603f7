import type { Entry, Format, Known } from '#lib/model/descriptor/entry.ts';
import type { Json } from '#lib/model/document/tree.ts';
import type { Db } from './db.ts';
import { cleanJson, cleanText, isSqlite, raw, selectTuples, sql } from './sql.ts';

export type StoredEntry = Omit<Entry, 'lines' | 'line'>;

const rowsAtOnce = 500;
const columns = ['format', 'kind', 'namespace', 'name', 'service', 'file', 'content'].map((column) => raw(`"${column}"`));

const importLock = 0x5bc0_0003;

/** Imports take turns until their transactions end: each plans from what the one before it left. SQLite has one writer anyway. */
export async function awaitImportTurn(tx: Db): Promise<void> {
  if (!isSqlite(tx)) await tx.$executeRaw(sql`SELECT pg_advisory_xact_lock(${importLock})`);
}

/** What earlier imports brought, without the contents. */
export async function listKnownEntries(db: Db): Promise<Known['entries']> {
  const rows = await selectTuples<[Format, string, string, string, string | null]>(db, columns.slice(0, 5), sql`FROM "Descriptor"`);
  return rows.map(([format, kind, namespace, name, service]) => ({ format, kind, namespace, name, service }));
}

/** Entries of one format with their contents, in the order in which they came first. */
export async function listEntries(db: Db, format: Format): Promise<StoredEntry[]> {
  const rows = await db.descriptor.findMany({ where: { format }, orderBy: { id: 'asc' } });
  return rows.map(({ kind, namespace, name, service, file, content }) => ({
    format,
    kind,
    namespace,
    name,
    service,
    file,
    content: content as Json,
  }));
}

/** Keeps entries as they came. Answers how many are new or other than before. */
export async function keepEntries(tx: Db, entries: StoredEntry[], nowMs: number): Promise<number> {
  let kept = 0;
  for (let from = 0; from < entries.length; from += rowsAtOnce) {
    const rows = entries.slice(from, from + rowsAtOnce).map(({ format, kind, namespace, name, service, file, content }) => {
      const identity = [kind, namespace, name].map((text) => cleanText(text).toLowerCase());
      return [format, ...identity, service, cleanText(file), content];
    });
    kept += await tx.$executeRaw(isSqlite(tx) ? onSqlite(cleanJson(rows), nowMs) : onPostgres(cleanJson(rows), nowMs));
  }
  return kept;
}

const onConflict = sql`ON CONFLICT ("format", "kind", "namespace", "name") DO UPDATE
  SET "service" = excluded."service", "file" = excluded."file", "content" = excluded."content", "at" = excluded."at"`;
const names = sql`"format", "kind", "namespace", "name", "service", "file", "content", "at"`;

function onSqlite(rows: string, nowMs: number) {
  return sql`INSERT INTO "Descriptor" (${names})
    SELECT value->>0, value->>1, value->>2, value->>3, value->>4, value->>5, value->6, ${new Date(nowMs)} FROM json_each(${rows}) WHERE 1 = 1
    ${onConflict}
    WHERE "Descriptor"."content" IS NOT excluded."content" OR "Descriptor"."service" IS NOT excluded."service" OR "Descriptor"."file" IS NOT excluded."file"`;
}

function onPostgres(rows: string, nowMs: number) {
  return sql`INSERT INTO "Descriptor" (${names})
    SELECT value->>0, value->>1, value->>2, value->>3, value->>4, value->>5, value->6, ${new Date(nowMs)}::timestamp(3)
    FROM jsonb_array_elements(${rows}::jsonb) WITH ORDINALITY AS t(value, n) ORDER BY n
    ${onConflict}
    WHERE ("Descriptor"."content", "Descriptor"."service", "Descriptor"."file") IS DISTINCT FROM (excluded."content", excluded."service", excluded."file")`;
}
