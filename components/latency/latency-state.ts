import { setParam } from '#components/ui/url-param.ts';
import { type FleetWindow, fleetWindows, type ObjectiveState, objectiveStates } from '#lib/model/latency/choice.ts';

/** The same on the server and in the browser, so that both mean one cache entry. */
export const latencyInput = (name: string, window: string) => ({ name, window });

export const standings = [...objectiveStates, 'none'] as const;
export type Standing = ObjectiveState | 'none';

/** What the URL of the list says. */
export interface LatencyListState {
  q: string;
  objective: Standing | null;
  window: FleetWindow;
  page: number;
}

export function parseLatencyList(search: URLSearchParams): LatencyListState {
  const page = Number(search.get('page'));
  return {
    q: (search.get('q') ?? '').slice(0, 200),
    objective: standings.find((one) => one === search.get('objective')) ?? null,
    window: fleetWindows.find((one) => one === search.get('window')) ?? '1h',
    page: Number.isInteger(page) && page > 1 && page < 10_000 ? page : 1,
  };
}

/** Writes what is out of the ordinary, and leaves the rest of the query alone. */
export function writeLatencyList({ q, objective, window, page }: LatencyListState, search: URLSearchParams): void {
  setParam(search, 'q', ...(q === '' ? [] : [q]));
  setParam(search, 'objective', ...(objective === null ? [] : [objective]));
  setParam(search, 'window', ...(window === '1h' ? [] : [window]));
  setParam(search, 'page', ...(page === 1 ? [] : [`${page}`]));
}

export const rowsOfPage = 50;
export const latencyListInput = ({ q, objective, window, page }: LatencyListState) => ({
  ...{ q: q || undefined, objective: objective ?? undefined, window },
  ...{ page, limit: rowsOfPage },
});
