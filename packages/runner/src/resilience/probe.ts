import type { Edge, Observation, Trigger } from './edge.ts';

export interface Limits {
  answerWithinMs: number;
  mostAttempts: number;
  refuseWithinMs: number;
  recoverWithinMs: number;
}

/** One promise about the caller: `proven`, `broken`, or not to be seen from outside. */
export interface Guarantee {
  id: 'timeouts_end' | 'retries_stop' | 'breaker_opens' | 'refuses_fast' | 'probes_again' | 'closes_again' | 'stays_in_bulkhead';
  state: 'proven' | 'broken' | 'unknown';
  message: string;
}

/** What every part of the run needs to know. */
export interface Probe {
  edge: Edge;
  trigger: Trigger;
  /** A trigger while nothing is wrong. */
  normal: Observation;
  limits: Limits;
}

export const pollMs = 100;

/** Sends triggers until one is answered as in normal times, and reaches the dependency. False: that did not come in time. */
export async function recover({ edge, trigger, normal, limits }: Probe): Promise<boolean> {
  const untilMs = performance.now() + limits.recoverWithinMs;
  while (performance.now() < untilMs) {
    const { status, attempts } = await edge.observe(trigger);
    if (status === normal.status && attempts > 0) return true;
    await edge.pause(pollMs);
  }
  return false;
}
