import { Redis } from 'ioredis';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { EventConsumer, type EventConsumerOptions, eventHandler } from './consumer.ts';
import { currentContext, runWithContext } from './context.ts';
import { createEvent, type Event, toCloudEvent } from './event.ts';
import type { Log } from './log.ts';
import { metricsRegistry } from './metrics.ts';
import { MemoryInbox } from './outbox.ts';
import { EventPublisher } from './publisher.ts';
import { hasRedis, type RedisServer, startRedis } from './redis.test.kit.ts';
import { freshName } from './server.test.kit.ts';
import { createService, type Service } from './service.ts';
import type { Transport } from './transport.ts';
import { HttpTopicTransport } from './transport-http.ts';
import { InProcessTransport } from './transport-local.ts';
import { RedisStreamTransport } from './transport-redis.ts';

const silent: Log = { info: () => {}, warn: () => {}, error: () => {} };
const isRedisHere = hasRedis();
let redis: RedisServer;
beforeAll(async () => {
  if (isRedisHere) redis = await startRedis();
});
afterAll(async () => {
  await redis?.stop();
});

const cleanUps: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

/** Where to send, and where a consumer listens. */
interface Pair {
  out: Transport;
  into: Transport;
}

async function inProcess(): Promise<Pair> {
  const transport = new InProcessTransport();
  cleanUps.push(() => transport.close());
  return { out: transport, into: transport };
}

async function serve(into: HttpTopicTransport): Promise<{ url: string; service: Service }> {
  const service = createService({ name: 'receiver', version: '1', log: silent, endpoints: [into.handle] });
  const { url, close } = await service.listen((_, response) => void response.writeHead(404).end(), { handleSignals: false });
  cleanUps.push(close);
  return { url, service };
}

async function overHttp(): Promise<Pair> {
  const into = new HttpTopicTransport({ acceptToken: 'secret' });
  const { url } = await serve(into);
  const out = new HttpTopicTransport({ urls: [url], token: 'secret' });
  cleanUps.push(() => into.close());
  return { out, into };
}

async function overRedis(): Promise<Pair> {
  const client = new Redis(redis.url, { maxRetriesPerRequest: null });
  const options = { prefix: `${freshName()}:`, claimAfterMs: 200, log: silent };
  const out = new RedisStreamTransport({ redis: redis.url, ...options });
  const into = new RedisStreamTransport({ redis: client, ...options });
  cleanUps.push(async () => {
    await Promise.all([out.close(), into.close()]);
    client.disconnect();
  });
  return { out, into };
}

async function consume(options: Omit<EventConsumerOptions, 'topics' | 'group'> & { group?: string }) {
  const consumer = new EventConsumer({ group: 'mailer', topics: ['users'], retryDelayMs: 0, log: silent, ...options });
  await consumer.start();
  cleanUps.push(() => consumer.stop());
  return consumer;
}

async function eventually(isTrue: () => boolean | Promise<boolean>): Promise<void> {
  const end = performance.now() + 10_000;
  while (!(await isTrue())) {
    if (performance.now() > end) throw new Error('it did not come to be');
    await new Promise((resolve) => setImmediate(resolve));
  }
}

const publisherOf = (transport: Transport) => new EventPublisher({ transport, source: 'users', retryDelayMs: 1, log: silent });

