import { pause } from '../http.ts';
import type { Objective } from './objective.ts';
import { runStep, type StepResult } from './step.ts';
import type { Request } from './wire.ts';

export interface LoadOptions {
  /** Sent in turn, all to one service. */
  requests: { url: string; method?: string; headers?: Record<string, string>; body?: string }[];
  /** p99 ≤ 200 ms with at most 1 % failures by default. */
  objective?: Partial<Objective>;
  /** This rate alone, requests a second; by default the rate is raised until the objective breaks. */
  rate?: number | undefined;
  /** First rate. 20 by default. */
  fromRate?: number | undefined;
  /** Highest rate. 20,000 by default. */
  toRate?: number | undefined;
  /** How long each rate lasts, ms. 5,000 by default. */
  stepMs?: number | undefined;
  /** 5,000 by default. */
  timeoutMs?: number | undefined;
  /** 1,000 by default. */
  maxConnections?: number | undefined;
  signal?: AbortSignal | undefined;
  onStep?: ((step: StepResult) => void) | undefined;
}

export interface LoadResult {
  objective: Objective;
  /** The highest rate that was held; 0: none. */
  holdsRate: number;
  /** The lowest rate that was not; null: none was tried. */
  breaksRate: number | null;
  /** The generator ended the search, not the service. */
  isGeneratorLimit: boolean;
  steps: StepResult[];
  durationMs: number;
}

const growth = 1.6;
/** The search ends when held and broken rates are this near. */
const nearness = 1.06;
const restMs = 300;

const readRequests = ({ requests }: LoadOptions): Request[] =>
  requests.map(({ url, method = 'GET', headers = {}, body }) => ({ url, method, headers, body }));

/** The next rate to try; null: it is known well enough. */
export function nextRate(holds: number, breaks: number | null, from: number, to: number): number | null {
  if (breaks === null) {
    if (holds >= to) return null;
    return holds === 0 ? from : Math.min(to, Math.round(holds * growth));
  }
  if (breaks <= 1) return null;
  if (holds === 0) return Math.max(1, Math.round(breaks / 3));
  return breaks / holds <= nearness || breaks - holds <= 1 ? null : Math.round(Math.sqrt(breaks * holds));
}

/**
 * Finds the rate that a service holds: requests arrive by the clock, each is measured from when it was due, and the rate is
 * raised until the objective breaks, then closed in on.
 */
export async function runLoad(options: LoadOptions): Promise<LoadResult> {
  const startedMs = performance.now();
  const objective: Objective = { percent: 99, ms: 200, maxErrorRatio: 0.01, ...options.objective };
  const { rate, fromRate = 20, toRate = 20_000, stepMs = 5000, timeoutMs = 5000, maxConnections = 1000, signal, onStep } = options;
  const common = { requests: readRequests(options), durationMs: stepMs, timeoutMs, maxConnections, objective, signal };
  const steps: StepResult[] = [];
  let [holdsRate, breaksRate, isGeneratorLimit]: [number, number | null, boolean] = [0, null, false];
  const plan = () => (rate === undefined ? nextRate(holdsRate, breaksRate, fromRate, toRate) : steps.length === 0 ? rate : null);
  for (let next = plan(); next !== null && !isGeneratorLimit; next = plan()) {
    if (steps.length > 0) await pause(restMs, signal);
    const step = await runStep({ ...common, rate: next });
    steps.push(step);
    onStep?.(step);
    if (step.holds) holdsRate = next;
    else breaksRate = next;
    isGeneratorLimit = !step.holds && step.isGeneratorLate;
  }
  return { objective, holdsRate, breaksRate, isGeneratorLimit, steps, durationMs: Math.round(performance.now() - startedMs) };
}
