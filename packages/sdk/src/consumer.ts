import { runWithContext } from './context.ts';
import { createEvent, type Event } from './event.ts';
import { type Log, standardLog } from './log.ts';
import { countHandled, type LetterCounter } from './metrics.ts';
import { type Inbox, MemoryInbox } from './outbox.ts';
import { shared } from './state.ts';
import { deadLetterTopic, type Transport } from './transport.ts';
import { backOffMs, wait } from './wait.ts';

/** How an event came. */
export interface Delivery {
  topic: string;
  /** 1, 2, … */
  attempt: number;
  /**
   * Remembers the event as handled within the handler's own transaction (a pg client; SQLite uses the open one), so that both hold
   * or neither. Without it the event is remembered after the handler ended.
   */
  markHandled(transaction?: unknown): void | Promise<void>;
  /** Aborted when the consumer stops. */
  signal: AbortSignal;
}

/** Handles the events of one type. Runs in the context of the event: clients and publishers used there carry its correlation id. */
export interface EventHandler<T = unknown> {
  /** Such as `user.created`. */
  readonly type: string;
  /** What it throws makes the event come again, and at last a dead letter. */
  handle(event: Event<T>, delivery: Delivery): void | Promise<void>;
}

/** Makes a handler of a function. */
export const eventHandler = <T>(type: string, handle: EventHandler<T>['handle']): EventHandler<T> => ({ type, handle });

/** What stands in a dead-letter topic in place of an event that could not be handled. */
export interface DeadLetter {
  event: Event;
  topic: string;
  group: string;
  /** Message of the last error. */
  reason: string;
  attempts: number;
  /** RFC 3339. */
  failedAt: string;
}

/** How a service takes events. */
export interface EventConsumerOptions {
  transport: Transport;
  /** The service's name: every group gets each event, one of its members handles it. */
  group: string;
  topics: readonly string[];
  // biome-ignore lint/suspicious/noExplicitAny: handlers of different events stand in one list
  handlers: readonly EventHandler<any>[];
  /** Which events were handled. In memory by default; use SqliteInbox or PostgresInbox to know it after a restart. */
  inbox?: Inbox;
  /** How often a handler is tried before the event becomes a dead letter. 5 by default. */
  maxAttempts?: number;
  /** Longest wait before the second attempt, ms; it doubles with each, with full jitter. 1,000 by default. */
  retryDelayMs?: number;
  log?: Log;
}

const deadLetterType = 'signalbox.dead_letter';
const longestDelayMs = 60_000;
const mostCounted = 1000;
const longestCountMs = 1000;

/** Hands events to handlers: each event once by its id, again after a failure, to a dead-letter topic in the end. */
export class EventConsumer implements LetterCounter {
  readonly #options: Required<EventConsumerOptions>;
  readonly #handlers = new Map<string, EventHandler>();
  readonly #running = new Map<string, Promise<void>>();
  #stopping = new AbortController();
  #subscriptions: { close(): Promise<void> }[] = [];

