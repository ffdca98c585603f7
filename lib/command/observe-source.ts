import type { Paths } from '#lib/model/dialect/series.ts';
import type { Exposition } from '#lib/model/exposition.ts';
import { queriesOf } from '#lib/model/prometheus/promql.ts';
import type { SourceRead } from '#lib/model/prometheus/reader.ts';
import { type Matcher, parseSelector } from '#lib/model/prometheus/selector.ts';
import type { ScrapedTarget } from '#lib/model/prometheus/target.ts';
import { spellDuration } from '#lib/model/quantity.ts';
import type { Coverage } from '#lib/model/service.ts';
import type { SignalSource } from '#lib/model/signal.ts';
import type { Outcome } from '#lib/model/verdict.ts';
import { lastSignalAt } from '#lib/store/signal.ts';
import { lookLimits } from './look-limits.ts';
import type { Observer } from './observe.ts';
import { observeMerged } from './observe-merged.ts';
import { observeRoutes } from './observe-routes.ts';
import { holdAgainst, readOptionsOf, remember } from './observe-signals.ts';
import { type Asking, askNames, askSamples, type Failure } from './source-ask.ts';
import type { SourceDesk } from './source-desk.ts';
import { observeUp } from './source-health.ts';
import { newSourceState, type SourceState, shortestWindowSeconds } from './source-state.ts';
import type { Watched } from './watched.ts';

/** What happened before is asked for as far back, so that a service that is switched over has a past. */
const pastMs = 3_600_000;
/** Samples may reach a store so much later than they were scraped. */
const lateMs = 300_000;
const defaultIntervalMs = 60_000;
/** Chunks of the past overlap by so much: a scrape is compared with the one before. */
const bridgedIntervals = 3;
const staleIntervals = 5;
/** A smaller difference of clocks is within what their reading is worth. */
const tolerableSkewMs = 2000;

export interface Look {
  outcome: Extract<Outcome, 'ok' | 'fail' | 'self'>;
  reason: string;
  /** What the server scrapes of the service; null where that is not known now. */
  targets: ScrapedTarget[] | null;
}

const blind = (reason: string, outcome: Look['outcome'] = 'fail'): Look => ({ outcome, reason, targets: null });
const failed = ({ outcome, reason }: Failure): Look => blind(reason, outcome);

/** One question to the service's metrics source, all the way: ask → scrapes → signals → keep → tell. */
export async function observeSource(observer: Observer, desk: SourceDesk, watched: Watched): Promise<void> {
  const { target } = watched;
  if (target.metrics === null) return;
  const { name, selector, server } = target.metrics;
  const begun = performance.now();
  const { matchers } = parseSelector(selector);
  watched.fromSource ??= newSourceState();
  const state = watched.fromSource;
  const asking = server && matchers ? { desk, server, matchers, deadlineMs: lookLimits.metricsMs(target) } : null;
  const missing = blind(server ? 'the labels of the mapping cannot be read' : 'no metrics source of this name is registered');
  const look = asking ? await lookAt(observer, asking, watched, state) : missing;
  if (observer.signal.aborted || watched.fromSource !== state) return;
  const reading = { kind: 'metrics' as const, url: `${server?.url ?? name} {${selector}}`, atMs: Date.now(), durationMs: performance.now() - begun };
  const reason = `Prometheus ${name}: ${look.reason}`;
  observer.keeper.addTarget(watched, { ...reading, outcome: look.outcome, reason });
  if (target.healthFromUp) await observeUp(observer, watched, { begun, blind: look.targets ? null : reason, targets: look.targets ?? [] });
}

