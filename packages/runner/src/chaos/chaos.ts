import { pause } from '../http.ts';
import type { JsonObject } from '../json.ts';
import type { Objective } from '../load/objective.ts';
import { countOf, runStep, type StepResult } from '../load/step.ts';
import type { Request } from '../load/wire.ts';
import { type FaultLease, holdLease } from '../proxy/lease.ts';

/** A fault on one path of a fault proxy. */
export interface ChaosFault {
  proxy: string;
  toxic: JsonObject;
}

/** What holds while all is well, and must hold again afterwards. */
export interface SteadyState {
  requests: Request[];
  /** Requests a second. */
  rate: number;
  objective: Objective;
  /** How long it is looked at, ms. */
  forMs: number;
}

export type ChaosEvent =
  | { event: 'planned'; faults: ChaosFault[]; steady: Objective; faultMs: number }
  | { event: 'measured'; when: 'before' | 'during' | 'after'; holds: boolean; because: string }
  | { event: 'fault'; proxy: string; toxic: JsonObject; lease: string }
  | { event: 'rolled back'; lease: string; because: 'their time was over' | 'too many requests failed' | 'stopped' }
  | { event: 'ended'; state: ChaosResult['state'] };

export interface ChaosOptions {
  /** Address of the API of a fault proxy. */
  api: string;
  faults: ChaosFault[];
  steady: SteadyState;
  /** How long the faults last, ms. 10,000 by default, 300,000 at most. */
  faultMs?: number | undefined;
  /** Share of failures at which the faults are taken back at once. 0.5 by default. */
  abortErrorRatio?: number | undefined;
  /** How long to wait for the steady state to come back, ms. 60,000 by default. */
  recoverWithinMs?: number | undefined;
  /** Told before anything is done, and of everything that was. A fault is put only once this has resolved. */
  audit: (entry: ChaosEvent) => Promise<void>;
  signal?: AbortSignal | undefined;
}

export interface ChaosResult {
  /**
   * `held`: the steady state held throughout · `recovered`: broken by the faults, back afterwards · `not_recovered` ·
   * `not_steady`: it did not hold to begin with, no fault was put · `unmet`: it held, but a fault met no traffic, so that nothing is
   * proved · `stopped`: by the kill switch or a signal
   */
  state: 'held' | 'recovered' | 'not_recovered' | 'not_steady' | 'unmet' | 'stopped';
  /** Paths with a fault that nothing passed through while it was there. */
  unmet: string[];
  /** When the faults were taken back before their time, as too many requests failed; null: they lasted. */
  takenBackAfterMs: number | null;
  before: StepResult;
  during: StepResult | null;
  after: StepResult | null;
  durationMs: number;
}

/** The run cannot be made, in words. */
export class ChaosError extends Error {
  override name = 'ChaosError';
}

const longestFaultMs = 300_000;
const watchMs = 500;

async function ask(api: string, method: string, path: string, body?: JsonObject): Promise<unknown> {
  const sent = { method, ...(body && { body: JSON.stringify(body) }) };
  const response = await fetch(`${api}${path}`, sent).catch((error) => {
    throw new ChaosError(`The fault proxy at ${api} does not answer: ${error.cause?.code ?? error.message}.`);
  });
  const answer = (response.status === 204 ? null : await response.json().catch(() => null)) as { error?: string } | null;
  if (!response.ok) throw new ChaosError(`The fault proxy refuses: ${answer?.error ?? response.status}`);
  return answer;
}

function measure(
  { steady, signal }: ChaosOptions,
  change: Partial<Pick<SteadyState, 'forMs'>> & { objective?: Objective; signal?: AbortSignal; abortErrorRatio?: number } = {},
): Promise<StepResult> {
  const { requests, rate, objective, forMs, abortErrorRatio } = { ...steady, abortErrorRatio: undefined, ...change };
  const common = { timeoutMs: 10_000, maxConnections: 500, signal: change.signal ?? signal };
  return runStep({ ...common, requests, rate, objective, durationMs: forMs, abortErrorRatio });
}

/** Whether anybody has ended the lease: that is the kill switch. */
async function isKilled({ api, faults }: ChaosOptions, lease: string): Promise<boolean> {
  const toxics = (await ask(api, 'GET', toxicsOf(faults[0]?.proxy ?? ''))) as { lease: string | null }[];
  return !toxics.some((toxic) => toxic.lease === lease);
}

/** Aborts as soon as the lease is gone. */
function watchLease(options: ChaosOptions, lease: string): { signal: AbortSignal; stop: () => void } {
  const killed = new AbortController();
  const timer = setInterval(() => {
    isKilled(options, lease).then(
      (isGone) => isGone && killed.abort(),
      () => killed.abort(),
    );
  }, watchMs);
  const signal = options.signal ? AbortSignal.any([options.signal, killed.signal]) : killed.signal;
  return { signal, stop: () => clearInterval(timer) };
}

interface Put {
  proxy: string;
  toxic: string;
}

interface Told {
  name: string;
  hits: number;
}

const toxicsOf = (proxy: string) => `/proxies/${encodeURIComponent(proxy)}/toxics`;

