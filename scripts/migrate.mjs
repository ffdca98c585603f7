// Applies prisma/<provider>/migrations/*/migration.sql, keeping Prisma's own `_prisma_migrations`
// bookkeeping (same columns, same sha256 checksum), so `prisma migrate status|dev` keep working.
// Each migration is atomic, and a concurrent starter waits.
import { createHash, randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

export const providerOf = (url) => (/^postgres(ql)?:/.test(url) ? 'postgresql' : 'sqlite');
export const loadMigrations = (dir) =>
  readdirSync(dir, { withFileTypes: true })
    .filter((d) => d.isDirectory())
    .map((d) => d.name)
    .sort()
    .map((name) => {
      const sql = readFileSync(join(dir, name, 'migration.sql'), 'utf8');
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
    });

function pending(migrations, rows) {
  const applied = new Map(rows.filter((r) => !r.rolled_back_at).map((r) => [r.migration_name, r]));
  for (const r of applied.values())
    if (!r.finished_at) throw new Error(`migration ${r.migration_name} is recorded as failed; see \`prisma migrate resolve\``);
  for (const m of migrations) {
    const r = applied.get(m.name);
    if (r && r.checksum !== m.checksum) throw new Error(`migration ${m.name} was changed after it was applied`);
  }
  return migrations.filter((m) => !applied.has(m.name));
}

export async function migrate(url, root = process.cwd()) {
  const provider = providerOf(url);
  const migrations = loadMigrations(join(root, 'prisma', provider, 'migrations'));
  return provider === 'sqlite' ? migrateSqlite(url, migrations) : migratePostgres(url, migrations);
}

async function migrateSqlite(url, migrations) {
  const { default: Database } = await import('better-sqlite3');
  const file = url.replace(/^file:(\/\/)?/, '').split('?')[0];
  if (!existsSync(dirname(file))) mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const db = new Database(file, { timeout: 30_000 });
  try {
    db.pragma('journal_mode = WAL');
    db.exec(
      `CREATE TABLE IF NOT EXISTS "_prisma_migrations" ("id" TEXT PRIMARY KEY NOT NULL, "checksum" TEXT NOT NULL, "finished_at" DATETIME, "migration_name" TEXT NOT NULL, "logs" TEXT, "rolled_back_at" DATETIME, "started_at" DATETIME NOT NULL DEFAULT current_timestamp, "applied_steps_count" INTEGER UNSIGNED NOT NULL DEFAULT 0)`,
    );
    const done = [];
    for (;;) {
      // Table redefinitions DROP the old table; with foreign keys on that would cascade-delete the children,
      // and PRAGMA foreign_keys is a no-op inside a transaction, so switch it off before BEGIN.
      db.pragma('foreign_keys = OFF');
      db.exec('BEGIN IMMEDIATE'); // serialises concurrent starters
      try {
        const [m] = pending(migrations, db.prepare('SELECT * FROM "_prisma_migrations"').all());
        if (!m) {
          db.exec('COMMIT');
          break;
        }
        const t = Date.now();
        db.exec(m.sql);
        const bad = db.pragma('foreign_key_check');
        if (bad.length) throw new Error(`migration ${m.name} leaves ${bad.length} dangling references`);
        db.prepare(
          'INSERT INTO "_prisma_migrations" (id, checksum, finished_at, migration_name, started_at, applied_steps_count) VALUES (?,?,?,?,?,1)',
        ).run(randomUUID(), m.checksum, Date.now(), m.name, t);
        db.exec('COMMIT');
        done.push(m.name);
      } catch (e) {
        if (db.inTransaction) db.exec('ROLLBACK');
        throw e;
      }
    }
    return done;
  } finally {
    db.close();
  }
}

async function migratePostgres(url, migrations) {
  const { default: pg } = await import('pg');
  const u = new URL(url);
  const schema = u.searchParams.get('schema') ?? 'public';
  u.searchParams.delete('schema');
  const c = new pg.Client({ connectionString: u.toString() });
  await c.connect();
  try {
    await c.query(`SELECT pg_advisory_lock(72707369)`); // the key the Prisma engine uses, so the two exclude each other
    if (schema !== 'public') await c.query(`CREATE SCHEMA IF NOT EXISTS "${schema}"`);
    await c.query(`SET search_path TO "${schema}"`);
    await c.query(
      `CREATE TABLE IF NOT EXISTS "_prisma_migrations" (id VARCHAR(36) PRIMARY KEY NOT NULL, checksum VARCHAR(64) NOT NULL, finished_at TIMESTAMPTZ, migration_name VARCHAR(255) NOT NULL, logs TEXT, rolled_back_at TIMESTAMPTZ, started_at TIMESTAMPTZ NOT NULL DEFAULT now(), applied_steps_count INTEGER NOT NULL DEFAULT 0)`,
    );
    const done = [];
    for (const m of pending(migrations, (await c.query('SELECT * FROM "_prisma_migrations"')).rows)) {
      await c.query('BEGIN');
      try {
        await c.query(m.sql);
        await c.query(
          'INSERT INTO "_prisma_migrations" (id, checksum, finished_at, migration_name, started_at, applied_steps_count) VALUES ($1,$2,now(),$3,now(),1)',
          [randomUUID(), m.checksum, m.name],
        );
        await c.query('COMMIT');
        done.push(m.name);
      } catch (e) {
        await c.query('ROLLBACK');
        throw e;
      }
    }
    return done;
  } finally {
    await c.end();
  }
}

if (process.argv[1] === import.meta.filename) {
  const url = process.env.DATABASE_URL ?? 'file:./data/app.db';
  console.log('applied:', await migrate(url));
}
