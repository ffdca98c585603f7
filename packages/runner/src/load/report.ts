import type { IntervalMs } from './histogram.ts';
import type { LoadResult } from './load.ts';
import { writeObjective } from './objective.ts';
import type { StepResult } from './step.ts';

const number = (value: number) => (value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2));

/** As far as it is known: `12.3–12.5 ms`, or one number where both are written alike. */
export function writeInterval({ low, high }: IntervalMs): string {
  const [from, to] = [number(low), number(high)];
  return from === to ? `${to} ms` : `${from}–${to} ms`;
}

export const rateOf = (rate: number) => `${Number.isInteger(rate) ? rate : rate.toFixed(1)}/s`;

/** One rate on one line. */
export function describeStep({ rate, latencyMs, errorRatio, holds, because, isGeneratorLate, lagMs }: StepResult): string {
  const percentiles = ['p50', 'p99'].map((name) => `${name} ${writeInterval(latencyMs[name] ?? { low: 0, high: 0 })}`);
  const late = isGeneratorLate ? `  generator ${lagMs.toFixed(0)} ms late` : '';
  return `${holds ? '✓' : '✗'} ${rateOf(rate).padStart(8)}  ${percentiles.join('  ')}  ${(errorRatio * 100).toFixed(1)} % failed${because ? `  ${because}` : ''}${late}`;
}

/** The result in a sentence or two. */
export function verdictOf({ objective, holdsRate, breaksRate, isGeneratorLimit, steps }: LoadResult): string {
  const aim = writeObjective(objective);
  const broken = steps.find(({ rate }) => rate === breaksRate);
  const limit = broken ? ` ${rateOf(broken.rate)} breaks it: ${broken.because}.` : ' Nothing broke it.';
  if (isGeneratorLimit) return `Holds at least ${rateOf(holdsRate)} at ${aim}. Beyond that this machine could not send in time.`;
  return holdsRate === 0 ? `Does not hold ${aim}.${limit}` : `Holds ${rateOf(holdsRate)} at ${aim}.${limit}`;
}

/** The verdict, then each rate with its percentiles. */
export function describeLoad(result: LoadResult): string {
  const rows = result.steps
    .toSorted((a, b) => a.rate - b.rate)
    .map((step) => {
      const percentiles = Object.entries(step.latencyMs).map(([name, interval]) => `${name} ${writeInterval(interval)}`);
      return `  ${rateOf(step.rate).padStart(8)}  ${step.sent} sent  ${percentiles.join('  ')}  max ${number(step.maxMs)} ms  ${(step.errorRatio * 100).toFixed(1)} % failed`;
    });
  return [verdictOf(result), 'Each request is measured from when it was due.', '', ...rows].join('\n');
}
