import type { QueryClient } from '@tanstack/react-query';
import type { Change } from '#lib/model/change.ts';
import { patchData } from './patch.ts';
import { createStaleness } from './stale.ts';

const settleMs = 400;
const historyMs = 5_000;

type Cache = Pick<QueryClient, 'getQueryCache' | 'setQueryData' | 'invalidateQueries'>;

/** Brings changes into the cache: patches at once, asks anew in bundles. */
export function createCacheWriter(queryClient: Cache) {
  const createBundle = (waitMs: number) => {
    let staleness = createStaleness();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const settle = () => {
      timer = undefined;
      const gathered = staleness;
      staleness = createStaleness();
      void queryClient.invalidateQueries({ predicate: (query) => gathered.concerns(query.queryKey) });
    };
    return {
      add(change: Change) {
        staleness.add(change);
        timer ??= setTimeout(settle, waitMs);
      },
      close: () => clearTimeout(timer),
    };
  };
  const soon = createBundle(settleMs);
  const later = createBundle(historyMs);
  return {
    apply(change: Change) {
      for (const query of queryClient.getQueryCache().getAll()) {
        const { data, isInvalidated, dataUpdatedAt } = query.state;
        if (data === undefined || (isInvalidated && !query.isActive())) continue;
        const patched = patchData(query.queryKey, data, change);
        if (patched !== data) queryClient.setQueryData(query.queryKey, patched, { updatedAt: dataUpdatedAt });
      }
      (change.kind === 'state.read' ? later : soon).add(change);
    },
    resetAll: () => void queryClient.invalidateQueries(),
    close() {
      soon.close();
      later.close();
    },
  };
}

export type CacheWriter = ReturnType<typeof createCacheWriter>;
