import { nameOfNode } from '#lib/model/graph/review.ts';
import type { EdgeEvidence, GraphEdge } from '#lib/model/graph.ts';
import { type Verdict, verdictRank } from '#lib/model/verdict.ts';
import { listCallerEdges } from '#lib/store/caller.ts';
import { findNamed } from '#lib/store/named.ts';
import { findStands } from '#lib/store/neighbour.ts';
import type { QueryContext } from './context.ts';
import { listCallsOf } from './graph.ts';
import { selfAmong } from './ourselves.ts';
import { readService } from './service.ts';

interface Neighbour {
  service: string;
  verdict: Verdict | null;
}

const unregistered = { verdict: null, reason: null, since: null };
const rankOf = ({ verdict }: Neighbour) => verdictRank[verdict ?? 'unknown'];
const worstFirst = (a: Neighbour, b: Neighbour) => rankOf(a) - rankOf(b) || (a.service < b.service ? -1 : 1);

/** Edges by the neighbour at their other end. */
const seenBy = (edges: readonly GraphEdge[], end: 'from' | 'to') => new Map(edges.map((edge) => [nameOfNode(edge[end]), edge]));

const notSeen = { requestRate: null, errorRatio: null, seenAt: null };

function joined(critical: boolean | null, seen: GraphEdge | undefined) {
  const { requestRate, errorRatio, seenAt } = seen ?? notSeen;
  const declared: EdgeEvidence[] = critical === null ? [] : ['declared'];
  return { critical, evidence: [...declared, ...(seen?.evidence ?? [])], requestRate, errorRatio, seenAt };
}

/** What a service calls and who calls it, declared or seen, worst first. */
export async function readDependencies(ctx: QueryContext, name: string) {
  const { dependencies } = await readService(ctx, name);
  const callers = new Map((await listCallerEdges(ctx.db, name)).map(({ caller, critical }) => [caller, critical]));
  const seen = await listCallsOf(ctx, name);
  const [calls, calledBy] = [seenBy(seen.calls, 'to'), seenBy(seen.calledBy, 'from')];
  const declared = new Set(dependencies.map(({ service }) => service));
  const names = [...declared, ...callers.keys(), ...calls.keys(), ...calledBy.keys()];
  const stands = await findStands(ctx.db, [...new Set(names)], ctx.nowMs);
  const isSelf = selfAmong(await findNamed(ctx.db, names));
  const selfOf = (service: string) => ({ self: isSelf(stands.has(service) ? service : `external:${service}`) });
  const standOf = (service: string) => ({ service, ...(stands.get(service) ?? unregistered) });
  return {
    calls: [
      ...dependencies.map(({ service, kind, critical }) => ({
        ...standOf(service),
        ...selfOf(service),
        kind,
        ...joined(critical, calls.get(service)),
      })),
      ...[...calls]
        .filter(([service]) => !declared.has(service))
        .map(([service, edge]) => ({ ...standOf(service), ...selfOf(service), kind: edge.kind, ...joined(null, edge) })),
    ].sort(worstFirst),
    calledBy: [...new Set([...callers.keys(), ...calledBy.keys()])]
      .map((service) => ({ ...standOf(service), ...joined(callers.get(service) ?? null, calledBy.get(service)) }))
      .sort(worstFirst),
  };
}
