import type { Diagnosis } from '#lib/model/doctor.ts';
import type { Gauge, Runtime } from '#lib/model/gauge.ts';
import { missingGauges } from '#lib/model/gauge-missing.ts';
import type { MetricsFacts } from '#lib/model/ladder/facts.ts';
import type { SignalSource } from '#lib/model/signal.ts';
import type { LadderRow } from '#lib/store/ladder.ts';

const intervals = 5;
const leastMs = 600_000;

/** What a service's metrics were understood to say lately; null where nothing was read. */
export function metricsFactsOf({ state, metrics, pollIntervalSeconds }: LadderRow, nowMs: number): MetricsFacts | null {
  const fromMs = nowMs - Math.max(leastMs, pollIntervalSeconds * 1000 * intervals);
  const places = metrics.filter(({ at }) => at.getTime() >= fromMs);
  const isTold = state?.signalsAt != null && state.signalsAt.getTime() >= fromMs;
  if (!isTold && places.length === 0) return null;
  const source = isTold ? (state.signalSource as SignalSource | null) : null;
  const diagnoses = places.flatMap(({ diagnosis }) => (diagnosis === null ? [] : [diagnosis as unknown as Diagnosis]));
  const gauges = places.flatMap((place) => place.gauges as unknown as Gauge[]);
  const runtime = (places.find((place) => place.runtime !== 'unknown')?.runtime ?? 'unknown') as Runtime;
  return {
    rate: source?.requests != null,
    errors: source?.status != null,
    latency: source?.latency != null,
    missing: places.length === 0 ? null : missingGauges(gauges, runtime).map(({ kind }) => kind),
    contradiction: diagnoses.flatMap(({ complaints }) => complaints).find(({ severity }) => severity === 'error')?.text ?? null,
  };
}
