import { type Edge, type Fault, type Observation, openEdge, type Trigger } from './edge.ts';
import { type Guarantee, type Limits, type Probe, recover } from './probe.ts';
import { proveBreaker } from './prove-breaker.ts';
import { proveBulkhead } from './prove-bulkhead.ts';

export interface ResilienceOptions {
  trigger: Trigger;
  /** Where the dependency really is: host:port. */
  upstream: string;
  /** Where the caller looks for it. A free port of the loopback by default; `start` is told. */
  listen?: string | undefined;
  /** Called once the address listens, for whoever starts the caller himself. */
  start?: ((address: string) => Promise<void>) | undefined;
  /** Another request to the caller, which needs not this dependency: the failure must not reach it. */
  bystander?: Trigger | undefined;
  /** The faults of the matrix, by name; all by default. */
  faults?: string[] | undefined;
  /** Within which a trigger must be answered whatever the dependency does, ms. 35,000 by default. */
  answerWithinMs?: number | undefined;
  /** Most attempts of one trigger. 6 by default. */
  mostAttempts?: number | undefined;
  /** Within which an open breaker refuses, ms. 200 by default. */
  refuseWithinMs?: number | undefined;
  /** How long to wait for a breaker to probe again, ms. 90,000 by default. */
  recoverWithinMs?: number | undefined;
  signal?: AbortSignal | undefined;
  onProgress?: ((what: string) => void) | undefined;
}

/** What one fault on the edge did to the caller. */
export interface MatrixRow extends Observation {
  fault: string;
  /** Whether the next trigger was passed on; null: it could not be told. */
  breaker: 'closed' | 'open' | null;
}

export interface ResilienceResult {
  listen: string;
  upstream: string;
  normal: Observation;
  matrix: MatrixRow[];
  guarantees: Guarantee[];
  durationMs: number;
}

/** The run cannot be made, in words. */
export class ResilienceError extends Error {
  override name = 'ResilienceError';
}

/** The fault that only a time-out ends. */
const silence = 'no answer';

const allFaults: Fault[] = [
  { name: 'latency 1 s', toxic: { type: 'latency', attributes: { latency: 1000 } } },
  { name: silence, toxic: { type: 'timeout', attributes: { timeout: 0 } } },
  { name: 'reset', toxic: { type: 'reset_peer' }, countsConnections: true },
  { name: 'abort', toxic: { type: 'abort' } },
  { name: 'refused', toxic: null },
  { name: 'flap', toxic: { type: 'flap', attributes: { up: 50, down: 500 } }, countsConnections: true },
  { name: 'status 500', toxic: { type: 'http_status', attributes: { status: 500 } } },
  { name: 'status 503', toxic: { type: 'http_status', attributes: { status: 503 } } },
  { name: 'status 429', toxic: { type: 'http_status', attributes: { status: 429, retry_after: 1 } } },
  { name: 'truncated body', toxic: { type: 'truncate_body', attributes: { bytes: 5 } } },
  { name: 'malformed body', toxic: { type: 'malformed_body' } },
  { name: 'slow body', toxic: { type: 'slow_body', attributes: { rate: 2 } } },
  { name: 'narrow line', toxic: { type: 'bandwidth', attributes: { rate: 0.05 } } },
];

/** The names of all faults of the matrix. */
export const faultNames = allFaults.map(({ name }) => name);

async function observeFault(probe: Probe, fault: Fault): Promise<MatrixRow> {
  const { edge, trigger } = probe;
  const row = await edge.with(fault, () => edge.observe(trigger, fault));
  const after = await edge.observe(trigger);
  return { ...row, fault: fault.name, breaker: after.attempts > 0 ? 'closed' : 'open' };
}

function judgeTimeouts(matrix: MatrixRow[], { answerWithinMs }: Limits): Guarantee {
  const late = matrix.filter(({ status, latencyMs }) => status === null || latencyMs > answerWithinMs);
  const slowest = Math.max(...matrix.map(({ latencyMs }) => latencyMs));
  if (late.length > 0)
    return {
      id: 'timeouts_end',
      state: 'broken',
      message: `No answer within ${answerWithinMs} ms under: ${late.map(({ fault }) => fault).join(', ')}.`,
    };
  if (!matrix.some(({ fault }) => fault === silence))
    return { id: 'timeouts_end', state: 'unknown', message: `Not tried: ${silence} was left out of the faults.` };
  return { id: 'timeouts_end', state: 'proven', message: `Answered under every fault, after ${slowest.toFixed(0)} ms at most.` };
}

