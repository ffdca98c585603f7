import type { QueryClient } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';
import { createCacheWriter } from './cache-writer.ts';
import { createFeed, type LiveState } from './feed.ts';

/** A hidden tab gives its connection back: browsers allow six to one host. */
const hiddenMs = 20_000;

let current: LiveState = { state: 'connecting', lastAt: null };
const listeners = new Set<() => void>();

function tell(next: Partial<LiveState>) {
  current = { ...current, ...next };
  for (const listener of listeners) listener();
}

const atStart: LiveState = { state: 'connecting', lastAt: null };
const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

/** How the live feed stands. */
export function useLive(): LiveState {
  return useSyncExternalStore(
    subscribe,
    () => current,
    () => atStart,
  );
}

/** Starts the feed of this tab, after the change that the page was made with; the result ends it. */
export function startLive(queryClient: QueryClient, afterId: number | null): () => void {
  const writer = createCacheWriter(queryClient);
  const feed = createFeed(writer, { afterId, tell });
  let leave: ReturnType<typeof setTimeout> | undefined;
  const onVisibility = () => {
    clearTimeout(leave);
    if (document.visibilityState === 'hidden') leave = setTimeout(feed.drop, hiddenMs);
    else if (!feed.isOpen()) feed.open();
  };
  document.addEventListener('visibilitychange', onVisibility);
  window.addEventListener('online', feed.open);
  feed.open();
  return () => {
    clearTimeout(leave);
    document.removeEventListener('visibilitychange', onVisibility);
    window.removeEventListener('online', feed.open);
    feed.drop();
    writer.close();
  };
}
