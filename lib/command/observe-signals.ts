import { metrics } from '#lib/metrics.ts';
import { readBreakers } from '#lib/model/dialect/breakers.ts';
import { diffTotals } from '#lib/model/dialect/diff.ts';
import { readEdges } from '#lib/model/dialect/edges.ts';
import { readEvents } from '#lib/model/dialect/events.ts';
import { readSignals, wantedStem } from '#lib/model/dialect/read.ts';
import { hasReset } from '#lib/model/dialect/reset.ts';
import type { Totals } from '#lib/model/dialect/totals.ts';
import type { ProcessFacts } from '#lib/model/gauge.ts';
import { latestOf } from '#lib/model/histogram.ts';
import type { SignalDelta } from '#lib/model/signal.ts';
import type { Thresholds } from '#lib/model/verdict.ts';
import { judgeSignals, lookOfDeltas } from '#lib/model/verdict-signal.ts';
import { lookLimits } from './look-limits.ts';
import type { Observer } from './observe.ts';
import { observeBreakers } from './observe-breakers.ts';
import { observeEdges } from './observe-edges.ts';
import { observeEvents } from './observe-events.ts';
import { observeGauges, type Seen } from './observe-gauges.ts';
import { observeProcess, type ProcessSaid } from './observe-process.ts';
import { observeRoutes } from './observe-routes.ts';
import type { Watched } from './watched.ts';

/** The span that "now" stands for in rates and percentiles. */
export const latestWindowMs = 60_000;

/** One scrape, all the way: look → samples → signals → keep → tell. A refused scrape keeps its reason and no samples. */
export async function observeSignals(observer: Observer, watched: Watched): Promise<void> {
  const { target } = watched;
  const { metricsPath, baseUrl } = target;
  if (metricsPath === null || baseUrl === null) return;
  const lookTarget = { ...target, metricsPath, baseUrl, deadlineMs: lookLimits.metricsMs(target), wanted: wantedStem };
  const begun = performance.now();
  const { reading, samples } = await observer.probe.lookMetrics(lookTarget, { signal: observer.signal, nowMs: Date.now() });
  if (observer.signal.aborted) return;
  const totals = samples && readSignals(samples, readOptionsOf(watched, reading.atMs));
  if (!samples && reading.statusCode === 200) metrics.scrapeRejections.inc();
  const monotonicMs = begun + reading.durationMs;
  const past = watched.totals;
  const beside = samples && observeBeside(observer, watched, { samples, totals, past: past?.values ?? null, wallMs: reading.atMs, monotonicMs });
  if (beside) observeProcess(observer.keeper, watched, processOf(watched, beside.process, past?.values ?? null, totals));
  watched.totals = totals ? { values: totals, monotonicMs } : null;
  if (totals) measure(observer, watched, { past, totals, monotonicMs });
  else if (!samples) observer.keeper.addMiss(watched);
  else {
    watched.source = null;
    observer.keeper.addSignal(watched, { delta: null, latest: watched.latest, source: null });
  }
  observer.keeper.addTarget(watched, { ...reading, reason: [reading.reason, ...(samples ? remarksOn(totals, beside) : [])].join('; ') });
}

/** What is to be said of a scrape that was taken. */
function remarksOn(totals: Totals | null, beside: { cut: string | null } | null): string[] {
  return [totals ? null : 'no request metrics recognised', ...(totals?.faults ?? []), beside?.cut ?? null].filter((remark) => remark !== null);
}

interface Scraped {
  past: Watched['totals'];
  totals: Totals;
  monotonicMs: number;
}

/** What happened since the scrape before. */
function measure({ keeper, thresholds }: Observer, watched: Watched, { past, totals, monotonicMs }: Scraped): void {
  const measured = past ? diffTotals(past.values, totals, (monotonicMs - past.monotonicMs) / 1000) : null;
  const delta: SignalDelta | null = measured && { ...measured, atMs: totals.atMs };
  remember(watched, delta, totals.atMs);
  holdAgainst(watched, thresholds);
  watched.source = totals.source;
  keeper.addSignal(watched, { delta, latest: watched.latest, source: totals.source });
  keeper.addRoutes(watched, observeRoutes(watched, totals, monotonicMs));
}

/** How the metrics of a service are read, whoever scraped them. */
export function readOptionsOf({ target }: Watched, atMs: number) {
  return { healthPath: target.healthCheckPath, metricsPath: target.metricsPath, service: target.name, atMs };
}

/** What a scrape says besides of requests. Answers what it says of its process, and why calls were left out, where they were. */
function observeBeside({ keeper }: Observer, watched: Watched, seen: Seen): { process: ProcessFacts; cut: string | null } {
  const { samples } = seen;
  const [events, breakers, edges] = [readEvents(samples), readBreakers(samples), readEdges(samples, seen.wallMs)];
  if (events) keeper.addEvents(watched, observeEvents(watched, events, seen));
  if (breakers) keeper.addBreakers(watched, observeBreakers(watched, breakers, seen));
  if (edges) observeEdges(keeper, watched, edges, seen);
  return { process: observeGauges(keeper, watched, seen), cut: edges?.cut ?? null };
}

/** What the metrics say of the process that answered. */
export function processOf({ scrape }: Watched, { startedAtSeconds, version }: ProcessFacts, past: Totals | null, totals: Totals | null): ProcessSaid {
  const startedAtMs = startedAtSeconds === null ? null : startedAtSeconds * 1000;
  return { startedAtMs, hasReset: past !== null && totals !== null && hasReset(past, totals), seenBeforeMs: scrape?.atMs ?? null, version };
}

/** What the metrics say of the last minute counts at the next look at health, whose verdict it is joined with. */
export function holdAgainst(watched: Watched, thresholds: Thresholds): void {
  const { objective } = watched.target;
  const look = lookOfDeltas(watched.recent, objective);
  if (look) watched.health.signals = judgeSignals(watched.health.signals, look, thresholds, objective);
}

/** Takes a span into what holds now. */
export function remember(watched: Watched, delta: SignalDelta | null, atMs: number): void {
  if (!delta) return;
  watched.recent = [...watched.recent.filter((past) => past.atMs > atMs - latestWindowMs), delta];
  const { requestRate, errorRatio, latencyMs } = latestOf(watched.recent);
  watched.latest = { requestRate, errorRatio, latencyMsP95: latencyMs.p95 };
  watched.signalsAtMs = atMs;
}
