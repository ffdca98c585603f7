import { parseExposition } from '#lib/probe/exposition.ts';
import type { BreakerState } from '../breaker.ts';
import { type BreakerStatuses, judgeBreakers } from './breaker-status.ts';
import type { BreakerTotals } from './breaker-totals.ts';
import { readBreakers } from './breakers.ts';

export const readText = (text: string): BreakerTotals | null => readBreakers(parseExposition(Buffer.from(`${text}\n`), null));

/** Judges expositions as they follow each other, ten seconds apart. */
export function judgeTexts(...texts: string[]): BreakerStatuses[] {
  let before: BreakerTotals | null = null;
  let past = new Map<string, BreakerState>();
  return texts.map((text) => {
    const totals = readText(text) as BreakerTotals;
    const judged = judgeBreakers(totals, before, past, 10);
    before = totals;
    past = new Map(judged.failure.map(({ name, state }) => [name, state]));
    return judged;
  });
}

/** Of the last exposition: `name state by rule dialect`. */
export const statesOf = (...texts: string[]): string[] =>
  (judgeTexts(...texts).at(-1) as BreakerStatuses).failure.map(({ name, state, source }) => `${name} ${state} by ${source.rule} ${source.dialect}`);
