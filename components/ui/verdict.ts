import type { Verdict } from '#lib/model/verdict.ts';

/** Worst first. Kept apart from lib/model/verdict.ts so that the browser does not load its schemas. */
export const verdicts = ['down', 'degraded', 'unknown', 'maintenance', 'up'] as const satisfies readonly Verdict[];

export const verdictRank: Record<Verdict, number> = { down: 0, degraded: 1, unknown: 2, maintenance: 3, up: 4 };

export const verdictWord: Record<Verdict, string> = {
  up: 'up',
  degraded: 'degraded',
  down: 'down',
  unknown: 'unknown',
  maintenance: 'maintenance',
};

/** CSS colour of marks and fills; text keeps the ink colours. */
export const verdictColor: Record<Verdict, string> = {
  up: 'var(--sb-ok)',
  degraded: 'var(--sb-warning)',
  down: 'var(--sb-bad)',
  unknown: 'var(--sb-stale)',
  maintenance: 'var(--sb-muted)',
};
