import type { Verdict } from '../verdict.ts';
import type { WallSight } from '../wall.ts';

/** What is known of one service, as far as it bears on whether anything can be seen. */
export interface Seen {
  verdict: Verdict;
  reason: string;
  /** When it was looked at last, ms; null: never. */
  checkedAtMs: number | null;
}

/** From this share of what was once seen on, what is left says nothing of the whole. */
const blindShare = 0.5;

function commonest(reasons: readonly string[]): string | null {
  const counts = new Map<string, number>();
  for (const reason of reasons) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))[0]?.[0] ?? null;
}

const iso = (ms: number) => new Date(ms).toISOString();

/**
 * How much of the estate can be seen, and whether the product itself is blind. A service is unobserved by itself when
 * it has never given anything to look at, and by us when what was known of it counts no more or our own trouble
 * stands in the way.
 */
export function judgeSight(services: readonly Seen[], isWorkerAlive: boolean): WallSight {
  const counts: Record<Verdict, number> = { up: 0, degraded: 0, down: 0, unknown: 0, maintenance: 0 };
  for (const { verdict } of services) counts[verdict]++;
  const lost = services.filter(({ verdict, checkedAtMs }) => verdict === 'unknown' && checkedAtMs !== null);
  const looks = services.flatMap(({ checkedAtMs }) => (checkedAtMs === null ? [] : [checkedAtMs]));
  const silent = counts.unknown - lost.length;
  return {
    blind: findBlindness(lost, looks.length, isWorkerAlive),
    total: services.length,
    counts,
    unobserved: { silent, ours: lost.length, ratio: services.length === 0 ? 0 : counts.unknown / services.length },
    oldestLookAt: looks.length === 0 ? null : iso(looks.reduce((a, b) => Math.min(a, b))),
    newestLookAt: looks.length === 0 ? null : iso(looks.reduce((a, b) => Math.max(a, b))),
  };
}

function findBlindness(lost: readonly Seen[], observed: number, isWorkerAlive: boolean): string | null {
  if (!isWorkerAlive) return 'Signalbox has stopped looking: its worker does not run.';
  if (observed === 0 || lost.length / observed < blindShare) return null;
  const reason = commonest(lost.map((each) => each.reason.replace(/^stale: .*/, 'looks come too late')));
  return `Signalbox cannot see ${lost.length} of ${observed} services${reason === null ? '' : `: ${reason}`}.`;
}

export type ScreenState = 'calm' | 'attention' | 'blind';

/** The state of the whole screen. Not to see outranks what is seen. */
export function screenState({ isBlind, problems }: { isBlind: boolean; problems: number }): ScreenState {
  if (isBlind) return 'blind';
  return problems > 0 ? 'attention' : 'calm';
}
