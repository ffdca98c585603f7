import { serviceMatcher } from '#lib/model/callee.ts';
import { isForgotten, keyOfEdge, ownerOf, reviewEdges } from '#lib/model/graph/review.ts';
import type { EdgeRef, GraphEdge, GraphReview, ReviewedEdge } from '#lib/model/graph.ts';
import { mayEditService } from '#lib/model/role.ts';
import { listForgotten } from '#lib/store/forgotten.ts';
import { listDeclaredAt, listGraphServices } from '#lib/store/graph.ts';
import { type QueryContext, requireReader } from './context.ts';
import { assembleAll } from './graph.ts';

/** What owners should confirm, withdraw or forget; of one service alone, or of all. */
export async function readReview(ctx: QueryContext, { name }: { name?: string | undefined }): Promise<GraphReview> {
  requireReader(ctx);
  const services = await listGraphServices(ctx.db, ctx.nowMs);
  const teams = new Map(services.map((service) => [service.name, service.team]));
  const { edges } = await assembleAll(ctx, services);
  const declaredAtMs = await readDeclaredAt(ctx, serviceMatcher(services));
  const isWanted = (edge: EdgeRef) => name === undefined || ownerOf(edge) === name;
  const reviewed = reviewEdges(edges, (edge) => declaredAtMs.get(keyOfEdge(edge)) ?? null, ctx.nowMs);
  const present = (edge: GraphEdge): ReviewedEdge => {
    const owner = ownerOf(edge) ?? '';
    const team = teams.get(owner) ?? null;
    return { ...edge, owner, team, mine: mayEditService(ctx.actor, team) };
  };
  return {
    undeclared: reviewed.undeclared.filter(isWanted).map(present),
    unseen: reviewed.unseen.filter(isWanted).map(present),
    forgotten: (await listForgotten(ctx.db))
      .filter((one) => isWanted(one) && isForgotten(one, null))
      .map(({ from, to, kind, owner, by, atMs, untilMs }) => ({
        ...{ from, to, kind, owner, by, mine: mayEditService(ctx.actor, teams.get(owner) ?? null) },
        ...{ at: new Date(atMs).toISOString(), until: untilMs === null ? null : new Date(untilMs).toISOString() },
      })),
  };
}

/** Since when each edge is declared, by its key. */
async function readDeclaredAt(ctx: QueryContext, match: (text: string) => string | null): Promise<Map<string, number>> {
  const since = new Map<string, number>();
  for (const { service, callee, kind, atMs } of await listDeclaredAt(ctx.db)) {
    const to = match(callee) ?? `${kind === 'datastore' ? 'datastore' : 'external'}:${callee.toLowerCase()}`;
    since.set(keyOfEdge({ from: service, to, kind }), atMs);
  }
  return since;
}
