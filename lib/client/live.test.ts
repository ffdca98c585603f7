import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Change } from '#lib/model/change.ts';
import { createCacheWriter } from './cache-writer.ts';
import { createFeed } from './feed.ts';

class FakeSource {
  onopen?: () => void;
  onerror?: () => void;
  closed = false;
  private readonly listeners = new Map<string, (event: { type: string; data: string }) => void>();
  readonly url: string;
  constructor(url: string) {
    this.url = url;
  }
  addEventListener(kind: string, listener: (event: { type: string; data: string }) => void) {
    this.listeners.set(kind, listener);
  }
  say(kind: string, data: unknown = {}) {
    this.listeners.get(kind)?.({ type: kind, data: JSON.stringify(data) });
  }
  close() {
    this.closed = true;
  }
}

function startFeed(afterId: number | null = null) {
  const sources: FakeSource[] = [];
  const writer = { apply: vi.fn(), resetAll: vi.fn(), close: vi.fn() };
  const tell = vi.fn();
  const feed = createFeed(writer, { afterId, tell }, (url) => {
    const source = new FakeSource(url);
    sources.push(source);
    return source as unknown as EventSource;
  });
  feed.open();
  const last = () => sources.at(-1) as FakeSource;
  return { feed, writer, sources, last, tell };
}

/** A change as the server sends it: the kind is the event's name. */
const gate = (id: number) => ({ id, at: '2026-01-01T00:00:00.000Z', subject: null, data: { open: true, reason: '' } });
const registered: Change = { id: 3, at: '2026-01-01T00:00:00.000Z', kind: 'service.registered', subject: 'a', data: { service: 'a', by: 'ana' } };

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

it('begins after the change that the page was made with', () => {
  expect(startFeed(41).last().url).toBe('/api/live?after=41');
});

it('comes back after a fault, behind the last change it saw, and tells no change twice', () => {
  const { writer, sources, last } = startFeed();
  last().onopen?.();
  last().say('self.gate', gate(5));
  last().onerror?.();
  expect(last().closed).toBe(true);
  vi.advanceTimersByTime(3000);
  expect(sources).toHaveLength(2);
  expect(last().url).toBe('/api/live?after=5');
  last().onopen?.();
  last().say('self.gate', gate(5));
  last().say('self.gate', gate(6));
  expect(writer.apply.mock.calls.map(([change]) => change.id)).toEqual([5, 6]);
  expect(writer.apply.mock.calls[0]?.[0]).toMatchObject({ kind: 'self.gate', data: { open: true } });
  expect(writer.resetAll).not.toHaveBeenCalled();
});

it('asks everything anew instead of replaying after a long absence', () => {
  const { feed, writer, last } = startFeed();
  last().onopen?.();
  last().say('self.gate', gate(5));
  feed.drop();
  vi.advanceTimersByTime(120_000);
  feed.open();
  expect(last().url).toBe('/api/live');
  last().onopen?.();
  expect(writer.resetAll).toHaveBeenCalledTimes(1);
});

it('asks everything anew when the server says that changes are gone', () => {
  const { writer, last } = startFeed(1);
  last().onopen?.();
  last().say('reset', { lastId: 90 });
  expect(writer.resetAll).toHaveBeenCalledTimes(1);
  last().onerror?.();
  vi.advanceTimersByTime(3000);
  expect(last().url).toBe('/api/live?after=90');
});

it('resumes behind the greeting when nothing has happened since', () => {
  const { last, writer } = startFeed();
  last().onopen?.();
  last().say('hello', { lastId: 12 });
  last().onerror?.();
  vi.advanceTimersByTime(3000);
  expect(last().url).toBe('/api/live?after=12');
  last().onopen?.();
  expect(writer.resetAll).not.toHaveBeenCalled();
});

it('takes silence for a fault', () => {
  const { sources, last } = startFeed();
  last().onopen?.();
  vi.advanceTimersByTime(20_000);
  last().say('beat');
  vi.advanceTimersByTime(20_000);
  expect(sources).toHaveLength(1);
  vi.advanceTimersByTime(20_000);
  expect(sources.length).toBeGreaterThan(1);
});

/** As much of react-query as the writer touches. */
function createCache(...queries: { queryKey: unknown[]; data: unknown; isInvalidated?: boolean; active?: boolean }[]) {
  const all = queries.map(({ queryKey, data, isInvalidated = false, active = true }) => ({
    queryKey,
    state: { data, isInvalidated, dataUpdatedAt: 1 },
    isActive: () => active,
  }));
  const asked: unknown[] = [];
  const cache = {
    getQueryCache: () => ({ getAll: () => all }),
    setQueryData: vi.fn(),
    invalidateQueries: async ({ predicate }: { predicate?: (query: unknown) => boolean } = {}) => {
      asked.push(all.filter((query) => predicate?.(query) ?? true).map((query) => query.queryKey));
    },
  };
  return { cache: cache as unknown as Parameters<typeof createCacheWriter>[0], asked, setQueryData: cache.setQueryData };
}

const listKey = [['service', 'list'], { type: 'query' }];
const read: Change = { id: 8, at: registered.at, kind: 'state.read', subject: null, data: { states: [{ service: 'a', verdict: 'down' } as never] } };
const list = { services: [{ name: 'a', verdict: 'up' }] };

it('asks once for many changes that make the same list stale', () => {
  const { cache, asked } = createCache({ queryKey: listKey, data: list }, { queryKey: [['user', 'list'], {}], data: {} });
  const writer = createCacheWriter(cache);
  for (const id of [3, 4, 5]) writer.apply({ ...registered, id });
  expect(asked).toEqual([]);
  vi.advanceTimersByTime(1000);
  expect(asked).toEqual([[listKey]]);
});

it('does not let a look that waits hold back a verdict that changed', () => {
  const { cache, asked } = createCache({ queryKey: listKey, data: list });
  const writer = createCacheWriter(cache);
  writer.apply(read);
  writer.apply({ ...registered, id: 9 });
  vi.advanceTimersByTime(500);
  expect(asked).toEqual([[listKey]]);
  writer.close();
  expect(vi.getTimerCount()).toBe(0);
});

it('patches at once, but not what nobody shows and is stale: that would hide that it is stale', () => {
  const { cache, setQueryData } = createCache(
    { queryKey: listKey, data: list },
    { queryKey: listKey, data: list, isInvalidated: true, active: false },
  );
  createCacheWriter(cache).apply(read);
  expect(setQueryData).toHaveBeenCalledTimes(1);
  expect(setQueryData.mock.calls[0]?.[1]).toEqual({ services: [{ name: 'a', verdict: 'down' }] });
});
