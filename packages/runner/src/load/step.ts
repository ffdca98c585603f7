import { pause } from '../http.ts';
import { createHistogram, type IntervalMs } from './histogram.ts';
import type { Objective } from './objective.ts';
import { openWire, type Request, type Wire, type WireRequest, writeRequest } from './wire.ts';

export const percents = [50, 90, 95, 99, 99.9] as const;

/** What one rate did. */
export interface StepResult {
  /** Requests a second that were asked for. */
  rate: number;
  /** Requests a second that were sent. */
  sentRate: number;
  durationMs: number;
  sent: number;
  answered: number;
  /** Answers of 5xx, time-outs and broken connections, by what they were. */
  errors: Record<string, number>;
  errorRatio: number;
  /** From when a request was due, whether or not it could be sent then: nothing waits unseen. By percent, ms. */
  latencyMs: Record<string, IntervalMs>;
  maxMs: number;
  /** How late the generator itself was, 99th percentile. */
  lagMs: number;
  holds: boolean;
  /** Why it holds not; empty where it does. */
  because: string;
  /** The generator was too late: what was measured is not the service. */
  isGeneratorLate: boolean;
}

export interface StepOptions {
  requests: Request[];
  rate: number;
  durationMs: number;
  timeoutMs: number;
  maxConnections: number;
  objective: Objective;
  /** Ends early as soon as this share of the last answers are failures. */
  abortErrorRatio?: number | undefined;
  signal?: AbortSignal | undefined;
}

interface Counters {
  sent: number;
  answered: number;
  errors: Map<string, number>;
  failed: number;
  slow: number;
}

const isFailure = (outcome: number | string) => typeof outcome === 'string' || outcome >= 500;

/** How many requests are due in all. */
export const countOf = ({ rate, durationMs }: Pick<StepOptions, 'rate' | 'durationMs'>) => Math.max(1, Math.round((rate * durationMs) / 1000));

/** Sends each request when it is due, by the clock alone. `isHopeless` ends it early. */
async function sendOnTime(
  schedule: { count: number; gapMs: number },
  send: (dueMs: number, index: number) => void,
  isHopeless: () => boolean,
  signal?: AbortSignal,
): Promise<number> {
  const startMs = performance.now();
  let next = 0;
  while (next < schedule.count && !isHopeless()) {
    signal?.throwIfAborted();
    const nowMs = performance.now();
    for (let dueMs = startMs + next * schedule.gapMs; next < schedule.count && dueMs <= nowMs; dueMs = startMs + next * schedule.gapMs) {
      send(dueMs, next);
      next += 1;
    }
    const waitMs = startMs + next * schedule.gapMs - performance.now();
    // Timers are good to a millisecond; shorter waits only let others have their turn.
    if (waitMs > 2) await pause(waitMs - 1, signal);
    else await new Promise<void>((resolve) => void setImmediate(resolve));
  }
  return performance.now() - startMs;
}

async function drain(wire: Wire, timeoutMs: number): Promise<void> {
  const untilMs = performance.now() + timeoutMs + 200;
  while (wire.pending() > 0 && performance.now() < untilMs) await pause(10);
}

function reasonAgainst({ percent, ms, maxErrorRatio }: Objective, counters: Counters, latency: IntervalMs | null): string {
  const total = Math.max(1, counters.sent);
  if (counters.failed / total > maxErrorRatio)
    return `${counters.failed} of ${total} requests failed (${((100 * counters.failed) / total).toFixed(1)} %)`;
  if (latency === null) return 'nothing was answered';
  return latency.high > ms && latency.low >= ms ? `p${percent} was ${latency.low.toFixed(0)}–${latency.high.toFixed(0)} ms` : '';
}

const [fewest, most] = [5, 100];

/** The share of failures among the latest answers, at most a second of them; 0 until there are as many. */
function createRecent(rate: number) {
  const size = Math.min(most, Math.max(fewest, Math.ceil(rate)));
  const latest: boolean[] = [];
  return {
    add(failed: boolean) {
      latest.push(failed);
      if (latest.length > size) latest.shift();
    },
    errorRatio: () => (latest.length < size ? 0 : latest.filter(Boolean).length / size),
  };
}

/** One rate for one time, in an open loop: requests come when they are due, whether or not others have been answered. */
export async function runStep(options: StepOptions): Promise<StepResult> {
  const { requests, rate, timeoutMs, maxConnections, objective, abortErrorRatio, signal } = options;
  const wire = openWire({ url: requests[0]?.url ?? '', timeoutMs, maxConnections });
  const written = requests.map(writeRequest);
  const [latency, lag] = [createHistogram(), createHistogram()];
  const counters: Counters = { sent: 0, answered: 0, errors: new Map(), failed: 0, slow: 0 };
  const count = countOf(options);
  const recent = createRecent(rate);
  const allowedSlow = count * (1 - objective.percent / 100);

  function send(dueMs: number, index: number): void {
    counters.sent += 1;
    lag.add(performance.now() - dueMs);
    wire.send(written[index % written.length] as WireRequest, (outcome) => {
      const ms = performance.now() - dueMs;
      latency.add(ms);
      counters.answered += 1;
      if (ms > objective.ms) counters.slow += 1;
      recent.add(isFailure(outcome));
      if (!isFailure(outcome)) return;
      counters.failed += 1;
      counters.errors.set(String(outcome), (counters.errors.get(String(outcome)) ?? 0) + 1);
    });
  }

  const isUnbearable = () => abortErrorRatio !== undefined && recent.errorRatio() >= Math.max(abortErrorRatio, Number.EPSILON);
  const isHopeless = () => isUnbearable() || counters.slow > 2 * allowedSlow + 20 || counters.failed > 2 * objective.maxErrorRatio * count + 20;
  try {
    const spentMs = await sendOnTime({ count, gapMs: 1000 / rate }, send, isHopeless, signal);
    await drain(wire, timeoutMs);
    const because = reasonAgainst(objective, counters, latency.percentile(objective.percent));
    const lagMs = lag.percentile(99)?.high ?? 0;
    return {
      rate,
      sentRate: counters.sent / (Math.max(spentMs, ((counters.sent - 1) * 1000) / rate) / 1000),
      durationMs: spentMs,
      sent: counters.sent,
      answered: counters.answered,
      errors: Object.fromEntries(counters.errors),
      errorRatio: counters.failed / Math.max(1, counters.sent),
      latencyMs: Object.fromEntries(percents.map((percent) => [`p${percent}`, latency.percentile(percent) ?? { low: 0, high: 0 }])),
      maxMs: latency.maxMs(),
      lagMs,
      holds: because === '',
      because,
      isGeneratorLate: lagMs > Math.max(20, objective.ms / 4),
    };
  } finally {
    wire.close();
  }
}
