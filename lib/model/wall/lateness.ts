/** How often a wall asks, ms. */
export const wallBeatMs = 1000;

const staleBeats = 2;
const blindBeats = 5;

export type Freshness = 'fresh' | 'stale' | 'blind';

/** What may be said of what a screen shows, by how long ago its last frame came. Both on one monotonic clock. */
export function freshnessOf(heardMs: number, nowMs: number, beatMs: number = wallBeatMs): Freshness {
  // The first beat is not late: it is the next one that is waited for.
  const late = (nowMs - heardMs) / beatMs - 1;
  if (late > blindBeats) return 'blind';
  return late > staleBeats ? 'stale' : 'fresh';
}

/** How long to wait before the next attempt after so many that failed in a row: longer, never over `mostMs`, never in step with others. */
export function retryWaitMs(failures: number, random: number, mostMs = 8000): number {
  const waitMs = Math.min(mostMs, 500 * 2 ** Math.min(failures, 6));
  return waitMs * (0.5 + random / 2);
}
