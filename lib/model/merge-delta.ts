import { addCoverage, mergeBuckets } from './histogram.ts';
import type { SignalDelta } from './signal.ts';

const addKnown = (a: number | null, b: number | null) => (a === null ? b : b === null ? a : a + b);

/** Adds what happened in two spans up, one after the other. What one of them does not say counts as nothing there. */
export function addDeltas(a: SignalDelta, b: SignalDelta): SignalDelta {
  const coverage = addCoverage(a.coverage ?? null, b.coverage ?? null);
  return {
    ...(coverage && { coverage }),
    atMs: Math.max(a.atMs, b.atMs),
    seconds: a.seconds + b.seconds,
    requests: addKnown(a.requests, b.requests),
    errors: addKnown(a.errors, b.errors),
    clientErrors: addKnown(a.clientErrors, b.clientErrors),
    latency: mergeBuckets([a.latency, b.latency].filter((latency) => latency !== null)),
  };
}
