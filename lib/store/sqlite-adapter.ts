import { PrismaBetterSqlite3 } from '@prisma/adapter-better-sqlite3';
import type { IsolationLevel, SqlDriverAdapter, SqlQuery, SqlResultSet, Transaction } from '@prisma/driver-adapter-utils';
import type Database from 'better-sqlite3';

type Connected = Awaited<ReturnType<PrismaBetterSqlite3['connect']>>;
/** What the stock adapter's connection has beside its types. */
type Connection = Connected & { client: Database.Database; onError(error: unknown): never };

const maxStatements = 300;
const busyWaitMs = 10_000;

export interface SqliteOptions {
  url: string;
  /** `full`: a commit is on the disk when it is acknowledged. `normal`: the last commits may be lost when the power fails. */
  durability: 'full' | 'normal';
}

/**
 * The stock adapter, with two cures. It runs every query on one connection, so that a write beside an open transaction
 * joins it and is lost with its roll-back: here reads have their own connection and writes wait for their turn. And it
 * begins transactions deferred, so that read-then-write fails at once beside another process: here with BEGIN IMMEDIATE,
 * waiting without blocking the event loop.
 */
export class SqliteAdapter extends PrismaBetterSqlite3 {
  private readonly durability: SqliteOptions['durability'];

  constructor({ url, durability }: SqliteOptions) {
    super({ url }, { timestampFormat: 'unixepoch-ms' });
    this.durability = durability;
  }

  override async connect(): Promise<Connected> {
    const writer = await this.open();
    const reader = await this.open();
    writer.client.pragma('busy_timeout = 0');
    return new PairedConnections(writer, reader) as unknown as Connected;
  }

  private async open(): Promise<Connection> {
    const connection = (await super.connect()) as unknown as Connection;
    const { client } = connection;
    client.pragma('busy_timeout = 5000');
    client.pragma('journal_mode = WAL');
    client.pragma(`synchronous = ${this.durability}`);
    for (const setting of ['foreign_keys = ON', 'temp_store = MEMORY', 'cache_size = -16000', 'journal_size_limit = 67108864'])
      client.pragma(setting);
    keepStatements(client);
    return connection;
  }
}

/** Prepares each text once: compiling costs more than running most statements. */
function keepStatements(client: Database.Database): void {
  const prepare = client.prepare.bind(client) as (sql: string) => Database.Statement;
  const kept = new Map<string, Database.Statement>();
  const find = (sql: string) => {
    const known = kept.get(sql);
    if (known) return known;
    if (kept.size >= maxStatements) kept.clear();
    const statement = prepare(sql);
    kept.set(sql, statement);
    return statement;
  };
  const bindable = (sql: string) => {
    const statement = find(sql);
    return {
      readonly: statement.readonly,
      run: () => statement.run(),
      bind: (args: unknown[]) => ({
        reader: statement.reader,
        columns: () => statement.columns(),
        run: () => statement.run(...args),
        raw: () => ({ all: () => statement.raw().all(...args) }),
      }),
    };
  };
  Object.defineProperty(client, 'prepare', { value: bindable });
}

function isBusy(error: unknown): boolean {
  const { code, cause } = error as { code?: unknown; cause?: { kind?: unknown } };
  return (typeof code === 'string' && code.startsWith('SQLITE_BUSY')) || cause?.kind === 'SocketTimeout';
}

/** Tries until the other process has let go of the write lock, or gives up with its error. */
async function waitWhileBusy<T>(work: () => T | Promise<T>): Promise<T> {
  const until = performance.now() + busyWaitMs;
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!isBusy(error) || performance.now() > until) throw error;
      await new Promise((resolve) => setTimeout(resolve, 1 + Math.random() * 10));
    }
  }
}

class PairedConnections implements SqlDriverAdapter {
  readonly provider = 'sqlite';
  readonly adapterName = '@prisma/adapter-better-sqlite3';
  private readonly writer: Connection;
  private readonly reader: Connection;
  private queue: Promise<void> = Promise.resolve();

  constructor(writer: Connection, reader: Connection) {
    this.writer = writer;
    this.reader = reader;
  }

  /** Waits for all earlier writers of this process; the answer lets the next one in. */
  private async takeTurn(): Promise<() => void> {
    const before = this.queue;
    let release: () => void = () => undefined;
    this.queue = new Promise((resolve) => {
      release = resolve;
    });
    await before;
    return release;
  }

  private async inTurn<T>(work: () => Promise<T>): Promise<T> {
    const release = await this.takeTurn();
    try {
      return await waitWhileBusy(work);
    } finally {
      release();
    }
  }

  async queryRaw(query: SqlQuery): Promise<SqlResultSet> {
    return this.isRead(query.sql) ? this.reader.queryRaw(query) : this.inTurn(async () => this.writer.queryRaw(query));
  }

  async executeRaw(query: SqlQuery): Promise<number> {
    return this.inTurn(async () => this.writer.executeRaw(query));
  }

  async executeScript(script: string): Promise<void> {
    return this.inTurn(async () => this.writer.executeScript(script));
  }

  async startTransaction(_level?: IsolationLevel): Promise<Transaction> {
    const release = await this.takeTurn();
    try {
      await waitWhileBusy(() => this.writer.client.exec('BEGIN IMMEDIATE'));
    } catch (error) {
      release();
      return this.writer.onError(error);
    }
    return new OpenTransaction(this.writer, release);
  }

  async dispose(): Promise<void> {
    await this.queue;
    await this.reader.dispose();
    await this.writer.dispose();
  }

  private isRead(sql: string): boolean {
    try {
      return this.reader.client.prepare(sql).readonly;
    } catch {
      return true;
    }
  }
}

class OpenTransaction implements Transaction {
  readonly provider = 'sqlite';
  readonly adapterName = '@prisma/adapter-better-sqlite3';
  readonly options = { usePhantomQuery: false };
  private readonly writer: Connection;
  private readonly release: () => void;

  constructor(writer: Connection, release: () => void) {
    this.writer = writer;
    this.release = release;
  }

  async queryRaw(query: SqlQuery): Promise<SqlResultSet> {
    return this.writer.queryRaw(query);
  }

  async executeRaw(query: SqlQuery): Promise<number> {
    return this.writer.executeRaw(query);
  }

  async commit(): Promise<void> {
    this.end();
  }

  async rollback(): Promise<void> {
    this.end();
  }

  /** Prisma has sent COMMIT or ROLLBACK before; when that failed (a full disk), nothing may stay open. */
  private end(): void {
    try {
      if (this.writer.client.inTransaction) this.writer.client.exec('ROLLBACK');
    } finally {
      this.release();
    }
  }
}
