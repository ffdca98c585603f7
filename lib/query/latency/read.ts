import { evidenceOfDialect } from '#lib/model/dialect/edge-table.ts';
import { nameOfNode } from '#lib/model/graph/review.ts';
import { addCoverage } from '#lib/model/histogram.ts';
import { subtractIntervals } from '#lib/model/latency/compare.ts';
import { heatOf, mergeLatency, percentilesOf } from '#lib/model/latency/heat.ts';
import { judgeObjective } from '#lib/model/latency/objective.ts';
import { compareReleases, type VersionChange } from '#lib/model/latency/release.ts';
import { trendOf } from '#lib/model/latency/trend.ts';
import type { Latency } from '#lib/model/latency.ts';
import type { Coverage, IntervalMs } from '#lib/model/service.ts';
import type { SignalDelta } from '#lib/model/signal.ts';
import { stepMsOf, windowMs } from '#lib/model/window.ts';
import { listInstanceLatencies } from '#lib/store/instance-latency.ts';
import { listMarkers } from '#lib/store/marker.ts';
import { findServiceId } from '#lib/store/reading.ts';
import { planSteps } from '#lib/store/rollup-cursor.ts';
import { listRoutes } from '#lib/store/route.ts';
import { findSignalSource, listSignalDeltas } from '#lib/store/signal.ts';
import type { QueryContext } from '../context.ts';
import { listCallsOf } from '../graph.ts';
import { readService } from '../service.ts';

const latestWindowMs = 60_000;
const staleAfterIntervals = 3;
const instanceSpanMs = 6 * 3_600_000;
const most = { callers: 100, routes: 500, instances: 100 };

/** Everything that is known of how long a service takes. */
export async function readLatency(ctx: QueryContext, { name, window }: { name: string; window: string }): Promise<Latency> {
  const service = await readService(ctx, name);
  const [spanMs, pollMs] = [windowMs(window), service.pollIntervalSeconds * 1000];
  const fromMs = ctx.nowMs - spanMs;
  const { stepMs } = planSteps(fromMs, ctx.nowMs, stepMsOf(spanMs, 240, 5000));
  const deltas = await listSignalDeltas(ctx.db, name, fromMs, ctx.nowMs, stepMs);
  const source = await findSignalSource(ctx.db, name);
  const merged = mergeLatency(deltas);
  const changes = await findVersionChanges(ctx, name, fromMs);
  const now = latestOf(await listSignalDeltas(ctx.db, name, ctx.nowMs - Math.max(latestWindowMs, pollMs * staleAfterIntervals), ctx.nowMs, 0));
  return {
    ...{ window, from: iso(fromMs), to: iso(ctx.nowMs), stepSeconds: stepMs / 1000, source },
    ...heatOf(deltas),
    ...{ now, whole: merged && summaryOf(deltas) },
    objective: service.latencyObjective && judgeObjective(merged, service.latencyObjective, source?.unit ?? null),
    releases: compareReleases(deltas, changes, { fromMs, toMs: ctx.nowMs, stepMs, guardMs: pollMs }),
    wire: await readWire(ctx, name, now?.p95 ?? null),
    instances: await readInstances(ctx, name, spanMs),
    routes: await readRoutes(ctx, name),
  };
}

const iso = (ms: number) => new Date(ms).toISOString();

/** Some steps as one. */
export function summaryOf(deltas: readonly SignalDelta[]) {
  const merged = mergeLatency(deltas);
  return {
    ...percentilesOf(merged),
    meanMs: merged && merged.count > 0 ? merged.sumMs / merged.count : null,
    count: merged?.count ?? 0,
  };
}

/** The first version that was ever seen came in place of none. */
async function findVersionChanges(ctx: QueryContext, name: string, fromMs: number): Promise<VersionChange[]> {
  const markers = await listMarkers(ctx.db, name, fromMs, ctx.nowMs);
  return markers.flatMap(({ at, from, to }) => (from === null ? [] : [{ atMs: Date.parse(at), from, to }]));
}

/** Of instances only the latest hours are kept. */
async function readInstances(ctx: QueryContext, name: string, spanMs: number): Promise<Latency['instances']> {
  const shownMs = Math.min(spanMs, instanceSpanMs);
  const fromMs = ctx.nowMs - shownMs;
  const instances = await listInstanceLatencies(ctx.db, await findServiceId(ctx.db, name), fromMs);
  return instances
    .map(({ url, deltas }) => ({ url, p95: summaryOf(deltas).p95, trend: trendOf(deltas, fromMs, shownMs) }))
    .sort((a, b) => compareSlowest(a.p95, b.p95) || (a.url < b.url ? -1 : 1))
    .slice(0, most.instances);
}

function latestOf(fresh: readonly SignalDelta[]): Latency['now'] {
  const lastMs = fresh.at(-1)?.atMs ?? 0;
  const recent = fresh.filter(({ atMs }) => atMs > lastMs - latestWindowMs);
  const summary = summaryOf(recent);
  if (summary.count === 0) return null;
  const coverage = recent.reduce<Coverage | null>((sum, one) => addCoverage(sum, one.coverage ?? null), null);
  return { ...summary, windowSeconds: recent.reduce((sum, { seconds }) => sum + seconds, 0), at: iso(lastMs), coverage };
}

/** Linkerd's proxies measure to the first byte of the answer. */
const measuresFirstByte = (source: string) => source === 'Linkerd';

/** What each caller waits beyond what the service itself takes. Percentiles of two histograms: their difference, not the percentile of differences. */
async function readWire(ctx: QueryContext, name: string, server: IntervalMs | null): Promise<Latency['wire']> {
  const { calledBy } = await listCallsOf(ctx, name);
  return calledBy
    .filter(({ kind, source }) => kind === 'http' && source !== null && evidenceOfDialect(source) !== 'trace')
    .map(({ from, source, requestRate, latencyMsP95: client, seenAt }) => ({
      ...{ caller: nameOfNode(from), registered: !from.includes(':'), source: source ?? '', firstByte: measuresFirstByte(source ?? '') },
      ...{ requestRate, client, seenAt, wire: client && server && subtractIntervals(client, server) },
    }))
    .sort((a, b) => compareSlowest(a.wire, b.wire) || compareSlowest(a.client, b.client) || (a.caller < b.caller ? -1 : 1))
    .slice(0, most.callers);
}

const high = (interval: IntervalMs | null) => (interval ? (interval.high ?? Number.POSITIVE_INFINITY) : -1);

/** The slowest first; what is not known last. */
export function compareSlowest(a: IntervalMs | null, b: IntervalMs | null): number {
  const [lowA, lowB] = [a?.low ?? -1, b?.low ?? -1];
  if (lowA !== lowB) return lowB - lowA;
  return high(a) === high(b) ? 0 : high(b) - high(a);
}

async function readRoutes(ctx: QueryContext, name: string): Promise<Latency['routes']> {
  const routes = await listRoutes(ctx.db, await findServiceId(ctx.db, name));
  return routes.sort((a, b) => compareSlowest(a.latencyMsP95, b.latencyMsP95) || (b.requestRate ?? 0) - (a.requestRate ?? 0)).slice(0, most.routes);
}
