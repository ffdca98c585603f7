import { log } from '#lib/log.ts';
import type { Change } from '#lib/model/change.ts';
import { firstChangeId, lastChangeId, listChangesAfter } from '#lib/store/change.ts';
import type { PrismaClient } from '#lib/store/db.ts';

export interface Follower {
  /** The last change that was seen; what came after it is told first. */
  afterId: number;
  onChange: (change: Change) => void;
  /** What was missed cannot be told any more: read everything anew. Changes after `lastId` follow. */
  onReset?: ((lastId: number) => void) | undefined;
  /** Ends the subscription. */
  signal: AbortSignal;
}

export interface Feed {
  subscribe(follower: Follower): void;
  close(): void;
}

/** What a feed needs of a clock; tests give their own. */
export interface Timer {
  set(run: () => void, ms: number): unknown;
  clear(handle: unknown): void;
}

export interface FeedOptions {
  pollMs: number;
  timer?: Timer;
  /** More than this is not told again: whoever is further behind reads everything anew. */
  maxReplay?: number;
  random?: () => number;
}

interface Seat extends Follower {
  cursor: number;
  /** Whether it is told by the poll; until then it catches up. */
  live: boolean;
}

const pageSize = 500;
const maxBackoffMs = 5000;
const realTimer: Timer = { set: (run, ms) => setTimeout(run, ms), clear: (handle) => clearTimeout(handle as NodeJS.Timeout) };

/** Tells followers every change once, in order. One poll for all of them, and none while there is nobody. */
export function createFeed(db: PrismaClient, options: FeedOptions): Feed {
  return new PolledFeed(db, options);
}

class PolledFeed implements Feed {
  private readonly db: PrismaClient;
  private readonly options: Required<FeedOptions>;
  private readonly seats = new Set<Seat>();
  /** Every live seat has been told all up to here; null: not yet known. */
  private head: number | null = null;
  private waiting: unknown = null;
  private polling = false;
  private faults = 0;

  constructor(db: PrismaClient, { pollMs, timer = realTimer, maxReplay = 5000, random = Math.random }: FeedOptions) {
    this.db = db;
    this.options = { pollMs, timer, maxReplay, random };
  }

  subscribe(follower: Follower): void {
    if (follower.signal.aborted) return;
    const seat: Seat = { ...follower, cursor: follower.afterId, live: false };
    this.seats.add(seat);
    follower.signal.addEventListener('abort', () => this.leave(seat), { once: true });
    if (this.waiting === null && !this.polling) void this.poll();
  }

  close(): void {
    for (const seat of [...this.seats]) this.leave(seat);
  }

  private leave(seat: Seat): void {
    this.seats.delete(seat);
    if (this.seats.size > 0) return;
    this.options.timer.clear(this.waiting);
    this.waiting = null;
    this.head = null;
  }

  private async poll(): Promise<void> {
    this.waiting = null;
    this.polling = true;
    try {
      await this.advance();
      this.faults = 0;
    } catch (error) {
      this.faults++;
      if (this.faults === 1) log('live').warn({ err: error }, 'the change feed cannot be read; it is tried again');
    }
    this.polling = false;
    if (this.seats.size === 0) this.head = null;
    else this.waiting = this.options.timer.set(() => void this.poll(), this.delayMs());
  }

  private delayMs(): number {
    const { pollMs, random } = this.options;
    if (this.faults === 0) return pollMs;
    const backoffMs = Math.min(maxBackoffMs, pollMs * 2 ** Math.min(this.faults, 10));
    return backoffMs * (0.5 + random() / 2);
  }

  private async advance(): Promise<void> {
    this.head ??= await lastChangeId(this.db);
    for (;;) {
      const from: number = this.head;
      const page = await listChangesAfter(this.db, from, pageSize);
      if (this.head !== from) return;
      for (const change of page) this.tellLive(change);
      this.head = page.at(-1)?.id ?? from;
      if (page.length < pageSize) break;
    }
    for (const seat of [...this.seats]) if (!seat.live) await this.catchUp(seat);
  }

  private tellLive(change: Change): void {
    for (const seat of [...this.seats]) if (seat.live) this.tell(seat, change);
  }

  private tell(seat: Seat, change: Change): void {
    if (change.id <= seat.cursor || !this.seats.has(seat)) return;
    seat.cursor = change.id;
    this.guard(seat, () => seat.onChange(change));
  }

  /** A follower that throws is out; it does not trouble the others. */
  private guard(seat: Seat, call: () => void): void {
    try {
      call();
    } catch (error) {
      log('live').error({ err: error }, 'a follower failed and is dropped');
      this.leave(seat);
    }
  }

  /** Brings a new seat to the head, page by page; while it runs the head stands still. */
  private async catchUp(seat: Seat): Promise<void> {
    const head = this.head;
    if (head === null) return;
    const first = await firstChangeId(this.db);
    const ahead = seat.cursor > head;
    if (ahead && seat.cursor <= (await lastChangeId(this.db))) return;
    const lost = ahead || seat.cursor + 1 < first || head - seat.cursor > this.options.maxReplay;
    while (!lost && seat.cursor < head && this.seats.has(seat)) {
      const page = await listChangesAfter(this.db, seat.cursor, pageSize);
      for (const change of page) if (change.id <= head) this.tell(seat, change);
      if (page.length < pageSize) break;
    }
    if (lost) this.guard(seat, () => seat.onReset?.(head));
    seat.cursor = head;
    seat.live = true;
  }
}
