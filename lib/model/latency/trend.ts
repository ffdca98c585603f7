import type { IntervalMs } from '../service.ts';
import type { SignalDelta } from '../signal.ts';
import { trendSteps } from './choice.ts';
import { mergeLatency, percentilesOf } from './heat.ts';

/** The p95 in equal steps of a span, oldest first; null where nothing was observed. */
export function trendOf(deltas: readonly SignalDelta[], fromMs: number, spanMs: number): (IntervalMs | null)[] {
  const steps: SignalDelta[][] = Array.from({ length: trendSteps }, () => []);
  for (const delta of deltas) {
    const step = Math.ceil(((delta.atMs - fromMs) / spanMs) * trendSteps) - 1;
    steps[Math.max(0, Math.min(trendSteps - 1, step))]?.push(delta);
  }
  return steps.map((some) => percentilesOf(mergeLatency(some)).p95);
}
