// Applies prisma/<provider>/migrations/*/migration.sql, keeping Prisma's own `_prisma_migrations`
// bookkeeping (same columns, same sha256 checksum), so `prisma migrate status|dev` keep working.
// Each migration is atomic, and a concurrent starter waits.
import { createHash, randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const createSqliteBooks = `CREATE TABLE IF NOT EXISTS "_prisma_migrations" (
  "id" TEXT PRIMARY KEY NOT NULL, "checksum" TEXT NOT NULL, "finished_at" DATETIME, "migration_name" TEXT NOT NULL, "logs" TEXT,
  "rolled_back_at" DATETIME, "started_at" DATETIME NOT NULL DEFAULT current_timestamp, "applied_steps_count" INTEGER UNSIGNED NOT NULL DEFAULT 0)`;
const createPostgresBooks = `CREATE TABLE IF NOT EXISTS "_prisma_migrations" (
  id VARCHAR(36) PRIMARY KEY NOT NULL, checksum VARCHAR(64) NOT NULL, finished_at TIMESTAMPTZ, migration_name VARCHAR(255) NOT NULL, logs TEXT,
  rolled_back_at TIMESTAMPTZ, started_at TIMESTAMPTZ NOT NULL DEFAULT now(), applied_steps_count INTEGER NOT NULL DEFAULT 0)`;
const readBooks = 'SELECT * FROM "_prisma_migrations"';

export const providerOf = (url) => (/^postgres(ql)?:/.test(url) ? 'postgresql' : 'sqlite');

/** The path that a `file:` URL names. */
export const sqliteFileOf = (url) => url.replace(/^file:(\/\/)?/, '').split('?')[0];

export function loadMigrations(folder) {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort()
    .map((name) => {
      const sql = readFileSync(join(folder, name, 'migration.sql'), 'utf8');
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
    });
}

function findPending(migrations, rows) {
  const applied = new Map(rows.filter((row) => !row.rolled_back_at).map((row) => [row.migration_name, row]));
  for (const row of applied.values())
    if (!row.finished_at) throw new Error(`migration ${row.migration_name} is recorded as failed; see \`prisma migrate resolve\``);
  for (const { name, checksum } of migrations) {
    const row = applied.get(name);
    if (row && row.checksum !== checksum) throw new Error(`migration ${name} was changed after it was applied`);
  }
  return migrations.filter(({ name }) => !applied.has(name));
}

/** Brings the database to the newest migration; resolves with the names of those it applied. */
export async function migrate(url, root = process.cwd()) {
  const provider = providerOf(url);
  const migrations = loadMigrations(join(root, 'prisma', provider, 'migrations'));
  return provider === 'sqlite' ? migrateSqlite(url, migrations) : migratePostgres(url, migrations);
}

function applyNextOnSqlite(db, migrations) {
  const [next] = findPending(migrations, db.prepare(readBooks).all());
  if (!next) return null;
  const startedAtMs = Date.now();
  db.exec(next.sql);
  const dangling = db.pragma('foreign_key_check');
  if (dangling.length > 0) throw new Error(`migration ${next.name} leaves ${dangling.length} dangling references`);
  db.prepare(
    'INSERT INTO "_prisma_migrations" (id, checksum, finished_at, migration_name, started_at, applied_steps_count) VALUES (?,?,?,?,?,1)',
  ).run(randomUUID(), next.checksum, Date.now(), next.name, startedAtMs);
  return next.name;
}

async function migrateSqlite(url, migrations) {
  const { default: Database } = await import('better-sqlite3');
  const file = sqliteFileOf(url);
  if (!existsSync(dirname(file))) mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const db = new Database(file, { timeout: 30_000 });
  try {
    db.pragma('journal_mode = WAL');
    db.exec(createSqliteBooks);
    // Table rebuilds DROP the old table, which with foreign keys on would delete the children,
    // and this pragma does nothing inside a transaction.
    db.pragma('foreign_keys = OFF');
    const applyNext = db.transaction(() => applyNextOnSqlite(db, migrations));
    const applied = [];
    for (let name = applyNext.immediate(); name; name = applyNext.immediate()) applied.push(name);
    return applied;
  } finally {
    db.close();
  }
}

async function applyOnPostgres(client, migration) {
  await client.query('BEGIN');
  try {
    await client.query(migration.sql);
    await client.query(
      'INSERT INTO "_prisma_migrations" (id, checksum, finished_at, migration_name, started_at, applied_steps_count) VALUES ($1,$2,now(),$3,now(),1)',
      [randomUUID(), migration.checksum, migration.name],
    );
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  }
}

async function migratePostgres(url, migrations) {
  const { default: pg } = await import('pg');
  const target = new URL(url);
  const schema = target.searchParams.get('schema') ?? 'public';
  target.searchParams.delete('schema');
  const client = new pg.Client({ connectionString: target.toString(), connectionTimeoutMillis: 15_000 });
  await client.connect();
  try {
    await client.query('SELECT pg_advisory_lock(72707369)'); // the Prisma engine's own key, so that the two exclude each other
    const quoted = `"${schema.replace(/"/g, '""')}"`;
    if (schema !== 'public') await client.query(`CREATE SCHEMA IF NOT EXISTS ${quoted}`);
    await client.query(`SET search_path TO ${quoted}`);
    await client.query(createPostgresBooks);
    const pending = findPending(migrations, (await client.query(readBooks)).rows);
    for (const migration of pending) await applyOnPostgres(client, migration);
    return pending.map(({ name }) => name);
  } finally {
    await client.end();
  }
}
