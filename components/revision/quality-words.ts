import type { Outputs } from '#lib/client/outputs.ts';

export type Quality = Outputs['document']['findings'];
type Point = Quality['trend'][number];

/** How the score stands against the revision scored before this one; null where there is none. */
export function describeTrend(trend: readonly Point[], revision: number): string | null {
  const at = trend.findIndex(({ number }) => number === revision);
  const [now, before] = [trend[at], trend[at - 1]];
  if (!now || !before) return null;
  const step = now.score - before.score;
  if (step === 0) return `as in revision ${before.number}`;
  return `${Math.abs(step)} ${Math.abs(step) === 1 ? 'point' : 'points'} ${step > 0 ? 'better' : 'worse'} than revision ${before.number}`;
}
