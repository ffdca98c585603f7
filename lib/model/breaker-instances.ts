import type { BreakerState, BreakerStep } from './breaker.ts';
import { worstBreakerState } from './breaker-rank.ts';

/** Of the states that instances hold, the one that matters most; unknown only where nothing is known of any. */
export function joinBreakerStates(states: readonly BreakerState[]): BreakerState {
  return worstBreakerState(states.filter((state) => state !== 'unknown')) ?? 'unknown';
}

/**
 * The steps of one breaker that several instances hold, as steps of their joint state, oldest first. Each list is one instance's, oldest first;
 * an instance was in the first step's `from` before. A missed open of one of them is a missed open of all.
 */
export function joinBreakerSteps(instances: readonly (readonly BreakerStep[])[]): BreakerStep[] {
  if (instances.length === 1) return [...(instances[0] as readonly BreakerStep[])];
  const now = instances.map(([first]) => first?.from ?? 'unknown');
  const all = instances.flatMap((steps, of) => steps.map((step) => ({ step, of }))).sort((a, b) => (a.step.at < b.step.at ? -1 : 1));
  const joined: BreakerStep[] = [];
  for (const { step, of } of all) {
    const from = joinBreakerStates(now);
    now[of] = step.to;
    const to = joinBreakerStates(now);
    if (step.missed) joined.push({ at: step.at, from: to, to, missed: true });
    else if (from !== to) joined.push({ at: step.at, from, to, missed: false });
  }
  return joined;
}

interface Measured {
  errorRatio: number | null;
  requestRate: number | null;
  rejectionRate: number | null;
}

const sum = (values: readonly (number | null)[]) => {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce((total, value) => total + value, 0);
};

/** Rates of several instances added, their share of failures by the calls that each made. */
export function joinBreakerRates(instances: readonly Measured[]): Measured {
  const telling = instances.filter(({ errorRatio, requestRate }) => errorRatio !== null && (requestRate ?? 0) > 0);
  const calls = sum(telling.map(({ requestRate }) => requestRate));
  const failures = sum(telling.map(({ errorRatio, requestRate }) => (errorRatio ?? 0) * (requestRate ?? 0)));
  const ratios = instances.flatMap(({ errorRatio }) => errorRatio ?? []);
  return {
    errorRatio: calls && failures !== null ? failures / calls : ratios.length > 0 ? Math.max(...ratios) : null,
    requestRate: sum(instances.map(({ requestRate }) => requestRate)),
    rejectionRate: sum(instances.map(({ rejectionRate }) => rejectionRate)),
  };
}
