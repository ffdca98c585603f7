import { extendTrail } from '#lib/model/breaker-trail.ts';
import { judgeBreakers } from '#lib/model/dialect/breaker-status.ts';
import type { BreakerTotals } from '#lib/model/dialect/breaker-totals.ts';
import type { KeptBreakers } from '#lib/store/breaker-state.ts';
import type { Watched } from './watched.ts';

/** A scrape may take so long on top of its interval. */
const graceMs = 10_000;

/** When a scrape was made, by two clocks, and how long after the next one comes, where it is not ours to make. */
export interface ScrapedAt {
  wallMs: number;
  monotonicMs: number;
  intervalMs?: number;
}

/** What the metrics say of breakers now; after two missing scrapes it counts no more. */
export function observeBreakers(
  watched: Watched,
  totals: BreakerTotals,
  at: ScrapedAt,
): Pick<KeptBreakers, 'atMs' | 'staleAtMs' | 'statuses'> & { changed: boolean } {
  const { base, told } = watched.breakers;
  const statuses = judgeBreakers(totals, base?.values ?? null, told, base ? (at.monotonicMs - base.monotonicMs) / 1000 : 0);
  const now = new Map(statuses.failure.map(({ name, state }) => [name, state]));
  const trails = new Map(
    statuses.failure.map(({ name, errorRatio }) => [name, extendTrail(watched.breakers.trails?.get(name) ?? [], at.wallMs, errorRatio)]),
  );
  watched.breakers = { base: { values: totals, monotonicMs: at.monotonicMs }, told: now, trails };
  const changed = statuses.failure.some(({ name, state, missedOpen }) => told.get(name) !== state || missedOpen);
  const failure = statuses.failure.map((status) => ({ ...status, trail: trails.get(status.name) ?? [] }));
  const staleAtMs = at.wallMs + Math.max(watched.target.pollIntervalSeconds * 1000, at.intervalMs ?? 0) * 2 + graceMs;
  return { atMs: at.wallMs, staleAtMs, statuses: { ...statuses, failure }, changed };
}
