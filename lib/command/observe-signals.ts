import { metrics } from '#lib/metrics.ts';
import { diffTotals } from '#lib/model/dialect/diff.ts';
import { readSignals, wantedStem } from '#lib/model/dialect/read.ts';
import { latestOf } from '#lib/model/histogram.ts';
import type { SignalDelta } from '#lib/model/signal.ts';
import { lookLimits } from './look-limits.ts';
import type { Observer } from './observe.ts';
import type { Watched } from './watched.ts';

/** The span that "now" stands for in rates and percentiles. */
export const latestWindowMs = 60_000;

/** One scrape, all the way: look → samples → signals → keep → tell. A refused scrape keeps its reason and no samples. */
export async function observeSignals(observer: Observer, watched: Watched): Promise<void> {
  const { target } = watched;
  if (target.metricsPath === null) return;
  const lookTarget = { ...target, metricsPath: target.metricsPath, deadlineMs: lookLimits.metricsMs(target), wanted: wantedStem };
  const begun = performance.now();
  const { reading, samples } = await observer.probe.lookMetrics(lookTarget, { signal: observer.signal, nowMs: Date.now() });
  if (observer.signal.aborted) return;
  const totals = samples && readSignals(samples, { healthPath: target.healthCheckPath, metricsPath: target.metricsPath, atMs: reading.atMs });
  if (!samples && reading.statusCode === 200) metrics.scrapeRejections.inc();
  const monotonicMs = begun + reading.durationMs;
  const past = watched.totals;
  watched.totals = totals ? { values: totals, monotonicMs } : null;
  if (totals) {
    const measured = past ? diffTotals(past.values, totals, (monotonicMs - past.monotonicMs) / 1000) : null;
    const delta: SignalDelta | null = measured && { ...measured, atMs: reading.atMs };
    remember(watched, delta, reading.atMs);
    watched.source = totals.source;
    observer.keeper.addSignal(watched, { delta, latest: watched.latest, source: totals.source });
  } else if (samples) {
    watched.source = null;
    observer.keeper.addSignal(watched, { delta: null, latest: watched.latest, source: null });
  }
  observer.keeper.addTarget(watched, samples && !totals ? { ...reading, reason: `${reading.reason}; no request metrics recognised` } : reading);
}

/** One light look at the API document's address. */
export async function observeDocument(observer: Observer, watched: Watched): Promise<void> {
  const { target } = watched;
  if (target.openapiPath === null) return;
  const lookTarget = { ...target, openapiPath: target.openapiPath, deadlineMs: lookLimits.documentMs };
  const reading = await observer.probe.lookDocument(lookTarget, { signal: observer.signal, nowMs: Date.now() });
  if (!observer.signal.aborted) observer.keeper.addTarget(watched, reading);
}

function remember(watched: Watched, delta: SignalDelta | null, atMs: number): void {
  if (!delta) return;
  watched.recent = [...watched.recent.filter((past) => past.atMs > atMs - latestWindowMs), delta];
  const { requestRate, errorRatio, latencyMs } = latestOf(watched.recent);
  watched.latest = { requestRate, errorRatio, latencyMsP95: latencyMs.p95 };
  watched.signalsAtMs = atMs;
}
