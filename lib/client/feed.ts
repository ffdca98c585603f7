import type { Change, ChangeKind } from '#lib/model/change.ts';
import type { CacheWriter } from './cache-writer.ts';

export interface LiveState {
  state: 'live' | 'connecting' | 'lost';
  /** When the feed last brought something, ISO; null before the first time. */
  lastAt: string | null;
}

/** Every kind, so that one that is added without a word here is a type error. */
const kinds: Record<ChangeKind, true> = {
  'state.read': true,
  'verdict.changed': true,
  'version.changed': true,
  'service.restarted': true,
  'service.registered': true,
  'service.changed': true,
  'service.removed': true,
  'document.revised': true,
  'document.compared': true,
  'document.linted': true,
  'breaker.changed': true,
  'breaker.seen': true,
  'edges.found': true,
  'edges.decided': true,
  'graph.laidOut': true,
  'target.turned': true,
  'source.changed': true,
  'source.turned': true,
  'run.changed': true,
  'run.ended': true,
  'ladder.changed': true,
  'import.applied': true,
  'wall.changed': true,
  'self.gate': true,
  'check.requested': true,
};

const lostAfterTries = 2;
/** Longer than this away, everything is asked anew instead of being replayed. */
const replayMs = 60_000;
/** The server's heart beats every 10 s. */
const silentMs = 25_000;

interface FeedOptions {
  /** The change to begin behind; null begins with whatever comes. */
  afterId: number | null;
  tell: (state: Partial<LiveState>) => void;
}

const readLastId = (event: MessageEvent<string>) => (JSON.parse(event.data) as { lastId: number }).lastId;

/** One connection to /api/live that comes back by itself, without losing or repeating a change. */
export function createFeed(
  writer: CacheWriter,
  { afterId, tell }: FeedOptions,
  openSource: (url: string) => EventSource = (url) => new EventSource(url),
) {
  let source: EventSource | undefined;
  let retry: ReturnType<typeof setTimeout> | undefined;
  let watch: ReturnType<typeof setTimeout> | undefined;
  let lastId = afterId;
  let leftAtMs: number | null = null;
  let tries = 0;

  const heard = () => {
    clearTimeout(watch);
    watch = setTimeout(fail, silentMs);
  };
  const take = (event: MessageEvent<string>) => {
    heard();
    const change = { kind: event.type, ...JSON.parse(event.data) } as Change;
    if (lastId !== null && change.id <= lastId) return;
    lastId = change.id;
    writer.apply(change);
    tell({ lastAt: new Date().toISOString() });
  };
  const greet = (event: MessageEvent<string>) => {
    heard();
    lastId ??= readLastId(event);
  };
  const reset = (event: MessageEvent<string>) => {
    heard();
    lastId = readLastId(event);
    writer.resetAll();
  };
  const drop = () => {
    clearTimeout(retry);
    clearTimeout(watch);
    if (source === undefined) return;
    source.close();
    source = undefined;
    leftAtMs ??= Date.now();
  };
  function fail() {
    drop();
    tries += 1;
    tell({ state: tries >= lostAfterTries ? 'lost' : 'connecting' });
    retry = setTimeout(open, Math.min(15_000, 500 * 2 ** Math.min(tries, 5)) * (0.5 + Math.random()));
  }
  const opened = () => {
    heard();
    if (leftAtMs !== null && lastId === null) writer.resetAll();
    leftAtMs = null;
    tries = 0;
    tell({ state: 'live' });
  };
  function open() {
    drop();
    if (leftAtMs !== null && Date.now() - leftAtMs > replayMs) lastId = null;
    source = openSource(lastId === null ? '/api/live' : `/api/live?after=${lastId}`);
    source.onopen = opened;
    source.onerror = fail;
    for (const kind of Object.keys(kinds)) source.addEventListener(kind, take);
    source.addEventListener('hello', greet);
    source.addEventListener('reset', reset);
    source.addEventListener('beat', heard);
  }
  return { open, drop, isOpen: () => source !== undefined };
}
