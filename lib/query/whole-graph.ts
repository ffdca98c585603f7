import { assembleGraph, type GraphService } from '#lib/model/graph/assemble.ts';
import type { Graph } from '#lib/model/graph.ts';
import { listObservedEdges } from '#lib/store/edge.ts';
import { listForgotten } from '#lib/store/forgotten.ts';
import { listDeclared } from '#lib/store/graph.ts';
import { listEnds } from '#lib/store/topic.ts';
import type { QueryContext } from './context.ts';
import { ourselves } from './ourselves.ts';

/** The graph by everything that tells of it, without what owners want to hear no more of. */
export async function assembleAll(ctx: Pick<QueryContext, 'db' | 'nowMs'>, services: readonly GraphService[]): Promise<Graph> {
  const [declared, ends, observed] = [await listDeclared(ctx.db), await listEnds(ctx.db), await listObservedEdges(ctx.db)];
  const forgotten = await listForgotten(ctx.db);
  return assembleGraph({ services, ...declared, ends, observed, forgotten, isSelf: ourselves() }, ctx.nowMs);
}