async function lookAt(observer: Observer, asking: Asking, watched: Watched, state: SourceState): Promise<Look> {
  const found = await askNames(asking);
  if (found.failure) return failed(found.failure);
  if (found.names.length === 0) return blind('knows nothing with these labels now: correct the mapping in Settings');
  const metadata = await asking.desk.metadata(asking.server, asking.deadlineMs);
  state.keptUntilMs ??= (await lastSignalAt(observer.db, watched.target.id)) ?? 0;
  const kept = { asking, watched, state };
  let look = blind('was not asked');
  for (const span of planSpans(state, Date.now() + state.skewMs)) {
    const told = await askSpan(asking, found.names, state, span);
    if (observer.signal.aborted || watched.fromSource !== state) return look;
    if (!told.ok) return failed(told);
    noteSkew(state, told.clockMs);
    const read = state.reader.read(told.data.series, metadata, readOptionsOf(watched, 0));
    state.intervalMs = read.intervalMs ?? state.intervalMs;
    keepRead(observer, kept, read);
    look = await describe(asking, read, { serverNowMs: Date.now() + state.skewMs, native: told.data.nativeHistograms.length > 0 });
  }
  state.askedUntilMs = Date.now() + state.skewMs;
  return look;
}

function noteSkew(state: SourceState, clockMs: number | null): void {
  const skewMs = clockMs === null ? 0 : clockMs - Date.now();
  state.skewMs = Math.abs(skewMs) > tolerableSkewMs ? skewMs : 0;
}

interface Span {
  windowSeconds: number;
  endMs: number | null;
}

/** What is to be asked for: since the last scrape that was read; at first the past, in pieces, the oldest first. */
function planSpans({ reader, keptUntilMs, askedUntilMs, windowSeconds, intervalMs }: SourceState, nowMs: number): Span[] {
  const overlapMs = (intervalMs ?? defaultIntervalMs) * bridgedIntervals;
  const sinceMs = askedUntilMs === null ? (keptUntilMs ?? 0) : Math.max(reader.readUntilMs ?? askedUntilMs, askedUntilMs - lateMs);
  const fromMs = Math.min(nowMs, Math.max(sinceMs, nowMs - pastMs));
  const pieceMs = Math.max(windowSeconds * 1000 - overlapMs, windowSeconds * 500);
  const spans: Span[] = [];
  for (let endMs = fromMs + pieceMs; endMs < nowMs; endMs += pieceMs) spans.push({ windowSeconds, endMs });
  const restMs = nowMs - (spans.at(-1)?.endMs ?? fromMs) + overlapMs;
  return [...spans, { windowSeconds: Math.min(windowSeconds, Math.max(shortestWindowSeconds, Math.ceil(restMs / 1000))), endMs: null }];
}

/** Where a span holds more samples than may be read at once, a shorter one is asked for from now on. */
async function askSpan(asking: Asking, names: readonly string[], state: SourceState, span: Span) {
  const windowSeconds = Math.min(span.windowSeconds, state.windowSeconds);
  const told = await askSamples(asking, names, { ...span, windowSeconds });
  if (told.ok || told.isAway || !/more than the/.test(told.reason) || windowSeconds <= shortestWindowSeconds) return told;
  state.windowSeconds = shortestWindowSeconds;
  return askSamples(asking, names, { ...span, windowSeconds: shortestWindowSeconds });
}

interface Kept {
  asking: Asking;
  watched: Watched;
  state: SourceState;
}

function keepRead(observer: Observer, kept: Kept, read: SourceRead): void {
  const { watched, state } = kept;
  const { keeper } = observer;
  const { merged, totals } = read;
  if (!merged) return;
  const source = totals && { ...totals.source, from: describeFrom(kept, read, merged.exposition) };
  watched.source = source;
  watched.coverage = coverageOf(read);
  const ours = read.rounds
    .map((round) => ({ ...round, atMs: round.atMs - state.skewMs, coverage: coverageOf(read) }))
    .filter(({ atMs }) => atMs > (state.keptUntilMs ?? 0));
  for (const delta of ours) {
    remember(watched, delta, delta.atMs);
    holdAgainst(watched, observer.thresholds);
    keeper.addSignal(watched, { delta, latest: watched.latest, source, coverage: watched.coverage });
  }
  if (ours.length === 0) keeper.addSignal(watched, { delta: null, latest: watched.latest, source, coverage: watched.coverage });
  const wallMs = Math.round(merged.atMs - state.skewMs);
  if (totals) keeper.addRoutes(watched, observeRoutes(watched, { ...totals, atMs: wallMs }, merged.atMs));
  const seen = { samples: merged.exposition, totals, past: state.totals, wallMs, monotonicMs: merged.atMs };
  observeMerged(keeper, watched, { ...seen, intervalMs: read.intervalMs ?? defaultIntervalMs, isOne: read.targets.length <= 1 });
  state.totals = totals;
}

