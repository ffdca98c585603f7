import { routeMatcher } from '#lib/model/document/match-route.ts';
import { nameOfNode } from '#lib/model/graph/review.ts';
import type { EdgeEvidence } from '#lib/model/graph.ts';
import type { IntervalMs } from '#lib/model/service.ts';
import type { Verdict } from '#lib/model/verdict.ts';
import { listCallerEdges } from '#lib/store/caller.ts';
import { findCurrentRevision } from '#lib/store/document/revision.ts';
import { findStands } from '#lib/store/neighbour.ts';
import { findTeams } from '#lib/store/owner.ts';
import { listRoutes } from '#lib/store/route.ts';
import { readBreakerStateOf } from '../breaker.ts';
import type { QueryContext } from '../context.ts';
import { listCallsOf } from '../graph.ts';
import { readService } from '../service.ts';
import { readParsedIndex } from './parsed.ts';
import { findDocumentOwner } from './revision.ts';

export interface Caller {
  service: string;
  team: string | null;
  verdict: Verdict | null;
  /** As the caller declares it; null where it declares nothing. */
  critical: boolean | null;
  evidence: EdgeEvidence[];
  requestRate: number | null;
  seenAt: string | null;
}

/** A route that does as before is not written again: its rates hold as long as the service's own signals are this fresh. */
const freshMs = 180_000;

/** Who calls a service: who declares it, and who is seen to; critical callers first. */
export async function findCallers(ctx: Pick<QueryContext, 'db' | 'nowMs'>, name: string): Promise<Caller[]> {
  const declared = new Map((await listCallerEdges(ctx.db, name)).map(({ caller, critical }) => [caller, critical]));
  const seen = new Map((await listCallsOf(ctx, name)).calledBy.map((edge) => [nameOfNode(edge.from), edge]));
  const names = [...new Set([...declared.keys(), ...seen.keys()])];
  const [teams, stands] = [await findTeams(ctx.db, names), await findStands(ctx.db, names, ctx.nowMs)];
  return names
    .map((caller) => ({
      ...{ service: caller, team: teams.get(caller) ?? null, verdict: stands.get(caller)?.verdict ?? null },
      critical: declared.get(caller) ?? null,
      evidence: [...(declared.has(caller) ? (['declared'] as const) : []), ...(seen.get(caller)?.evidence ?? [])],
      ...{ requestRate: seen.get(caller)?.requestRate ?? null, seenAt: seen.get(caller)?.seenAt ?? null },
    }))
    .sort((a, b) => Number(b.critical) - Number(a.critical) || (a.service < b.service ? -1 : 1));
}

interface Live {
  requestRate: number | null;
  errorRatio: number | null;
  latencyMsP95: IntervalMs | null;
  seenAt: string | null;
}

/** What the metrics say of each operation of the current document. */
async function readOperationsLive(ctx: QueryContext, serviceId: number, isNow: boolean): Promise<Record<string, Live>> {
  const revision = await findCurrentRevision(ctx.db, serviceId, 'openapi');
  const routes = revision ? await listRoutes(ctx.db, serviceId) : [];
  if (!revision || routes.length === 0) return {};
  const { operations, servers } = await readParsedIndex(ctx.db, revision);
  const match = routeMatcher(operations, servers);
  const found = routes.flatMap(({ method, route, seenAt, ...now }) => {
    const key = match(method, route);
    return key === null ? [] : [[key, isNow ? { ...now, seenAt } : { requestRate: null, errorRatio: null, latencyMsP95: null, seenAt }] as const];
  });
  return Object.fromEntries(found);
}

/** How a service and its operations do now, and who calls it. */
export async function readDocumentLive(ctx: QueryContext, name: string) {
  const owner = await findDocumentOwner(ctx, name);
  const service = await readService(ctx, name);
  const { verdict, requestRate, errorRatio, latencyMsP95, signalsAt } = service;
  return {
    at: new Date(ctx.nowMs).toISOString(),
    service: { verdict, requestRate, errorRatio, latencyMsP95, signalsAt, seenAt: signalsAt, breakerState: await readBreakerStateOf(ctx, name) },
    operations: await readOperationsLive(ctx, owner.id, signalsAt !== null && ctx.nowMs - Date.parse(signalsAt) <= freshMs),
    callers: await findCallers(ctx, name),
  };
}
