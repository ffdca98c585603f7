import type { Event } from './event.ts';

/** An event that waits to be sent. */
export interface OutboxEntry {
  key: string;
  topic: string;
  event: Event;
  /** How often sending was begun, this time included. */
  attempts: number;
}

/**
 * Events in the service's own database: written in the transaction that they tell of, sent afterwards. `SqliteOutbox` and
 * `PostgresOutbox` are ready; any other database needs these four functions.
 */
export interface Outbox<Transaction = unknown> {
  /** Writes an event within the caller's transaction. */
  add(topic: string, event: Event, transaction?: Transaction): void | Promise<void>;
  /** Takes entries that are due, oldest first, and makes them due again after `leaseMs`: a sender that dies loses nothing. */
  claim(limit: number, nowMs: number, leaseMs: number): OutboxEntry[] | Promise<OutboxEntry[]>;
  /** Forgets entries that were sent. */
  remove(keys: readonly string[]): void | Promise<void>;
  /** Makes an entry due again at a time, ms since the epoch, with the reason why it could not be sent. */
  postpone(key: string, dueAtMs: number, reason: string): void | Promise<void>;
}

/** Which events a group has handled, so that each is handled once. */
export interface Inbox<Transaction = unknown> {
  has(group: string, eventId: string): boolean | Promise<boolean>;
  /** Remembers an event, within the handler's transaction when there is one. */
  add(group: string, eventId: string, transaction?: Transaction): void | Promise<void>;
}

const mostRemembered = 100_000;

/** Remembers the latest 100,000 handled events in memory; after a restart an event may be handled again. */
export class MemoryInbox implements Inbox {
  readonly #handled = new Set<string>();

  has(group: string, eventId: string): boolean {
    return this.#handled.has(`${group} ${eventId}`);
  }

  add(group: string, eventId: string): void {
    this.#handled.add(`${group} ${eventId}`);
    if (this.#handled.size <= mostRemembered) return;
    const [oldest] = this.#handled;
    this.#handled.delete(oldest as string);
  }
}

/** An entry as it lies in a table. */
interface Row {
  key: string | number;
  topic: string;
  event: string;
  attempts: number;
}

/** What was claimed, in the order in which it was written. */
export const entriesOf = (rows: readonly unknown[]): OutboxEntry[] =>
  (rows as Row[])
    .map(({ key, event, ...row }) => ({ ...row, key: String(key), event: readEvent(event) }))
    .sort((a, b) => Number(a.key) - Number(b.key));

/** An event as text, and back. */
export const writeEvent = (event: Event): string => JSON.stringify(event);
const readEvent = (text: string): Event => {
  const event = JSON.parse(text) as Event & { timestamp: string };
  return { ...event, timestamp: new Date(event.timestamp) };
};