/** Of how many instances it is made, where there are several. */
function coverageOf({ targets }: SourceRead): Coverage | null {
  const reporting = targets.filter(({ scrapes }) => scrapes.at(-1)?.up !== false).length;
  return targets.length > 1 ? { reporting, expected: targets.length } : null;
}

function describeFrom({ watched, asking, state }: Kept, read: SourceRead, exposition: Exposition): SignalSource['from'] {
  const intervalSeconds = read.intervalMs === null ? null : read.intervalMs / 1000;
  return {
    source: asking.server.name,
    selector: watched.target.metrics?.selector ?? '',
    instances: read.targets.length,
    intervalSeconds,
    sampleAt: new Date((read.newestMs ?? 0) - state.skewMs).toISOString(),
    queries: queriesOf(exposition, read.totals?.source ?? null, mappingOf(asking.matchers, read, readOptionsOf(watched, 0))),
  };
}

/** How the server is asked for the same by others. */
export function mappingOf(matchers: readonly Matcher[], read: Pick<SourceRead, 'targets' | 'intervalMs'>, paths: Paths) {
  const windowSeconds = Math.max(60, Math.ceil(((read.intervalMs ?? 0) / 1000) * 4));
  return { matchers, windowSeconds, paths, targetLabels: new Set(read.targets.flatMap(({ labels }) => [...labels.keys()])) };
}

/** What the question showed, in words: how much was read, or why it is not to be believed. */
async function describe(
  asking: Asking,
  { targets, intervalMs, totals, merged }: SourceRead,
  { serverNowMs, native }: { serverNowMs: number; native: boolean },
): Promise<Look> {
  const down = targets.filter(({ scrapes }) => scrapes.at(-1)?.up === false);
  const triedMs = targets.reduce((latest, { scrapes }) => Math.max(latest, scrapes.at(-1)?.atMs ?? 0), 0);
  const patienceMs = (intervalMs ?? defaultIntervalMs) * staleIntervals;
  if (serverNowMs - triedMs > patienceMs)
    return blind(
      triedMs === 0 ? 'has no samples with these labels from the last minutes' : `its newest scrape is ${spellDuration(serverNowMs - triedMs)} old`,
    );
  if (down.length > 0 && down.length === targets.length) return { outcome: 'fail', reason: `cannot scrape ${await blame(asking, down)}`, targets };
  const count = targets.length === 1 ? '1 instance' : `${targets.length} instances`;
  const remarks = [
    `${targets.reduce((sum, { series }) => sum + series.length, 0).toLocaleString('en-US')} series of ${count}`,
    ...(native ? ['of native histograms count and sum are read, their buckets are not'] : []),
    ...(merged && !totals ? ['no request metrics recognised'] : []),
    ...(down.length > 0 ? [`${down.length} not scraped: ${await blame(asking, down)}`] : []),
  ];
  return { outcome: 'ok', reason: remarks.join('; '), targets };
}

/** One of the targets that the server cannot scrape, and why, where it says. */
async function blame({ desk, server, deadlineMs }: Asking, down: readonly ScrapedTarget[]): Promise<string> {
  const [first] = down;
  if (!first) return '';
  const told = await desk.targets(server, first.job, deadlineMs);
  const target = told.find(({ labels }) => labels.job === first.job && labels.instance === first.instance);
  const why = target?.lastError ? `: ${target.lastError.slice(0, 200)}` : '';
  return `${first.instance || 'its target'}${why}`;
}
