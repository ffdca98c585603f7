import { type Group, groupTroubles, rankTroubles } from '#lib/model/trouble/rank.ts';
import type { Trouble } from '#lib/model/trouble.ts';
import { listWrong, type WrongService } from '#lib/store/fleet.ts';
import { listStandingBreakers } from './breaker.ts';
import { readCalls } from './call-arc.ts';
import type { QueryContext } from './context.ts';
import { held } from './held.ts';

type StandingBreaker = Awaited<ReturnType<typeof listStandingBreakers>>[number];

export interface Wrong {
  /** Every incident, in no order that counts. */
  groups: Group[];
  /** Incidents, or some of them, worst first. */
  rank: (some: readonly Group[], most: number) => Trouble[];
}

/** What is wrong, grouped by its cause. Who calls whom is read only where something is. */
export async function groupWrong(ctx: QueryContext, services: readonly WrongService[], standing: readonly StandingBreaker[]): Promise<Wrong> {
  if (services.length + standing.length === 0) return { groups: [], rank: () => [] };
  const calls = await readCalls(ctx);
  const breakers = standing.map(({ caller, callee, calleeKnown, name, state, since, nextTryAt }) => ({
    ...{ caller, callee, calleeKnown, name, state, since, nextTryAt, tier: calls.tierOf(caller) },
  }));
  const groups = groupTroubles({ services, breakers, callers: calls.callers });
  return { groups, rank: (some, most) => rankTroubles(some, calls, most) };
}

const heldMs = 400;

/** The same for whoever asks once a second: those who ask within that time are told the same. */
export const readWrong = (ctx: QueryContext): Promise<Wrong> =>
  held(ctx.db, 'wrong', { nowMs: ctx.nowMs, forMs: heldMs }, async () =>
    groupWrong(ctx, await listWrong(ctx.db, ctx.nowMs), await listStandingBreakers(ctx, { openAtMs: ctx.nowMs })),
  );
