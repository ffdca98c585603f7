import type { Event } from './event.ts';
import { entriesOf, type Inbox, type Outbox, type OutboxEntry, writeEvent } from './outbox.ts';

/** As much of a `DatabaseSync` of node:sqlite as is needed; a `Database` of better-sqlite3 fits too. */
export interface SqliteLike {
  exec(sql: string): unknown;
  prepare(sql: string): { run(...values: never[]): unknown; get(...values: never[]): unknown; all(...values: never[]): unknown[] };
}

interface Statement {
  run(...values: unknown[]): unknown;
  get(...values: unknown[]): unknown;
  all(...values: unknown[]): unknown[];
}

const prepare = (database: SqliteLike, sql: string) => database.prepare(sql) as unknown as Statement;

/** An outbox in the table `signalbox_outbox` of a SQLite database, which it creates. */
export class SqliteOutbox implements Outbox {
  readonly #database: SqliteLike;
  readonly #insert: Statement;
  readonly #claim: Statement;
  readonly #remove: Statement;
  readonly #postpone: Statement;

  constructor(database: SqliteLike) {
    this.#database = database;
    database.exec(
      'CREATE TABLE IF NOT EXISTS signalbox_outbox (key INTEGER PRIMARY KEY AUTOINCREMENT, topic TEXT NOT NULL, event TEXT NOT NULL, ' +
        'attempts INTEGER NOT NULL DEFAULT 0, due_at INTEGER NOT NULL DEFAULT 0, reason TEXT)',
    );
    this.#insert = prepare(database, 'INSERT INTO signalbox_outbox (topic, event) VALUES (?, ?)');
    this.#claim = prepare(
      database,
      `UPDATE signalbox_outbox SET attempts = attempts + 1, due_at = ? WHERE key IN
        (SELECT key FROM signalbox_outbox WHERE due_at <= ? ORDER BY key LIMIT ?) RETURNING key, topic, event, attempts`,
    );
    this.#remove = prepare(database, 'DELETE FROM signalbox_outbox WHERE key IN (SELECT value FROM json_each(?))');
    this.#postpone = prepare(database, 'UPDATE signalbox_outbox SET due_at = ?, reason = ? WHERE key = ?');
  }

  /** Part of the transaction that is open on this connection; without one it is kept at once. */
  add(topic: string, event: Event): void {
    this.#insert.run(topic, writeEvent(event));
  }

  claim(limit: number, nowMs: number, leaseMs: number): OutboxEntry[] {
    try {
      this.#database.exec('BEGIN IMMEDIATE');
    } catch {
      // The caller's transaction is open on this connection, or another process writes: what is not committed must not be sent.
      return [];
    }
    try {
      const rows = this.#claim.all(nowMs + leaseMs, nowMs, limit);
      this.#database.exec('COMMIT');
      return entriesOf(rows);
    } catch (error) {
      this.#database.exec('ROLLBACK');
      throw error;
    }
  }

  remove(keys: readonly string[]): void {
    this.#remove.run(JSON.stringify(keys.map(Number)));
  }

  postpone(key: string, dueAtMs: number, reason: string): void {
    this.#postpone.run(dueAtMs, reason, Number(key));
  }
}

/** Remembers handled events in the table `signalbox_inbox` of a SQLite database, which it creates. */
export class SqliteInbox implements Inbox {
  readonly #insert: Statement;
  readonly #find: Statement;

  constructor(database: SqliteLike) {
    database.exec(`CREATE TABLE IF NOT EXISTS signalbox_inbox (
      consumer TEXT NOT NULL, event_id TEXT NOT NULL, handled_at INTEGER NOT NULL, PRIMARY KEY (consumer, event_id)) WITHOUT ROWID`);
    this.#insert = prepare(database, 'INSERT INTO signalbox_inbox (consumer, event_id, handled_at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING');
    this.#find = prepare(database, 'SELECT 1 AS found FROM signalbox_inbox WHERE consumer = ? AND event_id = ?');
  }

  has(group: string, eventId: string): boolean {
    return Boolean(this.#find.get(group, eventId));
  }

  /** Part of the transaction that is open on this connection. */
  add(group: string, eventId: string): void {
    this.#insert.run(group, eventId, Date.now());
  }
}
