import type { HealthStep } from '#lib/model/reading.ts';
import type { Verdict } from '#lib/model/verdict.ts';

/** A stretch of a history in which the service was not well. */
export interface Incident {
  verdict: Exclude<Verdict, 'up'>;
  fromMs: number;
  /** End of its last step. */
  toMs: number;
  /** It reaches to the end of the history. */
  ongoing: boolean;
}

const isTrouble = (verdict: Verdict | null): verdict is Incident['verdict'] => verdict !== null && verdict !== 'up';

/** The troubled stretches of a history, newest first. A step in which nobody looked ends a stretch: we do not know. */
export function findIncidents(steps: HealthStep[], stepSeconds: number): Incident[] {
  const incidents: Incident[] = [];
  let open: Incident | undefined;
  for (const [index, step] of steps.entries()) {
    const fromMs = Date.parse(step.at);
    const toMs = fromMs + stepSeconds * 1000;
    const ongoing = index === steps.length - 1;
    if (!isTrouble(step.verdict)) {
      open = undefined;
    } else if (open?.verdict === step.verdict) {
      open.toMs = toMs;
      open.ongoing = ongoing;
    } else {
      open = { verdict: step.verdict, fromMs, toMs, ongoing };
      incidents.push(open);
    }
  }
  return incidents.reverse();
}

/** How much of a history nobody looked at, 0–1. */
export function shareUnseen(steps: HealthStep[]): number {
  if (steps.length === 0) return 1;
  return steps.filter((step) => step.verdict === null).length / steps.length;
}
