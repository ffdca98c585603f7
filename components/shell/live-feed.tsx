'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { startLive } from '#lib/client/live.ts';

const patienceMs = 2000;

/**
 * Runs `start` once the document is complete and the browser has nothing left to do. A change that came while React
 * still takes over the server's markup would make the two differ; what is missed meanwhile is replayed.
 */
function whenSettled(start: () => void): () => void {
  let idle = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const wait = () => {
    if ('requestIdleCallback' in window) idle = requestIdleCallback(start, { timeout: patienceMs });
    else timer = setTimeout(start, 300);
  };
  if (document.readyState === 'complete') wait();
  else window.addEventListener('load', wait, { once: true });
  return () => {
    window.removeEventListener('load', wait);
    clearTimeout(timer);
    if (idle !== 0) cancelIdleCallback(idle);
  };
}

/** Keeps this tab current for as long as it is mounted. */
export function LiveFeed({ afterId }: { afterId: number | null }) {
  const queryClient = useQueryClient();
  const first = useRef(afterId);
  useEffect(() => {
    let stop: (() => void) | undefined;
    const cancel = whenSettled(() => {
      stop = startLive(queryClient, first.current);
    });
    return () => {
      cancel();
      stop?.();
    };
  }, [queryClient]);
  return null;
}
