import type { Graph } from '#lib/model/graph.ts';
import type { CallersByCallee } from '#lib/model/trouble/blast.ts';
import { countIncidents, type Group, groupTroubles, rankTroubles } from '#lib/model/trouble/rank.ts';
import type { Trouble } from '#lib/model/trouble.ts';
import { listWrong, type WrongService } from '#lib/store/fleet.ts';
import { listStandingBreakers } from './breaker.ts';
import { callersIn, lowestTier, readCalls } from './call-arc.ts';
import type { QueryContext } from './context.ts';
import { held } from './held.ts';

type StandingBreaker = Awaited<ReturnType<typeof listStandingBreakers>>[number];

export interface Wrong {
  /** Every incident, in no order that counts. */
  groups: Group[];
  /** Incidents, or some of them, worst first. */
  rank: (some: readonly Group[], most: number) => Trouble[];
}

interface Known {
  callers: CallersByCallee;
  tierOf: (service: string) => number;
}

function groupBy({ callers, tierOf }: Known, services: readonly WrongService[], standing: readonly StandingBreaker[]): Group[] {
  const breakers = standing.map(({ caller, callee, calleeKnown, name, state, since, nextTryAt }) => ({
    ...{ caller, callee, calleeKnown, name, state, since, nextTryAt, tier: tierOf(caller) },
  }));
  return groupTroubles({ services, breakers, callers });
}

/** What is wrong, grouped by its cause. Who calls whom is read only where something is. */
export async function groupWrong(ctx: QueryContext, services: readonly WrongService[], standing: readonly StandingBreaker[]): Promise<Wrong> {
  if (services.length + standing.length === 0) return { groups: [], rank: () => [] };
  const calls = await readCalls(ctx);
  return { groups: groupBy(calls, services, standing), rank: (some, most) => rankTroubles(some, calls, most) };
}

const readStanding = async (ctx: QueryContext) =>
  [await listWrong(ctx.db, ctx.nowMs), await listStandingBreakers(ctx, { openAtMs: ctx.nowMs })] as const;

/** How many incidents begin at each service, by the calls of a graph that holds all of them: it need not be read again for that. */
export async function countBegun(ctx: QueryContext, { nodes, edges }: Graph): Promise<Map<string, number>> {
  const [services, standing] = await readStanding(ctx);
  if (services.length + standing.length === 0) return new Map();
  const tiers = new Map(nodes.flatMap(({ id, kind, tier }) => (kind === 'service' ? [[id, tier ?? lowestTier] as const] : [])));
  const callers = callersIn(edges, (id) => tiers.has(id));
  return countIncidents(groupBy({ callers, tierOf: (service) => tiers.get(service) ?? lowestTier }, services, standing));
}

const heldMs = 400;

/** The same for whoever asks once a second: those who ask within that time are told the same. */
export const readWrong = (ctx: QueryContext): Promise<Wrong> =>
  held(ctx.db, 'wrong', { nowMs: ctx.nowMs, forMs: heldMs }, async () => groupWrong(ctx, ...(await readStanding(ctx))));
