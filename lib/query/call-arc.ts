import type { GraphEdge } from '#lib/model/graph.ts';
import { type CallersByCallee, callersByCallee, hitArcs, reachOver } from '#lib/model/trouble/blast.ts';
import type { Reach } from '#lib/model/trouble/rank.ts';
import { listGraphServices } from '#lib/store/graph.ts';
import type { QueryContext } from './context.ts';
import { held } from './held.ts';
import { assembleAll } from './whole-graph.ts';

/** Who calls whom changes slowly: everybody who asks within this time shares one reading. */
const heldMs = 15_000;
export const lowestTier = 4;

export interface Calls {
  callers: CallersByCallee;
  /** Who is hit when a service fails: its callers, and who waits for its events. */
  hits: CallersByCallee;
  reach: Reach;
  tierOf: (service: string) => number;
}

/** Which registered service calls which, by everything that tells of it. */
export const readCalls = (ctx: Pick<QueryContext, 'db' | 'nowMs'>): Promise<Calls> =>
  held(ctx.db, 'calls', { nowMs: ctx.nowMs, forMs: heldMs }, () => readAnew(ctx));

/** Which registered service calls which in a graph. */
export const callersIn = (edges: readonly GraphEdge[], isService: (id: string) => boolean): CallersByCallee =>
  callersByCallee(
    edges
      .filter(({ from, to, kind }) => kind !== 'datastore' && isService(from) && isService(to))
      .map(({ from, to, critical }) => ({ from, to, critical: critical ?? true })),
  );

async function readAnew(ctx: Pick<QueryContext, 'db' | 'nowMs'>): Promise<Calls> {
  const services = await listGraphServices(ctx.db, ctx.nowMs);
  const known = new Map(services.map((service) => [service.name, service]));
  const { edges } = await assembleAll(ctx, services);
  const callers = callersIn(edges, (id) => known.has(id));
  const hits = callersByCallee(hitArcs(edges, (id) => known.has(id)));
  return {
    ...{ callers, hits },
    reach: reachOver(hits, (service) => known.get(service)?.requestRate ?? null),
    tierOf: (service) => known.get(service)?.tier ?? lowestTier,
  };
}
