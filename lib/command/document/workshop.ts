import { openWorkshop, type Workshop } from '#lib/probe/document/workshop.ts';

/** Somebody waits for an answer, or nobody does: then a comparison may take its time. */
export type Patience = 'prompt' | 'patient';

const deadlinesMs = { prompt: {}, patient: { compare: 60_000, witness: 10_000 } };
const open: Partial<Record<Patience, Workshop>> = {};

/** The threads in which this process reads documents: started on first need, never in the way of an exit. */
export function workshop(patience: Patience = 'prompt'): Workshop {
  open[patience] ??= openWorkshop(deadlinesMs[patience]);
  return open[patience];
}
