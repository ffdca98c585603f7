import { randomUUID } from 'node:crypto';
import { copyFileSync, existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, describe, inject } from 'vitest';
import { openDb, type PrismaClient, type Provider } from './db.ts';
import { databaseUrl, templateName } from './testbed-setup.ts';

const testbed = inject('testbed');
process.env.SIGNALBOX_DATA_DIR = mkdtempSync(join(testbed.folder, 'data-'));

export interface Open {
  /** A fresh, migrated, empty database. Closed when the file's tests end. */
  (options?: { durability: 'full' | 'normal' }): Promise<PrismaClient>;
  /** Another connection to a database that `open` gave, as another process has it. */
  beside(db: PrismaClient): Promise<PrismaClient>;
  urlOf(db: PrismaClient): string;
  provider: Provider;
}

async function copySqlite(): Promise<string> {
  const file = join(testbed.folder, `${randomUUID()}.db`);
  copyFileSync(join(testbed.folder, 'base.db'), file);
  return `file:${file}`;
}

async function whenPostgresIsReady(): Promise<string> {
  const until = Date.now() + 50_000;
  while (!existsSync(join(testbed.folder, 'postgresql.ready'))) {
    const failed = join(testbed.folder, 'postgresql.failed');
    if (existsSync(failed)) throw new Error(readFileSync(failed, 'utf8'));
    if (Date.now() > until) throw new Error('PostgreSQL did not become ready');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return testbed.postgresUrl ?? '';
}

async function onServer(query: string): Promise<void> {
  const client = new pg.Client({ connectionString: await whenPostgresIsReady() });
  await client.connect();
  await client.query(query);
  await client.end();
}

async function copyPostgres(): Promise<string> {
  const name = `signalbox_test_${randomUUID().replaceAll('-', '')}`;
  await onServer(`CREATE DATABASE "${name}" TEMPLATE "${templateName}"`);
  return databaseUrl(testbed.postgresUrl ?? '', name);
}

function makeOpen(provider: Provider): Open {
  const clients: PrismaClient[] = [];
  const urls = new Map<PrismaClient, string>();
  const connect = async (url: string, durability: 'full' | 'normal' = 'normal') => {
    const db = await openDb(url, { durability });
    clients.push(db);
    urls.set(db, url);
    return db;
  };
  const urlOf = (db: PrismaClient) => urls.get(db) ?? '';
  afterAll(async () => {
    for (const db of clients) await db.$disconnect();
    if (provider === 'sqlite') return;
    for (const url of new Set(urls.values())) await onServer(`DROP DATABASE "${new URL(url).pathname.slice(1)}"`);
  });
  const open = async (options?: { durability: 'full' | 'normal' }) =>
    connect(await (provider === 'sqlite' ? copySqlite() : copyPostgres()), options?.durability);
  return Object.assign(open, { beside: (db: PrismaClient) => connect(urlOf(db)), urlOf, provider });
}

/** Runs the same tests on every database: always on SQLite, on PostgreSQL where there is a server. */
export function eachDatabase(define: (open: Open) => void): void {
  const providers: Provider[] = testbed.postgresUrl === null ? ['sqlite'] : ['sqlite', 'postgresql'];
  for (const provider of providers) describe(provider, () => define(makeOpen(provider)));
}
