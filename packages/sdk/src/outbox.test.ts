import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { PGlite } from '@electric-sql/pglite';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { EventConsumer, eventHandler } from './consumer.ts';
import { createEvent, type Event } from './event.ts';
import type { Log } from './log.ts';
import type { Inbox, Outbox } from './outbox.ts';
import { PostgresInbox, type PostgresLike, PostgresOutbox } from './postgres.ts';
import { EventPublisher } from './publisher.ts';
import { createService } from './service.ts';
import { SqliteInbox, SqliteOutbox } from './sqlite.ts';
import { HttpTopicTransport } from './transport-http.ts';
import { InProcessTransport } from './transport-local.ts';

const silent: Log = { info: () => {}, warn: () => {}, error: () => {} };
let folder: string;
let pglite: PGlite;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'signalbox-outbox-'));
  pglite = await PGlite.create();
});
afterAll(async () => {
  await pglite.close();
  rmSync(folder, { recursive: true, force: true });
});

interface Store {
  outbox: Outbox;
  inbox: Inbox;
  /** Writes an event in a transaction that is kept or rolled back. */
  write: (events: Event[], end: 'COMMIT' | 'ROLLBACK') => Promise<void>;
}

async function sqlite(): Promise<Store> {
  const database = new DatabaseSync(join(folder, `${Math.random()}.db`));
  const outbox = new SqliteOutbox(database);
  return {
    outbox,
    inbox: new SqliteInbox(database),
    write: async (events, end) => {
      database.exec('BEGIN');
      for (const event of events) await outbox.add('users', event);
      // What another part of the service does meanwhile on the same connection must not send what is not committed.
      expect(outbox.claim(10, Date.now(), 1000)).toEqual([]);
      database.exec(end);
    },
  };
}

async function postgres(): Promise<Store> {
  await pglite.exec('DROP TABLE IF EXISTS signalbox_outbox; DROP TABLE IF EXISTS signalbox_inbox');
  const client: PostgresLike = { query: (text, values) => pglite.query(text, values) };
  const outbox = await new PostgresOutbox(client).prepare();
  await outbox.prepare();
  return {
    outbox,
    inbox: await new PostgresInbox(client).prepare(),
    write: async (events, end) => {
      await client.query('BEGIN');
      for (const event of events) await outbox.add('users', event, client);
      await client.query(end);
    },
  };
}

describe.each([
  ['SQLite', sqlite],
  ['PostgreSQL', postgres],
])('the outbox in %s', (_, open) => {
  let store: Store;
  beforeEach(async () => {
    store = await open();
  });
  const publisherTo = (transport: InProcessTransport) =>
    new EventPublisher({ transport, source: 'users', outbox: store.outbox, retryDelayMs: 0, log: silent });

  test('sends what was committed, in its order, and nothing that was rolled back', async () => {
    const transport = new InProcessTransport();
    const events = Array.from({ length: 250 }, (_, n) => createEvent('user.created', { n }));
    await store.write(events, 'COMMIT');
    await store.write([createEvent('user.created', { n: 'undone' })], 'ROLLBACK');
    expect(await publisherTo(transport).flush()).toBe(250);
    expect((await transport.read('users', 1000)).map(({ event }) => event)).toEqual(events);
    expect(await publisherTo(transport).flush()).toBe(0);
  });

  test('keeps what could not be sent, with the reason, and sends it later', async () => {
    const transport = new InProcessTransport();
    const { send } = transport;
    transport.send = () => Promise.reject(new Error('broker away'));
    await store.write([createEvent('user.created', {})], 'COMMIT');
    const publisher = publisherTo(transport);
    await publisher.flush();
    transport.send = send;
    let sent = 0;
    while (sent === 0) sent = await publisher.flush();
    const [kept] = await transport.read('users', 10);
    expect(kept?.event.type).toBe('user.created');
  });

  test('what was claimed by a sender that died is due again after its lease', async () => {
    await store.write([createEvent('user.created', {})], 'COMMIT');
    const nowMs = Date.now();
    expect((await store.outbox.claim(10, nowMs, 30_000)).map(({ attempts }) => attempts)).toEqual([1]);
    expect(await store.outbox.claim(10, nowMs + 29_999, 30_000)).toEqual([]);
    expect((await store.outbox.claim(10, nowMs + 30_000, 30_000)).map(({ attempts }) => attempts)).toEqual([2]);
  });

  test('the inbox knows what a group has handled', async () => {
    await store.inbox.add('mailer', 'e-1');
    await store.inbox.add('mailer', 'e-1');
    expect([await store.inbox.has('mailer', 'e-1'), await store.inbox.has('profiles', 'e-1'), await store.inbox.has('mailer', 'e-2')]).toEqual([
      true,
      false,
      false,
    ]);
  });
});