describe.each([
  ['in process', inProcess, true],
  ['HTTP topics', overHttp, true],
  ['Redis Streams', overRedis, isRedisHere],
])('%s', (_, open, isHere) => {
  test.skipIf(!isHere)('carries the event and its correlation id from request to handler', async () => {
    const { out, into } = await open();
    const seen: { event: Event; correlationId: string | undefined; attempt: number }[] = [];
    await consume({
      transport: into,
      handlers: [
        eventHandler<{ id: number }>('user.created', async (event, { attempt }) => {
          await Promise.resolve();
          seen.push({ event, correlationId: currentContext()?.correlationId, attempt });
        }),
      ],
    });
    const event = await runWithContext({ correlationId: 'from-the-request' }, async () => {
      const made = createEvent('user.created', { id: 7 });
      await publisherOf(out).publish(made, 'users');
      return made;
    });
    await eventually(() => seen.length === 1);
    expect(seen).toEqual([{ event, correlationId: 'from-the-request', attempt: 1 }]);
  });

  test.skipIf(!isHere)('handles an event once however often it comes, and each group handles it', async () => {
    const { out, into } = await open();
    const seen: string[] = [];
    const handlers = (name: string) => [eventHandler('user.created', () => void seen.push(name))];
    await consume({ transport: into, group: 'mailer', handlers: handlers('mailer') });
    await consume({ transport: into, group: 'profiles', handlers: handlers('profiles') });
    const event = createEvent('user.created', {});
    const publisher = publisherOf(out);
    await Promise.all([publisher.publish(event, 'users'), publisher.publish(event, 'users')]);
    await publisher.publish(event, 'users');
    await publisher.publish(createEvent('user.created', {}), 'users');
    await eventually(() => seen.length === 4);
    expect(seen.sort()).toEqual(['mailer', 'mailer', 'profiles', 'profiles']);
  });

  test.skipIf(!isHere)('tries again, then leaves a dead letter with the reason, which replay handles', async () => {
    const { out, into } = await open();
    let isBroken = true;
    const attempts: number[] = [];
    const handled: string[] = [];
    const consumer = await consume({
      transport: into,
      maxAttempts: 3,
      handlers: [
        eventHandler('user.created', (event, { attempt }) => {
          attempts.push(attempt);
          if (isBroken) throw new Error('no mail server');
          handled.push(event.correlationId);
        }),
      ],
    });
    const event = createEvent('user.created', { id: 1 }, { correlationId: 'c-1' });
    await publisherOf(out).publish(event, 'users');
    await eventually(async () => (await consumer.deadLetters('users')).length === 1);
    expect(attempts).toEqual([1, 2, 3]);
    expect(await consumer.deadLetters('users')).toEqual([
      { event, topic: 'users', group: 'mailer', reason: 'no mail server', attempts: 3, failedAt: expect.stringMatching(/^\d{4}-.*Z$/) },
    ]);
    expect(await consumer.replay('users')).toEqual({ handled: 0, failed: 1 });
    isBroken = false;
    expect(await consumer.replay('users', { eventIds: ['another'] })).toEqual({ handled: 0, failed: 0 });
    expect(await consumer.replay('users', { eventIds: [event.id] })).toEqual({ handled: 1, failed: 0 });
    expect([handled, await consumer.deadLetters('users')]).toEqual([['c-1'], []]);
  });

  test.skipIf(!isHere)('passes over types that nobody handles', async () => {
    const { out, into } = await open();
    const seen: string[] = [];
    await consume({ transport: into, handlers: [eventHandler('user.deleted', ({ type }) => void seen.push(type))] });
    await publisherOf(out).publish(createEvent('user.created', {}), 'users');
    await publisherOf(out).publish(createEvent('user.deleted', {}), 'users');
    await eventually(() => seen.length === 1);
    expect(seen).toEqual(['user.deleted']);
  });

  test.skipIf(!isHere)('a stop leaves what waits for another attempt to the next start', async () => {
    const { out, into } = await open();
    let attempts = 0;
    const handled: string[] = [];
    const inbox = new MemoryInbox();
    const first = await consume({
      transport: into,
      inbox,
      retryDelayMs: 3_600_000,
      handlers: [
        eventHandler('user.created', () => {
          attempts += 1;
          throw new Error('not now');
        }),
      ],
    });
    const sent = publisherOf(out).publish(createEvent('user.created', {}), 'users');
    await eventually(() => attempts === 1);
    await consume({ transport: into, inbox, handlers: [eventHandler('user.created', ({ id }) => void handled.push(id))] });
    await first.stop();
    await sent;
    await eventually(() => handled.length === 1);
  });
});

