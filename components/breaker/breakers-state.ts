import { breakerOrder } from '#components/ui/breaker.ts';
import type { BreakerState } from '#lib/model/breaker.ts';

export const ribbonWindows = ['15m', '1h', '24h'] as const;
export type RibbonWindow = (typeof ribbonWindows)[number];
export const windowMs: Record<RibbonWindow, number> = { '15m': 900_000, '1h': 3_600_000, '24h': 86_400_000 };

/** What the URL of a list of breakers says. */
export interface BreakersState {
  q: string;
  state: BreakerState | null;
  window: RibbonWindow;
}

export function parseBreakersState(search: URLSearchParams): BreakersState {
  return {
    q: (search.get('q') ?? '').slice(0, 200),
    state: breakerOrder.find((state) => state === search.get('state')) ?? null,
    window: parseRibbonWindow(search),
  };
}

export const parseRibbonWindow = (search: URLSearchParams): RibbonWindow => ribbonWindows.find((window) => window === search.get('ribbon')) ?? '1h';

/** Writes what is out of the ordinary, and leaves the rest of the query alone. */
export function writeBreakersState({ q, state, window }: BreakersState, search: URLSearchParams): void {
  const set = (name: string, value: string | null) => (value ? search.set(name, value) : search.delete(name));
  set('q', q);
  set('state', state);
  set('ribbon', window === '1h' ? null : window);
}

/** The same on the server and in the browser, so that both mean one cache entry. */
export const breakersInput = ({ q, state }: BreakersState) => ({ q: q || undefined, state: state ?? undefined, limit: 200 });
