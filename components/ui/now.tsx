'use client';

import { createContext, type ReactNode, useContext, useState, useSyncExternalStore } from 'react';
import { createTicker } from './ticker.ts';

const ticker = createTicker();
const NowContext = createContext<{ serverMs: number; skewMs: number }>({ serverMs: 0, skewMs: 0 });

/** Hands the server's clock down, so that the first paint in the browser equals the server's. */
export function NowProvider({ serverMs, children }: { serverMs: number; children: ReactNode }) {
  const [value] = useState(() => {
    const apartMs = serverMs - Date.now();
    return { serverMs, skewMs: Math.abs(apartMs) > 15_000 ? apartMs : 0 };
  });
  return <NowContext value={value}>{children}</NowContext>;
}

/** A text made from the present moment; renders again only when the text changes. */
export function useNowText(read: (nowMs: number) => string): string {
  const { serverMs, skewMs } = useContext(NowContext);
  return useSyncExternalStore(
    ticker.subscribe,
    () => read(ticker.nowMs() + skewMs),
    () => read(serverMs),
  );
}

const never = () => () => {};

/** False on the server and in the first paint, true from then on. */
export function useHydrated(): boolean {
  return useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
}