describe('HTTP topics', () => {
  const send = async (url: string, path: string, body: string, headers: Record<string, string> = { authorization: 'Bearer secret' }) => {
    const response = await fetch(`${url}${path}`, { method: 'POST', body, headers });
    return [response.status, ((await response.json()) as { message: string }).message];
  };
  const text = JSON.stringify(toCloudEvent(createEvent('user.created', {}), 'users'));

  test('answer 202, 400, 401, 404, 405, 413 and 503 in words', async () => {
    const into = new HttpTopicTransport({ acceptToken: 'secret' });
    const { url } = await serve(into);
    expect(await send(url, '/topics/users/events', text, {})).toEqual([401, 'Show the token for events as Authorization: Bearer.']);
    expect(await send(url, '/topics/users/events', text)).toEqual([404, 'Nobody here subscribes to users.']);
    await into.subscribe('users', 'g', async ({ type }) => {
      if (type === 'bad') throw new Error('secret detail');
    });
    expect(await send(url, '/topics/users/events', text)).toEqual([202, 'Taken.']);
    expect(await send(url, '/topics/users/events', '{')).toEqual([400, 'The body is no JSON.']);
    expect(await send(url, '/topics/users/events', '{}')).toEqual([400, 'Not an event of CloudEvents 1.0: specversion is not 1.0.']);
    expect((await send(url, '/topics/a%20b/events', text))[0]).toBe(400);
    expect((await send(url, '/topics/%E0%A4%A/events', text))[0]).toBe(400);
    expect(await send(url, '/topics/users/events', text.replace('user.created', 'bad'))).toEqual([
      503,
      'The event could not be handled now. Send it again.',
    ]);
    expect((await fetch(`${url}/topics/users/events`)).status).toBe(405);
    const large = await send(url, '/topics/users/events', 'x'.repeat(1_100_000)).catch(() => [413]);
    expect(large[0]).toBe(413);
    await into.close();
  });

  test('metrics name a receiver by its service, or by its host', async () => {
    const into = new HttpTopicTransport();
    cleanUps.push(() => into.close());
    const { url } = await serve(into);
    await into.subscribe('users', 'g', async () => {});
    const name = freshName();
    for (const urls of [{ [name]: url }, [url]]) await new HttpTopicTransport({ urls }).send('users', createEvent('user.created', {}), 'users');
    const metrics = await metricsRegistry().metrics();
    for (const label of [name, new URL(url).host])
      expect(metrics).toContain(`service_requests_total{service="${label}",method="POST",status="202"} 1`);
  });
});

describe.skipIf(!isRedisHere)('Redis Streams', () => {
  test('what a member took and did not finish goes to another', async () => {
    const { out, into } = await overRedis();
    let isTaken = false;
    const dead = await into.subscribe('users', 'mailer', () => {
      isTaken = true;
      return Promise.reject(new Error('died'));
    });
    const event = createEvent('user.created', {});
    await out.send('users', event, 'users');
    await eventually(() => isTaken);
    await dead.close();
    const seen: Event[] = [];
    await into.subscribe('users', 'mailer', async (one) => void seen.push(one));
    await eventually(() => seen.length === 1);
    expect(seen).toEqual([event]);
  });

  test.each([{ protocol: 2 }, { protocol: 3 }, { protocol: 3, replyMapping: 'resp3' }] as const)(
    'an event comes when it is sent, not when it is taken over from a dead member, over a client with %o',
    async (shape) => {
      const client = new Redis(redis.url, { maxRetriesPerRequest: null, ...shape });
      const transport = new RedisStreamTransport({ redis: client, prefix: `${freshName()}:`, log: silent });
      cleanUps.push(async () => {
        await transport.close();
        client.disconnect();
      });
      const seen: Event[] = [];
      await transport.subscribe('users', 'mailer', async (one) => void seen.push(one));
      const event = createEvent('user.created', {});
      await transport.send('users', event, 'users');
      await eventually(() => seen.length === 1);
      expect(seen).toEqual([event]);
    },
  );

  test('what was sent before anybody subscribed is not lost', async () => {
    const { out, into } = await overRedis();
    await out.send('users', createEvent('user.created', {}), 'users');
    const seen: Event[] = [];
    await into.subscribe('users', 'mailer', async (one) => void seen.push(one));
    await eventually(() => seen.length === 1);
  });
});

test('one handler for each type', () => {
  const handlers = [eventHandler('a', () => {}), eventHandler('a', () => {})];
  expect(() => new EventConsumer({ transport: new InProcessTransport(), group: 'g', topics: [], handlers })).toThrow(
    'Two handlers for events of type a',
  );
});

test('a publisher without an outbox tries again and then rejects', async () => {
  let tries = 0;
  const transport = new InProcessTransport();
  transport.send = async () => {
    tries += 1;
    throw new Error('away');
  };
  await expect(publisherOf(transport).publish(createEvent('a', {}), 'users')).rejects.toThrow('away');
  expect(tries).toBe(5);
});
