import { randomUUID } from 'node:crypto';
import { checkTopic, type Event, fromCloudEvent, toCloudEvent } from './event.ts';
import { type Log, standardLog } from './log.ts';
import { connectRedis, type RedisLike } from './redis-connection.ts';
import type { Kept, Receive, Transport } from './transport.ts';
import { wait } from './wait.ts';

/** How events lie in Redis. */
export interface RedisStreamOptions {
  /** A connected ioredis client, which stays the application's, or a URL such as `redis://localhost:6379`. */
  redis: RedisLike | string;
  /** What the keys of streams begin with. `events:` by default. */
  prefix?: string;
  /** About how many events a stream keeps. 100,000 by default. */
  maxLength?: number;
  /** After how long another member takes over what a dead one left unfinished, ms. Longer than the longest handling. 60,000 by default. */
  claimAfterMs?: number;
  /** How many events one member handles at the same time. 1, the default, keeps their order. */
  concurrency?: number;
  log?: Log;
}

type Entry = [id: string, fields: string[] | null];

const blockMs = 2000;
const pauseMs = 1000;

/**
 * The entries of the one stream that was asked for. RESP2 answers a list of pairs, RESP3 a map, which ioredis makes a flat list
 * or, with `replyMapping: 'resp3'`, an object.
 */
function entriesOf(reply: unknown): Entry[] {
  if (reply === null) return [];
  if (!Array.isArray(reply)) return Object.values(reply as Record<string, Entry[]>)[0] ?? [];
  const [first, second] = reply as [[string, Entry[]]] | [string, Entry[]];
  return Array.isArray(first) ? first[1] : (second ?? []);
}

const eventOf = (fields: string[]): Event => fromCloudEvent(JSON.parse(fields[fields.indexOf('event') + 1] ?? 'null'));

/** Carries events in Redis Streams, one stream a topic and one consumer group a group. Events outlive every process. */
export class RedisStreamTransport implements Transport {
  readonly #options: Required<Omit<RedisStreamOptions, 'redis'>>;
  readonly #given: RedisLike | string;
  #connected: Promise<RedisLike> | undefined;
  readonly #subscriptions = new Set<{ close(): Promise<void> }>();

  constructor({ redis, ...options }: RedisStreamOptions) {
    this.#given = redis;
    const defaults = { prefix: 'events:', maxLength: 100_000, claimAfterMs: 60_000, concurrency: 1 };
    this.#options = { ...defaults, ...options, log: options.log ?? standardLog('redis') };
  }

  async send(topic: string, event: Event, source: string): Promise<void> {
    const redis = await this.#redis();
    await redis.call('XADD', this.#key(topic), 'MAXLEN', '~', this.#options.maxLength, '*', 'event', JSON.stringify(toCloudEvent(event, source)));
  }

  async subscribe(topic: string, group: string, receive: Receive): Promise<{ close(): Promise<void> }> {
    const key = this.#key(topic);
    const redis = await this.#redis();
    await ensureGroup(redis, key, group);
    // A blocking read holds its connection, so each subscription has its own.
    const reader = redis.duplicate();
    const stop = new AbortController();
    reader.on('error', (error) => {
      if (!stop.signal.aborted) this.#options.log.warn({ topic, reason: error.message }, 'Redis cannot be reached');
    });
    const ended = this.#follow({ reader, key, group, member: randomUUID(), receive, signal: stop.signal });
    const subscription = {
      close: async () => {
        this.#subscriptions.delete(subscription);
        stop.abort();
        reader.disconnect();
        await ended;
      },
    };
    this.#subscriptions.add(subscription);
    return subscription;
  }

  async read(topic: string, limit: number): Promise<Kept[]> {
    const redis = await this.#redis();
    const entries = (await redis.call('XRANGE', this.#key(topic), '-', '+', 'COUNT', limit)) as [string, string[]][];
    return entries.map(([key, fields]) => ({ key, event: eventOf(fields) }));
  }

  async remove(topic: string, keys: readonly string[]): Promise<void> {
    if (keys.length > 0) await (await this.#redis()).call('XDEL', this.#key(topic), ...keys);
  }

  /** Ends the subscriptions, and the connection when this transport made it. */
  async close(): Promise<void> {
    await Promise.all([...this.#subscriptions].map((subscription) => subscription.close()));
    if (typeof this.#given === 'string') (await this.#connected)?.disconnect();
  }

  #redis(): Promise<RedisLike> {
    this.#connected ??= typeof this.#given === 'string' ? this.#connect(this.#given) : Promise.resolve(this.#given);
    return this.#connected;
  }

  async #connect(url: string): Promise<RedisLike> {
    const redis = await connectRedis(url);
    redis.on('error', (error) => this.#options.log.warn({ reason: error.message }, 'Redis cannot be reached'));
    return redis;
  }

  #key(topic: string): string {
    checkTopic(topic);
    return this.#options.prefix + topic;
  }

  async #follow(subscription: Subscription): Promise<void> {
    const { reader, key, group, member, signal } = subscription;
    const { concurrency, claimAfterMs, log } = this.#options;
    let claimedAt = Number.NEGATIVE_INFINITY;
    while (!signal.aborted) {
      try {
        if (performance.now() - claimedAt > claimAfterMs / 4) {
          claimedAt = performance.now();
          const claimed = (await reader.call('XAUTOCLAIM', key, group, member, claimAfterMs, '0', 'COUNT', 100)) as [string, Entry[]];
          await this.#work(subscription, claimed[1]);
        }
        const args = ['GROUP', group, member, 'COUNT', concurrency, 'BLOCK', Math.ceil(Math.min(blockMs, claimAfterMs / 4)), 'STREAMS', key, '>'];
        await this.#work(subscription, entriesOf(await reader.call('XREADGROUP', ...args)));
      } catch (error) {
        if (signal.aborted) return;
        log.warn({ group, reason: (error as Error).message }, 'events cannot be read from Redis');
        await wait(pauseMs, signal).catch(() => {});
        await ensureGroup(await this.#redis(), key, group).catch(() => {});
      }
    }
  }

  /** null for an entry that is no event: it would come again for ever. It stays in the stream. */
  #readable(id: string, fields: string[]): Event | null {
    try {
      return eventOf(fields);
    } catch (error) {
      this.#options.log.error({ entry: id, reason: (error as Error).message }, 'an entry of the stream is no event and is passed over');
      return null;
    }
  }

  /** Hands entries to the receiver; what it did not take stays pending and comes again after `claimAfterMs`. */
  async #work({ key, group, receive, signal }: Subscription, entries: Entry[]): Promise<void> {
    const { concurrency, log } = this.#options;
    const redis = await this.#redis();
    const one = async ([id, fields]: Entry) => {
      if (signal.aborted) return;
      try {
        const event = fields && this.#readable(id, fields);
        if (event) await receive(event);
        await redis.call('XACK', key, group, id);
      } catch (error) {
        if (!signal.aborted) log.warn({ group, entry: id, reason: (error as Error).message }, 'an event was not taken and will come again');
      }
    };
    for (let at = 0; at < entries.length; at += concurrency) await Promise.all(entries.slice(at, at + concurrency).map(one));
  }
}

interface Subscription {
  reader: RedisLike;
  key: string;
  group: string;
  member: string;
  receive: Receive;
  signal: AbortSignal;
}

/** From the first event that the stream still has. */
async function ensureGroup(redis: RedisLike, key: string, group: string): Promise<void> {
  try {
    await redis.call('XGROUP', 'CREATE', key, group, '0', 'MKSTREAM');
  } catch (error) {
    if (!(error as Error).message.includes('BUSYGROUP')) throw error;
  }
}
