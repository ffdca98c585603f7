import type { FleetWindow } from '#lib/model/latency/choice.ts';
import { compareIntervals } from '#lib/model/latency/compare.ts';
import { heatOf, mergeLatency } from '#lib/model/latency/heat.ts';
import { judgeObjective, type ObjectiveStanding, rankOfStanding, strainOf } from '#lib/model/latency/objective.ts';
import { trendOf } from '#lib/model/latency/trend.ts';
import type { LatencyList, LatencyRow } from '#lib/model/latency.ts';
import { paginate } from '#lib/model/page.ts';
import type { SignalDelta } from '#lib/model/signal.ts';
import { windowMs } from '#lib/model/window.ts';
import { findLatencyUnits, type LatencyService, listDeltasOfMany, listLatencyServices } from '#lib/store/latency.ts';
import { type QueryContext, requireReader } from '../context.ts';
import { compareSlowest, summaryOf } from './read.ts';

interface Filter {
  window: FleetWindow;
  q?: string | undefined;
  objective?: keyof LatencyList['counts'] | undefined;
  page: number;
  limit: number;
}

interface Ranked {
  service: LatencyService;
  standing: ObjectiveStanding | null;
}

const stateOf = ({ standing }: Ranked) => standing?.state ?? 'none';

/** Worst against the objective first, then slowest; who says nothing last. */
function compareRanked(a: Ranked, b: Ranked): number {
  const byObjective = rankOfStanding(a.standing) - rankOfStanding(b.standing);
  const byStrain = a.standing?.state === 'missed' && b.standing ? strainOf(b.standing) - strainOf(a.standing) : 0;
  const bySpeed = compareSlowest(a.service.latestP95, b.service.latestP95);
  return byObjective || byStrain || bySpeed || (a.service.service < b.service.service ? -1 : 1);
}

/** All services by their latency. Histograms are read of those that have an objective, and of those that are shown. */
export async function findLatencies(ctx: QueryContext, { window, q, objective, page, limit }: Filter): Promise<LatencyList> {
  requireReader(ctx);
  const part = q?.trim().toLowerCase() ?? '';
  const isFound = (one: LatencyService) =>
    [one.service, one.displayName, one.team, one.domain].some((text) => text?.toLowerCase().includes(part) ?? false);
  const services = (await listLatencyServices(ctx.db, ctx.nowMs)).filter(isFound);
  const spanMs = windowMs(window);
  const ranked = await rank(ctx, services, spanMs);
  const counts = { missed: 0, 'cannot-tell': 0, kept: 0, 'no-data': 0, none: 0 };
  for (const one of ranked) counts[stateOf(one)]++;
  const chosen = ranked.filter((one) => objective === undefined || stateOf(one) === objective).sort(compareRanked);
  const shown = chosen.slice((page - 1) * limit, page * limit);
  return {
    ...{ at: new Date(ctx.nowMs).toISOString(), window, counts },
    services: await describe(ctx, shown, spanMs),
    pagination: paginate(page, limit, chosen.length),
  };
}

async function rank(ctx: QueryContext, services: LatencyService[], spanMs: number): Promise<Ranked[]> {
  const judged = services.filter(({ objective }) => objective !== null).map(({ id }) => id);
  const deltas = await listDeltasOfMany(ctx.db, judged, { fromMs: ctx.nowMs - spanMs, toMs: ctx.nowMs, fineness: 'sum' });
  const units = await findLatencyUnits(ctx.db, judged);
  return services.map((service) => {
    const { id, objective } = service;
    return { service, standing: objective && judgeObjective(mergeLatency(deltas.get(id) ?? []), objective, units.get(id) ?? null) };
  });
}

async function describe(ctx: QueryContext, shown: Ranked[], spanMs: number): Promise<LatencyRow[]> {
  const ids = shown.map(({ service }) => service.id);
  const fromMs = ctx.nowMs - spanMs;
  const now = await listDeltasOfMany(ctx.db, ids, { fromMs, toMs: ctx.nowMs, fineness: 'steps' });
  const past = await listDeltasOfMany(ctx.db, ids, { fromMs: fromMs - spanMs, toMs: fromMs, fineness: 'steps' });
  return shown.map(({ service: { id, service, displayName, verdict, team }, standing }) => {
    const deltas = now.get(id) ?? [];
    const { count: _, ...summary } = summaryOf(deltas);
    const before = summaryOf(past.get(id) ?? []).p95;
    const { kind } = heatOf(deltas);
    return {
      ...{ service, displayName, verdict, team, kind, ...summary, requestRate: rateOf(deltas), before },
      ...{ comparison: compareIntervals(before, summary.p95), objective: standing, trend: trendOf(deltas, fromMs, spanMs) },
    };
  });
}

function rateOf(deltas: readonly SignalDelta[]): number | null {
  const counted = deltas.filter(({ requests }) => requests !== null);
  const seconds = counted.reduce((sum, one) => sum + one.seconds, 0);
  return seconds > 0 ? counted.reduce((sum, { requests }) => sum + (requests ?? 0), 0) / seconds : null;
}
