import type { Guarantee } from './probe.ts';
import type { MatrixRow, ResilienceResult } from './resilience.ts';

const marks = { proven: '✓', broken: '✗', unknown: '?' };
const names: Record<Guarantee['id'], string> = {
  timeouts_end: 'time-outs end',
  retries_stop: 'retries stop',
  breaker_opens: 'the breaker opens',
  refuses_fast: 'it refuses fast',
  probes_again: 'it probes again',
  closes_again: 'it closes again',
  stays_in_bulkhead: 'the failure stays in its bulkhead',
};

const statusOf = (status: number | null) => (status === null ? 'no answer' : String(status));
const rowOf = ({ fault, status, latencyMs, attempts, breaker }: MatrixRow) =>
  `  ${fault.padEnd(16)}  ${statusOf(status).padEnd(9)}  ${latencyMs.toFixed(0).padStart(8)} ms  ${String(attempts).padStart(8)}  ${breaker ?? '?'}`;

function verdict(guarantees: Guarantee[]): string {
  const count = (state: Guarantee['state']) => guarantees.filter((one) => one.state === state).length;
  if (count('broken') > 0) return `${count('broken')} of ${guarantees.length} guarantees are broken.`;
  return count('unknown') > 0
    ? `${count('proven')} of ${guarantees.length} guarantees are proven.`
    : `All ${guarantees.length} guarantees are proven.`;
}

/** The verdict, each guarantee with what was measured, then the fault matrix. */
export function describeResilience({ listen, upstream, normal, matrix, guarantees, durationMs }: ResilienceResult): string {
  return [
    verdict(guarantees),
    `${listen} → ${upstream}, ${(durationMs / 1000).toFixed(1)} s`,
    '',
    ...guarantees.map(({ id, state, message }) => `${marks[state]} ${names[id].padEnd(34)} ${message}`),
    '',
    `  ${'fault'.padEnd(16)}  ${'status'.padEnd(9)}  ${'latency'.padStart(11)}  attempts  breaker after`,
    rowOf({ ...normal, fault: 'none', breaker: 'closed' }),
    ...matrix.map(rowOf),
  ].join('\n');
}
