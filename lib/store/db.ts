import { env } from '#lib/env.ts';
import type { Prisma, PrismaClient } from './generated/sqlite/client.ts';

export type { PrismaClient };
/** What every function of the store takes first: the database, or a transaction on it. */
export type Db = PrismaClient | Prisma.TransactionClient;
export type Provider = 'sqlite' | 'postgresql';

interface Process {
  durability: 'full' | 'normal';
  opened: Promise<PrismaClient> | undefined;
}

const transactionOptions = { maxWait: 15_000, timeout: 30_000 };
const maxAttempts = 6;

export function providerOf(url: string): Provider {
  return /^postgres(ql)?:/.test(url) ? 'postgresql' : 'sqlite';
}

/** Typed by the SQLite client: the strict common subset of both. */
export async function openDb(url: string, options: { durability: 'full' | 'normal' }): Promise<PrismaClient> {
  return providerOf(url) === 'postgresql' ? openPostgres(url, options.durability) : openSqlite(url, options.durability);
}

async function openSqlite(url: string, durability: 'full' | 'normal'): Promise<PrismaClient> {
  const [{ PrismaClient }, { SqliteAdapter }] = await Promise.all([import('./generated/sqlite/client.ts'), import('./sqlite-adapter.ts')]);
  const path = url.replace(/^file:(\/\/)?/, '').replace(/\?.*$/, '');
  return new PrismaClient({ adapter: new SqliteAdapter({ url: `file:${path}`, durability }), errorFormat: 'minimal', transactionOptions });
}

async function openPostgres(url: string, durability: 'full' | 'normal'): Promise<PrismaClient> {
  const [{ PrismaClient }, { PrismaPg }] = await Promise.all([import('./generated/postgresql/client.ts'), import('@prisma/adapter-pg')]);
  const parsed = new URL(url);
  const schema = parsed.searchParams.get('schema') ?? undefined;
  parsed.searchParams.delete('schema');
  const settings = [...(schema ? [`-c search_path="${schema}"`] : []), ...(durability === 'normal' ? ['-c synchronous_commit=off'] : [])];
  const pool = {
    connectionString: parsed.toString(),
    max: 10,
    connectionTimeoutMillis: 5000,
    query_timeout: 30_000,
    statement_timeout: 25_000,
    keepAlive: true,
    ...(settings.length > 0 ? { options: settings.join(' ') } : {}),
  };
  const adapter = new PrismaPg(pool, { schema, onPoolError: () => undefined, onConnectionError: () => undefined });
  return new PrismaClient({ adapter, errorFormat: 'minimal', transactionOptions }) as unknown as PrismaClient;
}

const processKey = Symbol.for('signalbox.store');

function thisProcess(): Process {
  const holder = globalThis as { [processKey]?: Process };
  holder[processKey] ??= { durability: 'full', opened: undefined };
  return holder[processKey];
}

/** What this process's database promises of a commit. To be said before the first use of `db`. */
export function setDurability(durability: 'full' | 'normal'): void {
  thisProcess().durability = durability;
}

/** This process's database. */
export function db(): Promise<PrismaClient> {
  const state = thisProcess();
  state.opened ??= openDb(env().databaseUrl, { durability: state.durability }).catch((error: unknown) => {
    state.opened = undefined;
    throw error;
  });
  return state.opened;
}

/** Runs `work` in one transaction; again when another transaction was in its way. */
export async function inTransaction<T>(client: PrismaClient, work: (tx: Db) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await client.$transaction(work);
    } catch (error) {
      if (attempt >= maxAttempts || !isContention(error)) throw error;
      await new Promise((resolve) => setTimeout(resolve, 2 ** attempt * (5 + Math.random() * 10)));
    }
  }
}

const retriedSqlStates = new Set(['40001', '40P01']);

/** A serialisation failure, a deadlock, or a busy file: what another attempt may cure. */
export function isContention(error: unknown): boolean {
  const { code, meta } = error as { code?: unknown; meta?: { driverAdapterError?: { cause?: { originalCode?: unknown; kind?: unknown } } } };
  const cause = meta?.driverAdapterError?.cause;
  if (code === 'P2034' || (code === 'P1008' && cause?.kind !== 'ConnectionTimeout')) return true;
  return typeof cause?.originalCode === 'string' && retriedSqlStates.has(cause.originalCode);
}
