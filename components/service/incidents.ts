import type { HealthStep } from '#lib/model/reading.ts';
import type { Verdict } from '#lib/model/verdict.ts';

/** A stretch of a history in which the service was not well. */
export interface Incident {
  verdict: Exclude<Verdict, 'up'>;
  fromMs: number;
  /** End of its last step. */
  toMs: number;
  /** It is so now. */
  ongoing: boolean;
  /** It went away and came back in between. */
  broken?: boolean;
}

/** How the service stands, to the second; a step of the history says only the worst of its minutes. */
interface Standing {
  verdict: Verdict;
  sinceMs: number;
}

const isTrouble = (verdict: Verdict | null): verdict is Incident['verdict'] => verdict !== null && verdict !== 'up';

/** The last stretch begins when the service says it, or ended then, where its steps are too coarse to know. */
function sharpen(incident: Incident, { verdict, sinceMs }: Standing, stepMs: number): void {
  if (incident.verdict !== verdict) {
    incident.ongoing = false;
    incident.toMs = Math.max(incident.fromMs, Math.min(incident.toMs, sinceMs));
  } else if (sinceMs > incident.fromMs) {
    if (sinceMs <= incident.fromMs + stepMs) incident.fromMs = sinceMs;
    else incident.broken = true;
  }
}

/** The troubled stretches of a history, newest first. A step in which nobody looked ends a stretch: we do not know. */
export function findIncidents(steps: HealthStep[], stepSeconds: number, standing?: Standing): Incident[] {
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
  const newest = incidents.at(-1);
  if (standing && newest?.ongoing) sharpen(newest, standing, stepSeconds * 1000);
  return incidents.reverse();
}

/** How much of a history nobody looked at, 0–1. */
export function shareUnseen(steps: HealthStep[]): number {
  if (steps.length === 0) return 1;
  return steps.filter((step) => step.verdict === null).length / steps.length;
}
