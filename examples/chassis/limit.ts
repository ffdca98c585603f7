import { ApiError } from './error.ts';

const windowMs = 60_000;

/** Counts the requests of each caller in the current minute; takes one and says how many are left. */
export function createRateLimit(perMinute: number) {
  const counts = new Map<string, number>();
  let window = 0;
  return (caller: string, nowMs: number): number => {
    const current = Math.floor(nowMs / windowMs);
    if (current !== window) {
      counts.clear();
      window = current;
    }
    const count = (counts.get(caller) ?? 0) + 1;
    counts.set(caller, count);
    if (count <= perMinute) return perMinute - count;
    const seconds = Math.max(1, Math.ceil(((current + 1) * windowMs - nowMs) / 1000));
    throw new ApiError(429, 'TOO_MANY_REQUESTS', `More than ${perMinute} requests in a minute.`, { headers: { 'retry-after': String(seconds) } });
  };
}
