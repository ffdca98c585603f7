import { checkTopic, type Event } from './event.ts';
import { type Log, standardLog } from './log.ts';
import { countPublished } from './metrics.ts';
import type { Outbox, OutboxEntry } from './outbox.ts';
import type { Transport } from './transport.ts';
import { backOffMs, wait } from './wait.ts';

/** How events leave a service. */
export interface EventPublisherOptions<Transaction = unknown> {
  transport: Transport;
  /** The service that tells of the events: `source` in CloudEvents. */
  source: string;
  /** With it, `publish` writes to the service's database, and `start` sends what is committed. Without it, `publish` sends at once. */
  outbox?: Outbox<Transaction>;
  /** Without an outbox: how often sending is tried before `publish` rejects. 5 by default. */
  maxAttempts?: number;
  /** Longest wait before the second attempt, ms; it doubles with each, with full jitter, up to 60,000. 200 by default. */
  retryDelayMs?: number;
  /** How often the outbox is looked at, ms. 500 by default; `publish` also rouses it. */
  pollMs?: number;
  log?: Log;
}

const batchSize = 100;
const leaseMs = 30_000;
const longestDelayMs = 60_000;
const longestReason = 500;

/** Publishes events, at least once. */
export class EventPublisher<Transaction = unknown> {
  readonly #options: Required<Omit<EventPublisherOptions, 'outbox'>>;
  readonly #outbox: Outbox<Transaction> | undefined;
  readonly #stopping = new AbortController();
  #timer: NodeJS.Timeout | undefined;
  #sending: Promise<number> | undefined;

  constructor({ outbox, ...options }: EventPublisherOptions<Transaction>) {
    const { maxAttempts = 5, retryDelayMs = 200, pollMs = 500, log = standardLog(options.source) } = options;
    this.#options = { ...options, maxAttempts, retryDelayMs, pollMs, log };
    this.#outbox = outbox;
  }

  /**
   * With an outbox: resolves when the event is written, in `transaction` when given (a pg client; SQLite uses the transaction that
   * is open on its connection). Without: resolves when the transport has it, rejects when it could not be sent.
   */
  async publish(event: Event, topic: string, { transaction }: { transaction?: Transaction } = {}): Promise<void> {
    checkTopic(topic);
    if (!this.#outbox) return this.#sendAtOnce(event, topic);
    await this.#outbox.add(topic, event, transaction);
    if (this.#timer) setImmediate(() => void this.#drain());
  }

  /** Begins to send what the outbox holds. */
  start(): this {
    if (this.#outbox && !this.#timer) {
      this.#timer = setInterval(() => void this.#drain(), this.#options.pollMs);
      void this.#drain();
    }
    return this;
  }

  /** Sends what is due now; resolves to how many events were sent. */
  async flush(): Promise<number> {
    await this.#sending;
    return this.#drain();
  }

  /** Sends what is due once more and ends. What cannot be sent stays in the outbox. */
  async stop(): Promise<void> {
    clearInterval(this.#timer);
    this.#timer = undefined;
    if (this.#outbox) await this.flush();
    this.#stopping.abort(new Error('The publisher is stopped.'));
  }

  async #sendAtOnce(event: Event, topic: string): Promise<void> {
    const { transport, source, maxAttempts, retryDelayMs } = this.#options;
    for (let attempts = 1; ; attempts += 1) {
      try {
        await transport.send(topic, event, source);
        return countPublished(topic, event);
      } catch (error) {
        if (attempts >= maxAttempts) throw error;
        await wait(backOffMs(retryDelayMs, attempts - 1, longestDelayMs), this.#stopping.signal);
      }
    }
  }

  /** One run at a time; a call while one is under way shares it. */
  #drain(): Promise<number> {
    this.#sending ??= this.#sendDue()
      .catch((error: Error) => {
        this.#options.log.error({ reason: error.message }, 'the outbox cannot be read');
        return 0;
      })
      .finally(() => {
        this.#sending = undefined;
      });
    return this.#sending;
  }

  async #sendDue(): Promise<number> {
    const outbox = this.#outbox;
    if (!outbox) return 0;
    let sent = 0;
    // What is postponed meanwhile is due later than this, and waits for the next run.
    const startedAtMs = Date.now();
    for (;;) {
      const entries = await outbox.claim(batchSize, startedAtMs, leaseMs);
      if (entries.length === 0) return sent;
      const results = await Promise.allSettled(entries.map(({ topic, event }) => this.#options.transport.send(topic, event, this.#options.source)));
      const done = entries.filter((_, at) => results[at]?.status === 'fulfilled');
      for (const { topic, event } of done) countPublished(topic, event);
      if (done.length > 0) await outbox.remove(done.map(({ key }) => key));
      sent += done.length;
      for (const [at, entry] of entries.entries()) {
        const result = results[at];
        if (result?.status === 'rejected') await this.#postpone(outbox, entry, result.reason);
      }
    }
  }

  async #postpone(outbox: Outbox<Transaction>, { key, topic, event, attempts }: OutboxEntry, error: unknown): Promise<void> {
    const { retryDelayMs, log } = this.#options;
    const reason = (error instanceof Error ? error.message : String(error)).slice(0, longestReason);
    const delayMs = Math.ceil(backOffMs(retryDelayMs, Math.min(attempts, 20), longestDelayMs)) + 1;
    log.warn({ topic, eventId: event.id, attempts, reason, againInMs: delayMs }, 'an event could not be sent yet');
    await outbox.postpone(key, Date.now() + delayMs, reason);
  }
}
