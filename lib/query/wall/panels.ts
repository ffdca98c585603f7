import { AppError } from '#lib/errors.ts';
import type { Graph } from '#lib/model/graph.ts';
import type { Handover } from '#lib/model/handover.ts';
import { heatOf } from '#lib/model/latency/heat.ts';
import type { WallPanel, WallPanelData } from '#lib/model/wall.ts';
import { listSignalDeltas } from '#lib/store/signal.ts';
import type { WallService } from '#lib/store/wall-service.ts';
import { findBreakers } from '../breaker.ts';
import type { QueryContext } from '../context.ts';
import { listRecentChanges } from '../fleet.ts';
import { readGraph } from '../graph.ts';
import { held } from '../held.ts';
import { readService } from '../service.ts';
import { readSignals } from '../signal.ts';

const readEveryMs = 5000;
const signalWindow = '1h';
const mostPoints = 60;

export interface PanelSource {
  /** The services that the wall is about. */
  services: readonly WallService[];
  isShown: (service: string) => boolean;
  handover: () => Promise<Handover>;
}

type Reader = (ctx: QueryContext, panel: WallPanel, source: PanelSource) => Promise<WallPanelData>;

const serviceOf = ({ service }: WallPanel) => service ?? '';

async function readBreakerPanel(ctx: QueryContext, { rows }: WallPanel, { isShown }: PanelSource): Promise<WallPanelData> {
  const { breakers } = await findBreakers(ctx, { limit: 1000 });
  const shown = breakers.filter(({ caller, callee }) => isShown(caller) || isShown(callee));
  return {
    kind: 'breakers',
    total: shown.length,
    breakers: shown
      .slice(0, rows)
      .map(({ caller, callee, state, since, nextTryAt, errorRatio }) => ({ caller, callee, state, since, nextTryAt, errorRatio })),
  };
}

const readLatencyPanel: Reader = async (_ctx, { rows }, { services }) => {
  const upper = ({ latencyMsP95 }: WallService) => latencyMsP95?.high ?? Number.POSITIVE_INFINITY;
  const told = services.filter((service) => service.latencyMsP95 !== null && service.verdict !== 'unknown');
  const slowest = told.toSorted((a, b) => upper(b) - upper(a) || (b.latencyMsP95?.low ?? 0) - (a.latencyMsP95?.low ?? 0)).slice(0, rows);
  return {
    kind: 'latency',
    services: slowest.flatMap(({ name, latencyMsP95, requestRate }) => (latencyMsP95 ? [{ service: name, latencyMsP95, requestRate }] : [])),
  };
};

const readSignalPanel: Reader = async (ctx, panel) => {
  const service = await readService(ctx, serviceOf(panel));
  const { series } = await readSignals(ctx, { name: service.name, window: signalWindow });
  const every = Math.max(1, Math.ceil(series.length / mostPoints));
  return {
    ...{ kind: 'signals', service: service.name, verdict: service.verdict, at: service.signalsAt },
    ...{ requestRate: service.requestRate, errorRatio: service.errorRatio, latencyMsP95: service.latencyMsP95 },
    series: series
      .filter((_, at) => (series.length - 1 - at) % every === 0)
      .map(({ requestRate, errorRatio, latencyMs: { p95 } }) => ({ requestRate, errorRatio, latencyMsP95: p95 && (p95.high ?? p95.low) })),
  };
};

const heatSpanMs = 3_600_000;
const heatStepMs = 60_000;

const readHeatPanel: Reader = async (ctx, panel) => {
  const { name, latencyMsP95, latencyObjective } = await readService(ctx, serviceOf(panel));
  const fromMs = ctx.nowMs - heatSpanMs;
  const { rows, columns } = heatOf(await listSignalDeltas(ctx.db, name, fromMs, ctx.nowMs, heatStepMs));
  return {
    ...{ kind: 'heat', service: name, from: new Date(fromMs).toISOString(), to: new Date(ctx.nowMs).toISOString() },
    ...{ stepSeconds: heatStepMs / 1000, rows, columns, p95: latencyMsP95, objective: latencyObjective },
  };
};

function besidesOf({ nodes, edges }: Graph, service: string, way: 'from' | 'to') {
  const verdicts = new Map(nodes.map(({ id, verdict, name }) => [id, { verdict, name }]));
  const other = way === 'from' ? 'to' : 'from';
  const beside = new Map(edges.filter((edge) => edge[way] === service && edge[other] !== service).map((edge) => [edge[other], edge.breakerState]));
  return [...beside].map(([id, breakerState]) => ({
    name: verdicts.get(id)?.name ?? id,
    verdict: verdicts.get(id)?.verdict ?? null,
    breakerState: breakerState === 'unknown' ? null : breakerState,
  }));
}

const readNeighbourPanel: Reader = async (ctx, panel) => {
  const name = serviceOf(panel);
  const graph = await readGraph(ctx, { around: name, depth: 1 });
  return {
    ...{ kind: 'neighbours', service: name, verdict: graph.nodes.find(({ id }) => id === name)?.verdict ?? 'unknown' },
    ...{ callers: besidesOf(graph, name, 'to'), callees: besidesOf(graph, name, 'from') },
  };
};

const mostAsked = 100;

const readChangePanel: Reader = async (ctx, { rows }, { isShown }) => {
  const { changes } = await listRecentChanges(ctx, { limit: mostAsked });
  const shown = changes.filter(({ subject }) => subject === null || isShown(subject)).slice(0, rows);
  return { kind: 'changes', changes: shown.map(({ id, at, kind, subject, data }) => ({ id, at, kind, subject, data: { ...data } })) };
};

/** How each kind of panel is filled: a panel that is added is one line here and one in the screen's own table. */
const readers: Record<WallPanel['kind'], Reader> = {
  ranking: async () => ({ kind: 'ranking' }),
  breakers: readBreakerPanel,
  latency: readLatencyPanel,
  signals: readSignalPanel,
  heat: readHeatPanel,
  neighbours: readNeighbourPanel,
  changes: readChangePanel,
  handover: async (_ctx, { rows }, { handover }) => {
    const whole = await handover();
    return { kind: 'handover', handover: { ...whole, rows: whole.rows.slice(0, rows) } };
  },
};

/** What a panel shows now; a service that is gone is said to be, and takes no other panel with it. */
export async function readPanel(ctx: QueryContext, panel: WallPanel, source: PanelSource, scopeKey: string): Promise<WallPanelData> {
  if (panel.kind === 'ranking' || panel.kind === 'latency') return readers[panel.kind](ctx, panel, source);
  const key = `panel ${scopeKey} ${JSON.stringify(panel)}`;
  try {
    return await held(ctx.db, key, { nowMs: ctx.nowMs, forMs: readEveryMs }, () => readers[panel.kind](ctx, panel, source));
  } catch (error) {
    if (error instanceof AppError && error.code === 'not_found') return { kind: 'missing', reason: error.message };
    throw error;
  }
}
