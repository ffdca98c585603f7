import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { Feed } from '#lib/live/follow.ts';
import type { Change } from '#lib/model/change.ts';
import { updateUser } from '#lib/store/user.ts';
import { createLive, type LiveOptions, liveDefaults } from './live.ts';
import { database, enrol, issueToken } from './stage.test.kit.ts';
import { createStreams } from './streams.ts';

/** A feed that is pushed by hand. */
function createHandFeed() {
  const followers = new Set<Parameters<Feed['subscribe']>[0]>();
  return {
    followers,
    feed: {
      subscribe(follower: Parameters<Feed['subscribe']>[0]) {
        followers.add(follower);
        follower.signal.addEventListener('abort', () => followers.delete(follower));
      },
    },
    tell(change: Change) {
      for (const follower of followers) follower.onChange(change);
    },
  };
}

const change = (id: number, reason = 'x'): Change => ({
  id,
  at: '2026-01-01T00:00:00.000Z',
  kind: 'self.gate',
  subject: null,
  data: { open: true, reason },
});

interface Event {
  id?: string;
  event?: string;
  data?: { id?: number; lastId?: number; at?: string };
}

/** Reads a stream event by event. */
function readEvents(response: Response) {
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  const parse = (text: string): Event => {
    const fields = text.split('\n').map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)]);
    const { data, ...event } = Object.fromEntries(fields);
    return { ...event, ...(data ? { data: JSON.parse(data) } : {}) };
  };
  return {
    async next(): Promise<Event | null> {
      for (;;) {
        const at = rest.indexOf('\n\n');
        if (at >= 0) {
          const event = parse(rest.slice(0, at));
          rest = rest.slice(at + 2);
          return event;
        }
        const { done, value } = (await reader?.read()) ?? { done: true, value: undefined };
        if (done) return null;
        rest += value;
      }
    },
    cancel: () => reader?.cancel(),
  };
}

let hand: ReturnType<typeof createHandFeed>;
let streams: ReturnType<typeof createStreams>;
let lastId: number;
let headers: Record<string, string>;

const open = (path = '/api/live', options: Partial<LiveOptions> = {}, init: RequestInit = {}) =>
  createLive({ ...liveDefaults, feedOf: () => hand.feed, lastIdOf: async () => lastId, streams, ...options })(
    new Request(`http://signalbox.test${path}`, { headers, ...init }),
  );

beforeEach(async () => {
  hand = createHandFeed();
  streams = createStreams();
  lastId = 7;
  headers = (await enrol('guest')).headers;
});

describe('a stream', () => {
  test('is not buffered on its way, and begins with where the reader is', async () => {
    const response = await open();
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-cache, no-transform',
      'x-accel-buffering': 'no',
    });
    expect(await readEvents(response).next()).toMatchObject({ event: 'hello', id: '7', data: { lastId: 7, at: expect.any(String) } });
  });

  test('carries changes under their ids', async () => {
    const events = readEvents(await open());
    await events.next();
    hand.tell(change(8));
    expect(await events.next()).toEqual({
      id: '8',
      event: 'self.gate',
      data: { id: 8, at: change(8).at, subject: null, data: { open: true, reason: 'x' } },
    });
  });

  test.each([
    ['the header', '/api/live', { 'last-event-id': '5' }],
    ['the query', '/api/live?after=5', {}],
    ['the header before the query', '/api/live?after=3', { 'last-event-id': '5' }],
  ])('resumes after the id that %s gives', async (_, path, extra) => {
    const events = readEvents(await open(path, {}, { headers: { ...headers, ...extra } }));
    expect((await events.next())?.id).toBeUndefined();
    expect([...hand.followers].map(({ afterId }) => afterId)).toEqual([5]);
  });

  test.each(['x', '-1', '1.5', '9'.repeat(20)])('takes %s for no id', async (after) => {
    await open(`/api/live?after=${after}`);
    expect([...hand.followers].map(({ afterId }) => afterId)).toEqual([7]);
  });

  test('tells a reader whose place is forgotten to begin anew', async () => {
    const events = readEvents(await open('/api/live?after=1'));
    await events.next();
    for (const { onReset } of hand.followers) onReset?.(9);
    expect(await events.next()).toMatchObject({ event: 'reset', id: '9', data: { lastId: 9 } });
  });

  test('beats while nothing happens', async () => {
    const events = readEvents(await open('/api/live', { beatMs: 5 }));
    await events.next();
    expect(await events.next()).toMatchObject({ event: 'beat', data: { at: expect.any(String) } });
    await events.cancel();
  });
});