  /** Throws a TypeError when two handlers are for the same type. */
  constructor(options: EventConsumerOptions) {
    const { inbox = new MemoryInbox(), maxAttempts = 5, retryDelayMs = 1000, log = standardLog(options.group) } = options;
    this.#options = { ...options, inbox, maxAttempts, retryDelayMs, log };
    for (const handler of options.handlers) {
      if (this.#handlers.has(handler.type)) throw new TypeError(`Two handlers for events of type ${handler.type}: one handles each type.`);
      this.#handlers.set(handler.type, handler);
    }
  }

  /** Subscribes to the topics. */
  async start(): Promise<this> {
    const { transport, group, topics } = this.#options;
    this.#stopping = new AbortController();
    shared().consumers.add(this);
    for (const topic of topics) this.#subscriptions.push(await transport.subscribe(topic, group, (event) => this.#receive(topic, event)));
    return this;
  }

  /** Takes no more events and resolves when those under way have ended. What waits for another attempt comes again after the next start. */
  async stop(): Promise<void> {
    shared().consumers.delete(this);
    this.#stopping.abort(new Error('The consumer stops.'));
    const subscriptions = this.#subscriptions.splice(0);
    await Promise.all(subscriptions.map((subscription) => subscription.close()));
    await Promise.allSettled(this.#running.values());
  }

  /** The dead letters of this group in a topic, oldest first, 100 by default. */
  async deadLetters(topic: string, limit = 100): Promise<DeadLetter[]> {
    return (await this.#dead(topic, limit)).map(({ letter }) => letter);
  }

  /** Handles dead letters again, all or those of some events. Those that fail again become dead letters anew. Resolves to both counts. */
  async replay(
    topic: string,
    { eventIds, limit = 100 }: { eventIds?: readonly string[]; limit?: number } = {},
  ): Promise<{ handled: number; failed: number }> {
    const counts = { handled: 0, failed: 0 };
    for (const { key, letter } of await this.#dead(topic, limit)) {
      if (eventIds && !eventIds.includes(letter.event.id)) continue;
      const isHandled = await this.#handleOrBury(topic, letter.event);
      await this.#options.transport.remove(deadLetterTopic(topic), [key]);
      counts[isHandled ? 'handled' : 'failed'] += 1;
    }
    return counts;
  }

  /** How many dead letters of this group wait in each topic, up to 1,000 of each; a topic whose transport does not answer is left out. */
  async countDeadLetters(): Promise<Map<string, number>> {
    const counted = new AbortController();
    const late = wait(longestCountMs, counted.signal).catch(() => {});
    const count = async (topic: string) => {
      const letters = await Promise.race([this.#dead(topic, mostCounted).catch(() => {}), late]);
      return letters ? [[topic, letters.length] as const] : [];
    };
    const counts = await Promise.all(this.#options.topics.map(count));
    counted.abort();
    return new Map(counts.flat());
  }

  async #dead(topic: string, limit: number): Promise<{ key: string; letter: DeadLetter }[]> {
    const { transport, group } = this.#options;
    const kept = await transport.read(deadLetterTopic(topic), limit);
    return kept.flatMap(({ key, event }) => {
      const letter = event.data as DeadLetter;
      if (event.type !== deadLetterType || letter.group !== group) return [];
      return [{ key, letter: { ...letter, event: { ...letter.event, timestamp: new Date(letter.event.timestamp) } } }];
    });
  }

  /** The same event twice at the same time is handled once. */
  #receive(topic: string, event: Event): Promise<void> {
    const known = this.#running.get(event.id);
    if (known) return known;
    const running = this.#handleOrBury(topic, event).finally(() => this.#running.delete(event.id)) as Promise<unknown> as Promise<void>;
    this.#running.set(event.id, running);
    return running;
  }

  async #handleOrBury(topic: string, event: Event): Promise<boolean> {
    const { inbox, group, maxAttempts, retryDelayMs, log } = this.#options;
    const { signal } = this.#stopping;
    const handler = this.#handlers.get(event.type);
    if (!handler || (await inbox.has(group, event.id))) return true;
    return runWithContext({ correlationId: event.correlationId, traceparent: event.traceparent }, async () => {
      for (let attempt = 1; ; attempt += 1) {
        signal.throwIfAborted();
        try {
          await this.#handle(handler, event, { topic, attempt });
          return true;
        } catch (error) {
          const reason = error instanceof Error ? error.message : String(error);
          log.warn({ topic, eventId: event.id, eventType: event.type, attempt, reason }, 'an event could not be handled');
          if (attempt >= maxAttempts) {
            await this.#bury(topic, event, reason, attempt);
            return false;
          }
          countHandled(topic, event, 'retried');
          await wait(backOffMs(retryDelayMs, attempt - 1, longestDelayMs), signal);
        }
      }
    });
  }

  async #handle(handler: EventHandler, event: Event, { topic, attempt }: Pick<Delivery, 'topic' | 'attempt'>): Promise<void> {
    const { inbox, group } = this.#options;
    let isMarked = false;
    const markHandled = (transaction?: unknown) => {
      isMarked = true;
      return inbox.add(group, event.id, transaction);
    };
    await handler.handle(event, { topic, attempt, markHandled, signal: this.#stopping.signal });
    if (!isMarked) await inbox.add(group, event.id);
    countHandled(topic, event, 'handled');
  }

  async #bury(topic: string, event: Event, reason: string, attempts: number): Promise<void> {
    const { transport, group, log } = this.#options;
    countHandled(topic, event, 'dead');
    const letter: DeadLetter = { event, topic, group, reason, attempts, failedAt: new Date().toISOString() };
    await transport.send(deadLetterTopic(topic), createEvent(deadLetterType, letter), group);
    log.error({ topic, eventId: event.id, eventType: event.type, attempts, reason }, 'an event became a dead letter');
  }
}