function judgeRetries(matrix: MatrixRow[], { mostAttempts }: Limits): Guarantee {
  const worst = matrix.toSorted((a, b) => b.attempts - a.attempts)[0];
  const most = worst?.attempts ?? 0;
  if (most > mostAttempts)
    return {
      id: 'retries_stop',
      state: 'broken',
      message: `${most} attempts for one request under ${worst?.fault}; ${mostAttempts} are the most allowed.`,
    };
  return { id: 'retries_stop', state: 'proven', message: `At most ${most} attempts for one request (${worst?.fault}).` };
}

/** A caller that stays broken after one fault: what comes later cannot be told. */
function judgeUnrecovered(matrix: MatrixRow[], { name }: Fault, limits: Limits): Guarantee[] {
  const message = `Answered nothing as before within ${limits.recoverWithinMs} ms after ${name}, although the dependency was well again.`;
  const untried = (['breaker_opens', 'refuses_fast', 'probes_again'] as const).map(
    (id): Guarantee => ({ id, state: 'unknown', message: `Not tried: the caller did not recover from ${name}.` }),
  );
  return [judgeTimeouts(matrix, limits), judgeRetries(matrix, limits), ...untried, { id: 'closes_again', state: 'broken', message }];
}

async function observeNormal(edge: Edge, trigger: Trigger): Promise<Observation> {
  const normal = await edge.observe(trigger);
  if (normal.status === null) throw new ResilienceError(`${trigger.url} does not answer.`);
  if (normal.status >= 500) throw new ResilienceError(`${trigger.url} answers ${normal.status} although nothing is wrong yet.`);
  if (normal.attempts === 0)
    throw new ResilienceError(`${trigger.url} does not call its dependency at ${edge.listen}. Start the caller with that address.`);
  return normal;
}

async function prove(edge: Edge, options: ResilienceOptions, limits: Limits): Promise<Pick<ResilienceResult, 'normal' | 'matrix' | 'guarantees'>> {
  const { trigger, bystander, onProgress } = options;
  const probe: Probe = { edge, trigger, limits, normal: await observeNormal(edge, trigger) };
  const matrix: MatrixRow[] = [];
  for (const fault of allFaults.filter(({ name }) => options.faults?.includes(name) ?? true)) {
    onProgress?.(`fault: ${fault.name}`);
    matrix.push(await observeFault(probe, fault));
    if (!(await recover(probe))) return { normal: probe.normal, matrix, guarantees: judgeUnrecovered(matrix, fault, limits) };
  }
  const guarantees = [judgeTimeouts(matrix, limits), judgeRetries(matrix, limits)];
  onProgress?.('breaker');
  guarantees.push(...(await proveBreaker(probe)));
  if (bystander) {
    onProgress?.('bulkhead');
    guarantees.push(await proveBulkhead(probe, bystander));
    await recover(probe);
  }
  return { normal: probe.normal, matrix, guarantees };
}

/**
 * Puts faults between a caller and its dependency and proves from the traffic alone, whatever library the caller is built
 * with: time-outs end, retries stop, the breaker opens, refuses fast, probes and closes again, and the failure stays where it is.
 */
export async function runResilience(options: ResilienceOptions): Promise<ResilienceResult> {
  const startedMs = performance.now();
  const { upstream, listen = '127.0.0.1:0', signal } = options;
  const limits: Limits = {
    answerWithinMs: options.answerWithinMs ?? 35_000,
    mostAttempts: options.mostAttempts ?? 6,
    refuseWithinMs: options.refuseWithinMs ?? 200,
    recoverWithinMs: options.recoverWithinMs ?? 90_000,
  };
  const edge = await openEdge({ listen, upstream, timeoutMs: limits.answerWithinMs, signal });
  try {
    await options.start?.(edge.listen);
    const proven = await prove(edge, options, limits);
    return { listen: edge.listen, upstream, ...proven, durationMs: Math.round(performance.now() - startedMs) };
  } finally {
    await edge.close();
  }
}
