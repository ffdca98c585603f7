import type { CounterTotals, Totals } from './totals.ts';

type Counted = Pick<CounterTotals, 'family' | 'grain' | 'keys'> & { values: Float64Array };

function hasFallen(before: Counted | null, after: Counted | null): boolean {
  if (!before || !after || before.family !== after.family || before.grain !== after.grain) return false;
  const past = new Map(Array.from(before.keys, (key, row) => [key, before.values[row] as number]));
  return after.keys.some((key, row) => (after.values[row] as number) < (past.get(key) ?? 0));
}

/** Families of which a counter fell between two scrapes though one process made both: where it does not say so, nothing is known. */
export function fallenFamilies(before: Totals, after: Totals): string[] {
  const [began, begins] = [before.startedAtSeconds, after.startedAtSeconds];
  if (began === null || begins === null || Math.abs(begins - began) > 1.5) return [];
  const counts = ({ latency }: Totals) => latency && { ...latency, values: latency.counts };
  const fell: string[] = [];
  if (hasFallen(before.requests, after.requests)) fell.push(after.requests?.family ?? '');
  if (hasFallen(counts(before), counts(after))) fell.push(after.latency?.family ?? '');
  return [...new Set(fell)];
}
