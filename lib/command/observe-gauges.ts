import { diagnose } from '#lib/model/dialect/doctor.ts';
import { fallenFamilies } from '#lib/model/dialect/fallen.ts';
import { judgeGauges } from '#lib/model/dialect/gauge-rate.ts';
import { type RawGauge, readGauges } from '#lib/model/dialect/gauges.ts';
import { readProcess } from '#lib/model/dialect/process.ts';
import type { Totals } from '#lib/model/dialect/totals.ts';
import type { Diagnosis } from '#lib/model/doctor.ts';
import type { Exposition } from '#lib/model/exposition.ts';
import { type Gauge, gaugeId, type ProcessFacts } from '#lib/model/gauge.ts';
import { expositionLimits } from '#lib/probe/exposition.ts';
import type { GaugeStep } from '#lib/store/metric-state.ts';
import type { Keeper } from './keeper.ts';
import type { Watched } from './watched.ts';

/** Gauges are kept so often: rates over less say little. */
const spacingMs = 10_000;
/** The doctor looks at the first two scrapes, and then so often. */
const doctorMs = 60_000;
/** What was seen to fall is told for so long. */
const fallenMs = 600_000;
const stepsSeconds = [60, 600, 3600] as const;
const { maxSamples } = expositionLimits;

/** One scrape, what it says of requests, and what the one before said. */
export interface Seen {
  samples: Exposition;
  totals: Totals | null;
  past: Totals | null;
  wallMs: number;
  monotonicMs: number;
}

interface Memory {
  /** Where it was said: another address starts anew. */
  address: string;
  base: { values: RawGauge[]; monotonicMs: number } | null;
  fallen: Map<string, number>;
  diagnosedMs: number[];
  told: string;
}

/** Highest values so far of the steps under way, of all places of a service. */
type Steps = Map<number, { atMs: number; values: Map<string, number> }>;

const memories = new WeakMap<Watched, Memory>();
const running = new WeakMap<Watched, Steps>();

function memoryOf(watched: Watched): Memory {
  const { baseUrl, metricsPath, metrics } = watched.target;
  const address = JSON.stringify([baseUrl, metricsPath, metrics?.name, metrics?.selector]);
  const known = memories.get(watched);
  if (known?.address === address) return known;
  const memory = { address, base: null, fallen: new Map(), diagnosedMs: [], told: '' };
  memories.set(watched, memory);
  return memory;
}

/** What a scrape says of the process that answered it, kept at most every ten seconds; answers it whenever it is asked. */
export function observeGauges(keeper: Pick<Keeper, 'addMetrics'>, watched: Watched, seen: Seen): ProcessFacts {
  const { samples, totals, past, wallMs, monotonicMs } = seen;
  const memory = memoryOf(watched);
  const process = readProcess(samples, { service: watched.target.name, atMs: wallMs });
  for (const family of past && totals ? fallenFamilies(past, totals) : []) memory.fallen.set(family, wallMs);
  const { base } = memory;
  if (base && monotonicMs - base.monotonicMs < spacingMs) return process;
  const values = readGauges(samples);
  memory.base = { values, monotonicMs };
  const gauges = judgeGauges(values, base?.values ?? null, base ? (monotonicMs - base.monotonicMs) / 1000 : 0);
  const steps = addSteps(stepsOf(watched.whole ?? watched), gauges, wallMs);
  keeper.addMetrics(watched, { atMs: wallMs, gauges, process, steps, diagnosis: examine(memory, watched, seen, process) });
  return process;
}

function stepsOf(whole: Watched): Steps {
  const steps = running.get(whole) ?? new Map();
  running.set(whole, steps);
  return steps;
}

/** Adds what is known now; answers the steps that are over. */
function addSteps(running: Steps, gauges: readonly Gauge[], wallMs: number): GaugeStep[] {
  return stepsSeconds.flatMap((stepSeconds) => {
    const atMs = Math.floor(wallMs / (stepSeconds * 1000)) * stepSeconds * 1000;
    const under = running.get(stepSeconds);
    const step = under?.atMs === atMs ? under : { atMs, values: new Map<string, number>() };
    running.set(stepSeconds, step);
    for (const gauge of gauges) step.values.set(gaugeId(gauge), Math.max(gauge.value, step.values.get(gaugeId(gauge)) ?? 0));
    const isOver = under !== undefined && under.atMs < atMs && under.values.size > 0;
    return isOver ? [{ stepSeconds, atMs: under.atMs, values: Object.fromEntries(under.values) }] : [];
  });
}

/** The diagnosis where it is another one than was told. */
function examine(memory: Memory, watched: Watched, { samples, totals, wallMs, monotonicMs }: Seen, process: ProcessFacts): Diagnosis | null {
  const [last] = memory.diagnosedMs.slice(-1);
  if (memory.diagnosedMs.length >= 2 && last !== undefined && monotonicMs - last < doctorMs) return null;
  memory.diagnosedMs = [...memory.diagnosedMs.slice(-1), monotonicMs];
  for (const [family, atMs] of memory.fallen) if (Math.abs(wallMs - atMs) > fallenMs) memory.fallen.delete(family);
  const fallen = [...memory.fallen.keys()].sort();
  const diagnosis = diagnose({
    exposition: samples,
    totals,
    process,
    maxSamples,
    fallen,
    objectiveMs: watched.target.objective?.thresholdMs ?? null,
  });
  const words = JSON.stringify(diagnosis);
  if (words === memory.told) return null;
  memory.told = words;
  return diagnosis;
}
