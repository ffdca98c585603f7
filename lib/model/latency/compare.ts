import type { IntervalMs } from '../service.ts';

/** `cannot-tell`: the intervals overlap, or one of them is not known. */
export type Comparison = 'faster' | 'slower' | 'cannot-tell';

const end = ({ high }: IntervalMs) => high ?? Number.POSITIVE_INFINITY;

/** Whether every value of `a` is below every value of `b`. An interval is open at its low end unless it is one value. */
const isBelow = (a: IntervalMs, b: IntervalMs) => end(a) < b.low || (end(a) === b.low && end(b) > b.low);

/** How a latency moved from one span to another, said only where no two values of the intervals could say otherwise. */
export function compareIntervals(before: IntervalMs | null, after: IntervalMs | null): Comparison {
  if (!before || !after) return 'cannot-tell';
  if (isBelow(after, before)) return 'faster';
  return isBelow(before, after) ? 'slower' : 'cannot-tell';
}

/** Every value that `a − b` may have, none below 0. */
export function subtractIntervals(a: IntervalMs, b: IntervalMs): IntervalMs {
  const low = b.high === null ? 0 : Math.max(0, a.low - b.high);
  return { low, high: a.high === null ? null : Math.max(0, a.high - b.low) };
}
