import { readBreakers } from '#lib/model/dialect/breakers.ts';
import { readEdges } from '#lib/model/dialect/edges.ts';
import { readEvents } from '#lib/model/dialect/events.ts';
import type { Paths } from '#lib/model/dialect/series.ts';
import { latestOf } from '#lib/model/histogram.ts';
import type { MappingPreview, MappingTrial } from '#lib/model/metrics-source.ts';
import { queriesOf } from '#lib/model/prometheus/promql.ts';
import { type SourceRead, SourceReader } from '#lib/model/prometheus/reader.ts';
import { parseSelector } from '#lib/model/prometheus/selector.ts';
import type { ScrapedTarget } from '#lib/model/prometheus/target.ts';
import { warnOf } from '#lib/model/prometheus/warn.ts';
import type { RawAnswer } from '#lib/probe/prometheus-answer.ts';
import { type CommandContext, requireRole } from './context.ts';
import { openSource } from './metrics-source.ts';
import { mappingOf } from './observe-source.ts';
import { type Asking, askNames, askSamples } from './source-ask.ts';
import { SourceDesk } from './source-desk.ts';
import { longestWindowSeconds, shortestWindowSeconds } from './source-state.ts';

const deadlineMs = 8000;
const latestWindowMs = 60_000;
const mostTargets = 50;

const nothing = (selector: string, reason: string, more: Partial<MappingPreview> = {}): MappingPreview => ({
  ...{ ok: false, reason, selector, series: 0, targets: [], targetCount: 0, sampleAt: null, intervalSeconds: null, source: null, latest: null },
  ...{ breakers: [], callees: [], topics: [], queries: [], warnings: [] },
  ...more,
});

/** What a service would show if it took its signals from a source by these labels. Stores nothing. */
export async function previewMapping(ctx: CommandContext, { name, selector, ...paths }: MappingTrial & { name: string }): Promise<MappingPreview> {
  requireRole(ctx, 'user');
  const { server, probe } = await openSource(ctx, name);
  const { matchers } = parseSelector(selector);
  if (!matchers) return nothing(selector, 'the labels cannot be read');
  const desk = new SourceDesk({ probe, signal: ctx.signal });
  const asking: Asking = { desk, server, matchers, deadlineMs };
  const found = await askNames(asking);
  if (found.failure) return nothing(selector, found.failure.reason);
  if (found.names.length === 0) return nothing(selector, found.total === 0 ? await describeNothing(asking) : describeForeign(found.total));
  const [metadata, told] = await Promise.all([desk.metadata(server, deadlineMs), askLately(asking, found.names)]);
  if (!told.ok) return nothing(selector, told.reason);
  const read = new SourceReader().read(told.data.series, metadata, { healthPath: paths.healthCheckPath, metricsPath: paths.metricsPath });
  return describePreview(
    asking,
    { selector, told: told.data, read, nowMs: told.clockMs ?? Date.now() },
    {
      healthPath: paths.healthCheckPath,
      metricsPath: paths.metricsPath,
    },
  );
}

/** The last minutes, or the last one where they hold too many samples. */
async function askLately(asking: Asking, names: readonly string[]) {
  const told = await askSamples(asking, names, { windowSeconds: longestWindowSeconds, endMs: null });
  if (told.ok || told.isAway) return told;
  return askSamples(asking, names, { windowSeconds: shortestWindowSeconds, endMs: null });
}

const describeForeign = (total: number) =>
  `knows ${total} ${total === 1 ? 'metric' : 'metrics'} with these labels, but none that Signalbox reads, such as http_requests_total or http_request_duration_seconds`;

/** Nothing has these labels: which jobs there are tells what may have been meant. */
async function describeNothing({ desk, server }: Asking): Promise<string> {
  const question = {
    path: '/api/v1/label/job/values',
    form: null,
    deadlineMs,
    read: (data: unknown) => (Array.isArray(data) ? data.map(String) : []),
  };
  const jobs = await desk.ask(server, question);
  const known = jobs.ok ? jobs.data.sort() : [];
  const some = known.slice(0, 8).join(', ');
  const more = known.length > 8 ? ` and ${known.length - 8} more` : '';
  return `0 series: nothing has these labels now.${known.length > 0 ? ` Its jobs are ${some}${more}.` : ''}`;
}

interface Seen {
  selector: string;
  told: RawAnswer;
  read: SourceRead;
  nowMs: number;
}

async function describePreview(asking: Asking, { selector, told, read, nowMs }: Seen, paths: Paths): Promise<MappingPreview> {
  const { merged, totals, targets, rounds, intervalMs, newestMs } = read;
  const exposition = merged?.exposition ?? null;
  const sampleAtMs = newestMs ?? 0;
  const recent = rounds.filter(({ atMs }) => atMs > sampleAtMs - Math.max(latestWindowMs, (intervalMs ?? 0) * 2));
  const latest = recent.length > 0 ? latestOf(recent) : null;
  return nothing(selector, '', {
    ok: true,
    series: targets.reduce((sum, { series }) => sum + series.length, 0),
    targets: await describeTargets(asking, targets.slice(0, mostTargets)),
    targetCount: targets.length,
    sampleAt: newestMs === null ? null : new Date(newestMs).toISOString(),
    intervalSeconds: intervalMs === null ? null : intervalMs / 1000,
    source: totals?.source ?? null,
    latest: latest && {
      ...{ requestRate: latest.requestRate, errorRatio: latest.errorRatio, latencyMsP95: latest.latencyMs.p95 },
      windowSeconds: latest.windowSeconds,
    },
    breakers: exposition ? [...(readBreakers(exposition)?.failure.keys() ?? [])].sort() : [],
    callees: exposition ? [...new Set([...(readEdges(exposition)?.edges.values() ?? [])].map(({ callee }) => callee))].sort() : [],
    topics: exposition ? [...new Set([...(readEvents(exposition)?.flows.values() ?? [])].map(({ topic }) => topic))].sort() : [],
    queries: exposition ? queriesOf(exposition, totals?.source ?? null, mappingOf(asking.matchers, read, paths)) : [],
    warnings: warnOf(read, { nativeHistograms: told.nativeHistograms, nowMs }),
  });
}

/** The targets, with the server's own word of what went wrong. */
async function describeTargets({ desk, server }: Asking, targets: readonly ScrapedTarget[]): Promise<MappingPreview['targets']> {
  const jobs = [...new Set(targets.filter(({ scrapes }) => scrapes.at(-1)?.up === false).map(({ job }) => job))].slice(0, 3);
  const told = (await Promise.all(jobs.map((job) => desk.targets(server, job, deadlineMs)))).flat();
  return targets.map(({ job, instance, scrapes }) => {
    const up = scrapes.at(-1)?.up ?? null;
    const known = up === false ? told.find(({ labels }) => labels.job === job && labels.instance === instance) : undefined;
    return { job, instance, up, lastError: known?.lastError ? known.lastError.slice(0, 300) : null };
  });
}
