import type { Event } from './event.ts';
import { entriesOf, type Inbox, type Outbox, type OutboxEntry, writeEvent } from './outbox.ts';

/** As much of a `Pool` or `Client` of pg as is needed. */
export interface PostgresLike {
  query(text: string, values?: unknown[]): Promise<{ rows: unknown[] }>;
}

/** An outbox in the table `signalbox_outbox` of a PostgreSQL database. */
export class PostgresOutbox implements Outbox<PostgresLike> {
  readonly #pool: PostgresLike;

  /** `pool` sends what is committed; pass the client of your transaction to `publish`. */
  constructor(pool: PostgresLike) {
    this.#pool = pool;
  }

  /** Creates the table unless it is there. Call it once at the start, or run `PostgresOutbox.schema` in a migration. */
  async prepare(): Promise<this> {
    for (const statement of PostgresOutbox.schema) await this.#pool.query(statement);
    return this;
  }

  static readonly schema: readonly string[] = [
    `CREATE TABLE IF NOT EXISTS signalbox_outbox (
      key BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY, topic TEXT NOT NULL, event TEXT NOT NULL,
      attempts INTEGER NOT NULL DEFAULT 0, due_at BIGINT NOT NULL DEFAULT 0, reason TEXT)`,
  ];

  async add(topic: string, event: Event, transaction: PostgresLike = this.#pool): Promise<void> {
    await transaction.query('INSERT INTO signalbox_outbox (topic, event) VALUES ($1, $2)', [topic, writeEvent(event)]);
  }

  async claim(limit: number, nowMs: number, leaseMs: number): Promise<OutboxEntry[]> {
    const { rows } = await this.#pool.query(
      `UPDATE signalbox_outbox SET attempts = attempts + 1, due_at = $1 WHERE key IN
        (SELECT key FROM signalbox_outbox WHERE due_at <= $2 ORDER BY key LIMIT $3 FOR UPDATE SKIP LOCKED)
        RETURNING key, topic, event, attempts`,
      [nowMs + leaseMs, nowMs, limit],
    );
    return entriesOf(rows);
  }

  async remove(keys: readonly string[]): Promise<void> {
    await this.#pool.query('DELETE FROM signalbox_outbox WHERE key = ANY($1::bigint[])', [keys]);
  }

  async postpone(key: string, dueAtMs: number, reason: string): Promise<void> {
    await this.#pool.query('UPDATE signalbox_outbox SET due_at = $1, reason = $2 WHERE key = $3', [dueAtMs, reason, key]);
  }
}

/** Remembers handled events in the table `signalbox_inbox` of a PostgreSQL database. */
export class PostgresInbox implements Inbox<PostgresLike> {
  readonly #pool: PostgresLike;

  constructor(pool: PostgresLike) {
    this.#pool = pool;
  }

  /** Creates the table unless it is there. Call it once at the start, or run `PostgresInbox.schema` in a migration. */
  async prepare(): Promise<this> {
    for (const statement of PostgresInbox.schema) await this.#pool.query(statement);
    return this;
  }

  static readonly schema: readonly string[] = [
    `CREATE TABLE IF NOT EXISTS signalbox_inbox (
      consumer TEXT NOT NULL, event_id TEXT NOT NULL, handled_at BIGINT NOT NULL, PRIMARY KEY (consumer, event_id))`,
  ];

  async has(group: string, eventId: string): Promise<boolean> {
    const { rows } = await this.#pool.query('SELECT 1 FROM signalbox_inbox WHERE consumer = $1 AND event_id = $2', [group, eventId]);
    return rows.length > 0;
  }

  async add(group: string, eventId: string, transaction: PostgresLike = this.#pool): Promise<void> {
    await transaction.query('INSERT INTO signalbox_inbox (consumer, event_id, handled_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING', [
      group,
      eventId,
      Date.now(),
    ]);
  }
}