describe('a stream ends', () => {
  const ended = async (response: Response) => {
    const events = readEvents(response);
    while (await events.next());
    expect([streams.count(), hand.followers.size]).toEqual([0, 0]);
  };

  test('when its reader goes', async () => {
    const reader = new AbortController();
    const response = await open('/api/live', {}, { signal: reader.signal });
    expect(streams.count()).toBe(1);
    reader.abort();
    await ended(response);
  });

  test('when its reader went before it was open', async () => {
    const reader = new AbortController();
    const opening = open('/api/live', {}, { signal: reader.signal });
    reader.abort();
    await ended(await opening);
  });

  test('when its reader cancels', async () => {
    const response = await open();
    await response.body?.cancel();
    expect([streams.count(), hand.followers.size]).toEqual([0, 0]);
  });

  test('when the session has ended', async () => {
    const { user, headers: session } = await enrol('admin');
    const response = await open('/api/live', { authoriseMs: 10 }, { headers: session });
    await updateUser(await database(), user.id, { role: 'guest' }, Date.now());
    await ended(response);
  });

  test('when its reader is too slow, and the others go on', async () => {
    const slow = await open('/api/live', { bufferBytes: 4096 });
    const quick = readEvents(await open());
    await quick.next();
    for (let id = 8; id < 20; id++) hand.tell(change(id, 'x'.repeat(1000)));
    expect(streams.count()).toBe(1);
    for (let id = 8; id < 20; id++) expect((await quick.next())?.id).toBe(String(id));
    await slow.body?.cancel();
  });

  test('when it grows old, after saying when to come back', async () => {
    const events = readEvents(await open('/api/live', { maxAgeMs: 20 }));
    await events.next();
    expect(await events.next()).toEqual({ retry: expect.stringMatching(/^\d+$/) });
    expect(await events.next()).toBeNull();
    expect(streams.count()).toBe(0);
  });

  test('when the process stops, which lets no new one in', async () => {
    const response = await open();
    streams.stop();
    await ended(response);
    expect((await open()).status).toBe(503);
  });
});

describe('a stream is refused', () => {
  test('to nobody', async () => {
    const response = await open('/api/live', {}, { headers: {} });
    expect([response.status, await response.json()]).toMatchObject([401, { code: 'unauthenticated' }]);
  });

  test('beyond the places of one caller, and of the process', async () => {
    streams = createStreams({ perCaller: 2, perProcess: 3 });
    expect([(await open()).status, (await open()).status]).toEqual([200, 200]);
    const refused = await open();
    expect([refused.status, Number(refused.headers.get('retry-after')) > 0]).toEqual([503, true]);
    const token = await issueToken('guest');
    expect((await open('/api/live', {}, { headers: token.headers })).status).toBe(200);
    expect((await open('/api/live', {}, { headers: (await enrol('user')).headers })).status).toBe(503);
  });

  test('while the database is away, without a trace of it', async () => {
    const failing = vi.fn().mockRejectedValue(new Error('secret path'));
    const response = await open('/api/live', { lastIdOf: failing });
    expect([response.status, await response.text()]).toEqual([500, expect.not.stringContaining('secret path')]);
    expect(streams.count()).toBe(0);
  });
});
