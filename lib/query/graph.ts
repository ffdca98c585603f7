import { AppError } from '#lib/errors.ts';
import { calleeKeysOf, serviceMatcher } from '#lib/model/callee.ts';
import { mergeSightings, sightingsOf } from '#lib/model/graph/assemble.ts';
import { narrowAround, narrowToDomain } from '#lib/model/graph/narrow.ts';
import { leaveForgotten } from '#lib/model/graph/review.ts';
import type { Graph, GraphInput } from '#lib/model/graph.ts';
import { countIncidents } from '#lib/model/trouble/rank.ts';
import { listObservedEdges } from '#lib/store/edge.ts';
import { listForgotten } from '#lib/store/forgotten.ts';
import { listGraphServices } from '#lib/store/graph.ts';
import { findNamed } from '#lib/store/named.ts';
import { findAddress } from '#lib/store/owner.ts';
import { readBreakerStates } from './breaker.ts';
import { type QueryContext, requireReader } from './context.ts';
import { assembleNear } from './near.ts';
import { countBegun, readWrong } from './trouble.ts';
import { assembleAll } from './whole-graph.ts';

/** Who depends on whom, by everything that tells of it. */
export async function readGraph(ctx: QueryContext, { domain, around, depth }: GraphInput): Promise<Graph> {
  requireReader(ctx);
  if (around !== undefined && !(await findAddress(ctx.db, around))) throw new AppError('not_found', `There is no service named ${around}.`);
  const { nodes, edges } = around === undefined ? await readAll(ctx) : await readAround(ctx, around, depth);
  const breakers = await readBreakerStates(ctx, around === undefined ? undefined : nodes.map(({ id }) => id));
  const incidents = around === undefined ? await countBegun(ctx, { nodes, edges }) : countIncidents((await readWrong(ctx)).groups);
  const whole = {
    nodes: nodes.map((node) => ({ ...node, incidents: node.kind === 'service' ? (incidents.get(node.id) ?? 0) : 0 })),
    edges: edges.map((edge) =>
      edge.kind === 'http' ? { ...edge, breakerState: breakers.get(`${edge.from} ${edge.to}`) ?? edge.breakerState } : edge,
    ),
  };
  return domain === undefined ? whole : narrowToDomain(whole, domain);
}

const readAll = async (ctx: QueryContext) => assembleAll(ctx, await listGraphServices(ctx.db, ctx.nowMs));

async function readAround(ctx: QueryContext, name: string, depth: number): Promise<Graph> {
  return (await assembleNear(ctx, name, depth)) ?? narrowAround(await readAll(ctx), name, depth);
}

/** The calls of and to a service that metrics, proxies and traces tell of. */
export async function listCallsOf(ctx: Pick<QueryContext, 'db' | 'nowMs'>, name: string) {
  const service = await findAddress(ctx.db, name);
  const observed = service ? await listObservedEdges(ctx.db, { serviceIds: [service.id], keys: calleeKeysOf(service) }) : [];
  if (observed.length === 0) return { calls: [], calledBy: [] };
  const texts = observed.flatMap(({ caller, callee }) => (caller === '' ? [callee] : [caller, callee]));
  const match = serviceMatcher(await findNamed(ctx.db, texts));
  const edges = leaveForgotten(mergeSightings(sightingsOf(observed, match, ctx.nowMs)), await listForgotten(ctx.db, name));
  return { calls: edges.filter(({ from }) => from === name), calledBy: edges.filter(({ to }) => to === name) };
}