async function putFaults({ api, faults, audit }: ChaosOptions, { name }: FaultLease): Promise<Put[]> {
  const puts: Put[] = [];
  for (const { proxy, toxic } of faults) {
    await audit({ event: 'fault', proxy, toxic, lease: name });
    const told = (await ask(api, 'POST', toxicsOf(proxy), { ...toxic, lease: name })) as Told;
    puts.push({ proxy, toxic: told.name });
  }
  return puts;
}

/** The paths on which a fault met nothing. */
async function listUnmet(api: string, puts: Put[]): Promise<string[]> {
  const unmet = new Set<string>();
  for (const { proxy, toxic } of puts) {
    const told = (await ask(api, 'GET', toxicsOf(proxy))) as Told[];
    if (told.some(({ name, hits }) => name === toxic && hits === 0)) unmet.add(proxy);
  }
  return [...unmet];
}

interface UnderFaults {
  step: StepResult;
  unmet: string[];
  takenBackAfterMs: number | null;
}

/** The steady state judged on what was measured without its limits. */
export function isSteady(objective: Objective, step: StepResult): boolean {
  const latency = step.latencyMs[`p${objective.percent}`];
  return step.errorRatio <= objective.maxErrorRatio && (latency === undefined || latency.low < objective.ms);
}

/** Null: stopped. Whatever happens, the faults are gone afterwards. */
async function measureUnderFaults(options: ChaosOptions): Promise<UnderFaults | null> {
  const { api, steady, faultMs = 10_000, abortErrorRatio = 0.5, audit } = options;
  const lease = await holdLease(api);
  const patient: Objective = { ...steady.objective, ms: 9000, maxErrorRatio: 1 };
  const forMs = Math.min(faultMs, longestFaultMs);
  let because: (ChaosEvent & { event: 'rolled back' })['because'] = 'stopped';
  let watch: ReturnType<typeof watchLease> | undefined;
  try {
    const puts = await putFaults(options, lease);
    watch = watchLease(options, lease.name);
    const step = await measure(options, { forMs, objective: patient, signal: watch.signal, abortErrorRatio });
    const isEarly = step.sent < countOf({ rate: steady.rate, durationMs: forMs });
    because = isEarly ? 'too many requests failed' : 'their time was over';
    return { step, unmet: await listUnmet(api, puts), takenBackAfterMs: isEarly ? Math.round(step.durationMs) : null };
  } catch (error) {
    if (watch?.signal.aborted) return null;
    throw error;
  } finally {
    watch?.stop();
    await lease.end();
    await audit({ event: 'rolled back', lease: lease.name, because });
  }
}

/** The steady state, looked at until it holds or the time is over. */
async function measureRecovery(options: ChaosOptions): Promise<StepResult> {
  const untilMs = performance.now() + (options.recoverWithinMs ?? 60_000);
  for (;;) {
    const step = await measure(options);
    if (step.holds || performance.now() > untilMs) return step;
    await pause(watchMs, options.signal);
  }
}

async function experiment(options: ChaosOptions): Promise<Omit<ChaosResult, 'durationMs'>> {
  const { audit, faults, steady, faultMs = 10_000 } = options;
  const measured = (when: 'before' | 'during' | 'after', { because }: StepResult, holds: boolean) =>
    audit({ event: 'measured', when, holds, because });
  await audit({ event: 'planned', faults, steady: steady.objective, faultMs });
  const before = await measure(options);
  await measured('before', before, before.holds);
  if (!before.holds) return { state: 'not_steady', before, during: null, after: null, unmet: [], takenBackAfterMs: null };
  const under = await measureUnderFaults(options);
  const { step: during, ...seen } = under ?? { step: null, unmet: [], takenBackAfterMs: null };
  if (!during || options.signal?.aborted) return { state: 'stopped', before, during, after: null, ...seen };
  const heldOut = isSteady(steady.objective, during);
  await measured('during', during, heldOut);
  const after = await measureRecovery(options);
  await measured('after', after, after.holds);
  const found = { before, during, after, ...seen };
  if (!after.holds) return { state: 'not_recovered', ...found };
  if (!heldOut) return { state: 'recovered', ...found };
  return { state: seen.unmet.length > 0 ? 'unmet' : 'held', ...found };
}

/**
 * A chaos experiment: the steady state is measured, faults are put on paths of a fault proxy under one lease, taken back
 * whatever happens, and the steady state is measured again. Rejects with a ChaosError where the proxy is not as needed.
 */
export async function runChaos(options: ChaosOptions): Promise<ChaosResult> {
  const startedMs = performance.now();
  const proxies = (await ask(options.api, 'GET', '/proxies')) as Record<string, unknown>;
  const unknown = options.faults.find(({ proxy }) => !Object.hasOwn(proxies, proxy));
  if (options.faults.length === 0 || unknown)
    throw new ChaosError(unknown ? `The fault proxy has no path ${unknown.proxy}.` : 'There is no fault to put.');
  const found = await experiment(options);
  await options.audit({ event: 'ended', state: found.state });
  return { ...found, durationMs: Math.round(performance.now() - startedMs) };
}
