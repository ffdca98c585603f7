import type { Breaker, BreakerState } from './breaker.ts';

export interface Band {
  state: BreakerState;
  fromMs: number;
  toMs: number;
}

/** What the server tells at most of one breaker; what lies before is not known. */
const mostSteps = 200;

type Told = Pick<Breaker, 'state' | 'since' | 'lastState' | 'history'>;

/** A breaker's states over a window, oldest first, from when it was first seen, and the opens that only rejected calls prove. */
export function bandsOf({ state, since, lastState, history }: Told, fromMs: number, toMs: number): { bands: Band[]; missedMs: number[] } {
  const turns = history.filter(({ missed }) => !missed).map(({ at, from, to }) => ({ atMs: Date.parse(at), from, to }));
  const isCut = history.length >= mostSteps;
  const first = turns[0];
  const before = first ? first.from : lastState;
  const isSeen = !isCut && !(first && before === 'unknown');
  const points: { state: BreakerState; atMs: number }[] = [
    ...(isSeen ? [{ state: before, atMs: Number.NEGATIVE_INFINITY }] : []),
    ...turns.map(({ atMs, to }) => ({ state: to, atMs })),
  ];
  if (state !== lastState) points.push({ state, atMs: Date.parse(since) });
  const bands: Band[] = [];
  points.forEach((point, index) => {
    const start = Math.max(fromMs, point.atMs);
    const end = Math.min(toMs, points[index + 1]?.atMs ?? toMs);
    const last = bands.at(-1);
    if (end <= start) return;
    if (last?.state === point.state) last.toMs = end;
    else bands.push({ state: point.state, fromMs: start, toMs: end });
  });
  const missedMs = history.filter(({ missed, at }) => missed && Date.parse(at) >= fromMs).map(({ at }) => Date.parse(at));
  return { bands, missedMs };
}

/** How long each state lasted within the bands, the longest first. */
export function timeInStates(bands: readonly Band[]): [state: BreakerState, ms: number][] {
  const spent = new Map<BreakerState, number>();
  for (const { state, fromMs, toMs } of bands) spent.set(state, (spent.get(state) ?? 0) + toMs - fromMs);
  return [...spent].sort((a, b) => b[1] - a[1]);
}