describe('kill -9', () => {
  const children: ChildProcess[] = [];
  const cleanUps: (() => Promise<unknown>)[] = [];
  afterEach(async () => {
    for (const child of children.splice(0)) child.kill('SIGKILL');
    for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
  });

  /** The service as a process of its own; `committed` resolves when it has committed so many events. */
  function run(...args: string[]) {
    const child = spawn(process.execPath, [fileURLToPath(new URL('crash.test.kit.ts', import.meta.url)), ...args], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    children.push(child);
    const ids: string[] = [];
    let rest = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      const lines = (rest + text).split('\n');
      rest = lines.pop() ?? '';
      ids.push(...lines);
    });
    const committed = async (count: number) => {
      while (ids.length < count) await once(child.stdout, 'data');
    };
    const kill = async () => {
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      await gone;
    };
    return { child, committed, kill };
  }

  async function receiver(hold: () => boolean) {
    const handled = new Map<string, number>();
    const into = new HttpTopicTransport();
    let received = 0;
    const service = createService({
      name: 'mailer',
      version: '1',
      log: silent,
      endpoints: [
        (request, response) => {
          received += 1;
          if (hold() && received > 1) response.end = () => response;
          return into.handle(request, response);
        },
      ],
    });
    const { url, close } = await service.listen((_, response) => void response.writeHead(404).end(), { handleSignals: false });
    const inbox = new SqliteInbox(new DatabaseSync(':memory:'));
    const handlers = [eventHandler('user.created', ({ id }) => void handled.set(id, (handled.get(id) ?? 0) + 1))];
    const consumer = await new EventConsumer({ transport: into, group: 'mailer', topics: ['users'], handlers, inbox, log: silent }).start();
    cleanUps.push(close, () => consumer.stop());
    return { url, handled, receivedCount: () => received };
  }

  const idsIn = (file: string) =>
    new DatabaseSync(file)
      .prepare('SELECT id FROM users')
      .all()
      .map(({ id }) => id as string);

  test('between commit and publish, and amid publishing: every committed event arrives, and is handled once', async () => {
    let isHolding = false;
    const { url, handled, receivedCount } = await receiver(() => isHolding);
    const file = join(folder, 'killed.db');

    const unsent = run(file, url, '5', 'hold');
    await unsent.committed(5);
    await unsent.kill();
    expect([idsIn(file).length, handled.size]).toEqual([5, 0]);

    isHolding = true;
    const unanswered = run(file, url, '200');
    await unanswered.committed(20);
    await unanswered.kill();
    isHolding = false;
    expect(handled.size).toBeLessThan(idsIn(file).length + 1);

    const database = new DatabaseSync(file);
    database.exec('UPDATE signalbox_outbox SET due_at = 0');
    database.close();
    const last = run(file, url, '0');
    expect((await once(last.child, 'exit'))[0]).toBe(0);
    const committed = idsIn(file);
    expect(committed.length).toBeGreaterThanOrEqual(25);
    expect([...handled.keys()].sort()).toEqual(committed.sort());
    expect([...handled.values()].every((times) => times === 1)).toBe(true);
    expect(receivedCount()).toBeGreaterThanOrEqual(committed.length);
  });
});
