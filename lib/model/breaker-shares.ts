import type { BreakerState } from './breaker.ts';
import { breakerStates } from './breaker-rank.ts';

interface Interval {
  /** What is said at the end of the interval, and what was said at the end of the one before. */
  state: BreakerState;
  past: BreakerState;
  fromMs: number;
  toMs: number;
}

export interface ShareTurn {
  atMs: number;
  from: BreakerState;
  to: BreakerState;
}

/**
 * The turns within an interval of which a library counts the time in each state: how long each lasted is exact, in which order
 * they came is not told, so the state before comes first and the state after last. Null where no time is counted.
 */
export function turnsOfShares(shares: Partial<Record<BreakerState, number>> | null, { state, past, fromMs, toMs }: Interval): ShareTurn[] | null {
  if (shares === null || toMs <= fromMs) return null;
  const place = (one: BreakerState) => (one === past ? -1 : one === state ? breakerStates.length : breakerStates.indexOf(one));
  const parts = breakerStates.filter((one) => (shares[one] ?? 0) > 0).sort((a, b) => place(a) - place(b));
  if (parts.length === 0) return null;
  const turns: ShareTurn[] = [];
  let [at, now] = [fromMs, past];
  const turn = (to: BreakerState) => {
    if (to !== now) turns.push({ atMs: Math.round(at), from: now, to });
    now = to;
  };
  for (const part of parts) {
    turn(part);
    at += (shares[part] ?? 0) * (toMs - fromMs);
  }
  at = toMs;
  turn(state);
  return turns;
}
