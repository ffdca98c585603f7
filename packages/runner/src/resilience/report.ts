import type { Guarantee } from './probe.ts';
import type { MatrixRow, ResilienceResult } from './resilience.ts';

const marks = { proven: '✓', broken: '✗', unknown: '?' };
export const guaranteeNames: Record<Guarantee['id'], string> = {
  timeouts_end: 'time-outs end',
  retries_stop: 'retries stop',
  breaker_opens: 'the breaker opens',
  refuses_fast: 'it refuses fast',
  probes_again: 'it probes again',
  closes_again: 'it closes again',
  stays_in_bulkhead: 'the failure stays in its bulkhead',
};

const statusOf = (status: number | null) => (status === null ? 'no answer' : String(status));

/** One row of the matrix: fault, status, latency in ms, attempts, breaker afterwards. */
export const rowTexts = ({ fault, status, latencyMs, attempts, breaker }: MatrixRow): [string, string, string, string, string] => [
  fault,
  statusOf(status),
  latencyMs.toFixed(0),
  String(attempts),
  breaker ?? '?',
];

function rowOf(row: MatrixRow): string {
  const [fault, status, latency, attempts, breaker] = rowTexts(row);
  return `  ${fault.padEnd(16)}  ${status.padEnd(9)}  ${latency.padStart(8)} ms  ${attempts.padStart(8)}  ${breaker}`;
}

export function verdictOf(guarantees: Guarantee[]): string {
  const count = (state: Guarantee['state']) => guarantees.filter((one) => one.state === state).length;
  const broken = count('broken');
  if (broken > 0) return `${broken} of ${guarantees.length} guarantees ${broken === 1 ? 'is' : 'are'} broken.`;
  return count('unknown') > 0
    ? `${count('proven')} of ${guarantees.length} guarantees are proven.`
    : `All ${guarantees.length} guarantees are proven.`;
}

/** The verdict, each guarantee with what was measured, then the fault matrix. */
export function describeResilience({ listen, upstream, normal, matrix, guarantees, durationMs }: ResilienceResult): string {
  return [
    verdictOf(guarantees),
    `${listen} → ${upstream}, ${(durationMs / 1000).toFixed(1)} s`,
    '',
    ...guarantees.map(({ id, state, message }) => `${marks[state]} ${guaranteeNames[id].padEnd(34)} ${message}`),
    '',
    `  ${'fault'.padEnd(16)}  ${'status'.padEnd(9)}  ${'latency'.padStart(11)}  attempts  breaker after`,
    rowOf({ ...normal, fault: 'none', breaker: 'closed' }),
    ...matrix.map(rowOf),
  ].join('\n');
}
