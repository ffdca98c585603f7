import type { Totals } from './totals.ts';

/**
 * Whether every counter of requests that stood above 0 has fallen, or is gone: a process that began anew. One counter alone may fall for
 * reasons of its own. Null totals, or another family, say nothing.
 */
export function hasReset(before: Totals, after: Totals): boolean {
  const [past, now] = [before.requests, after.requests];
  if (!past || !now || past.family !== now.family || past.grain !== now.grain) return false;
  const counted = past.keys.reduce((count, _, row) => count + ((past.values[row] as number) > 0 ? 1 : 0), 0);
  if (counted === 0 || now.keys.length === 0) return false;
  const values = new Map(Array.from(now.keys, (key, row) => [key, now.values[row] as number]));
  let fallen = 0;
  past.keys.forEach((key, row) => {
    const value = past.values[row] as number;
    const later = values.get(key);
    if (value > 0 && later !== undefined && later < value) fallen += 1;
    else if (value > 0 && later !== undefined) fallen = Number.NEGATIVE_INFINITY;
  });
  return fallen > 0;
}
