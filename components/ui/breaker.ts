import type { BreakerState } from '#lib/model/breaker.ts';

/** Worst first. Kept apart from lib/model/breaker.ts so that the browser does not load its schemas. */
export const breakerOrder = ['open', 'forced-open', 'half-open', 'unknown', 'disabled', 'closed'] as const satisfies readonly BreakerState[];

export const breakerWord: Record<BreakerState, string> = {
  open: 'open',
  'forced-open': 'forced open',
  'half-open': 'half-open',
  unknown: 'unknown',
  disabled: 'disabled',
  closed: 'closed',
};

/** CSS colour of marks and fills; text keeps the ink colours. */
export const breakerColor: Record<BreakerState, string> = {
  open: 'var(--sb-bad)',
  'forced-open': 'var(--sb-bad)',
  'half-open': 'var(--sb-probing)',
  unknown: 'var(--sb-stale)',
  disabled: 'var(--sb-muted)',
  closed: 'var(--sb-ok)',
};
