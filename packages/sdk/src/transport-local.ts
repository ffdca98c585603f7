import { checkTopic, type Event } from './event.ts';
import { deadLetterSuffix, type Kept, type Receive, type Transport } from './transport.ts';
import { backOffMs, wait } from './wait.ts';

const mostKept = 10_000;
const redeliverMs = 100;
const longestRedeliverMs = 30_000;

interface Group {
  readonly members: Receive[];
  next: number;
}

/** Carries events within one process, in memory: for tests and for parts of one service. What it holds is gone with the process. */
export class InProcessTransport implements Transport {
  readonly #groups = new Map<string, Map<string, Group>>();
  readonly #kept = new Map<string, Kept[]>();
  readonly #closing = new AbortController();
  readonly #running = new Set<Promise<void>>();
  #count = 0;

  async send(topic: string, event: Event): Promise<void> {
    checkTopic(topic);
    this.#closing.signal.throwIfAborted();
    const groups = this.#groupsOf(topic);
    if (groups.length === 0 || topic.endsWith(deadLetterSuffix)) this.keep(topic, event);
    for (const group of groups) this.#track(this.#deliverUntilTaken(group, event));
  }

  /** Hands an event to every group and resolves when all took it; rejects when one did not. Resolves to how many groups there are. */
  async deliver(topic: string, event: Event): Promise<number> {
    const groups = this.#groupsOf(topic);
    await Promise.all(groups.map((group) => this.#receiverOf(group)?.(event)));
    return groups.length;
  }

  /** Adds an event to what the topic holds, at most 10,000: dead letters, and what nobody subscribed to. */
  keep(topic: string, event: Event): void {
    const kept = this.#kept.get(topic) ?? [];
    this.#count += 1;
    kept.push({ key: String(this.#count), event });
    if (kept.length > mostKept) kept.shift();
    this.#kept.set(topic, kept);
  }

  async subscribe(topic: string, group: string, receive: Receive): Promise<{ close(): Promise<void> }> {
    checkTopic(topic);
    const groups = this.#groups.get(topic) ?? new Map<string, Group>();
    const known = groups.get(group) ?? ({ members: [], next: 0 } as Group);
    const { members } = known;
    members.push(receive);
    groups.set(group, known);
    this.#groups.set(topic, groups);
    return {
      close: async () => {
        members.splice(members.indexOf(receive), 1);
        if (members.length === 0) groups.delete(group);
        await Promise.allSettled(this.#running);
      },
    };
  }

  async read(topic: string, limit: number): Promise<Kept[]> {
    return (this.#kept.get(topic) ?? []).slice(0, limit);
  }

  async remove(topic: string, keys: readonly string[]): Promise<void> {
    const gone = new Set(keys);
    this.#kept.set(
      topic,
      (this.#kept.get(topic) ?? []).filter(({ key }) => !gone.has(key)),
    );
  }

  async close(): Promise<void> {
    this.#closing.abort(new Error('The transport is closed.'));
    await Promise.allSettled(this.#running);
  }

  #groupsOf(topic: string): Group[] {
    return [...(this.#groups.get(topic)?.values() ?? [])];
  }

  #receiverOf(group: Group): Receive | undefined {
    group.next = (group.next + 1) % Math.max(1, group.members.length);
    return group.members[group.next];
  }

  #track(work: Promise<void>): void {
    const tracked = work.finally(() => this.#running.delete(tracked));
    this.#running.add(tracked);
  }

  async #deliverUntilTaken(group: Group, event: Event): Promise<void> {
    for (let tries = 0; !this.#closing.signal.aborted && group.members.length > 0; tries += 1) {
      try {
        await this.#receiverOf(group)?.(event);
        return;
      } catch {
        await wait(backOffMs(redeliverMs, tries, longestRedeliverMs), this.#closing.signal).catch(() => {});
      }
    }
  }
}
