import { type Change, type ChangeKind, toldKinds } from '#lib/model/change.ts';
import { type ChangeTopic, changeTopics } from '#lib/model/change-topic.ts';
import { countBreakers } from '#lib/store/breaker.ts';
import { listChanges } from '#lib/store/change.ts';
import { readFleet, readHealth } from '#lib/store/fleet.ts';
import { listStandingBreakers } from './breaker.ts';
import { type QueryContext, requireReader } from './context.ts';
import { groupWrong } from './trouble.ts';

const mostTroubles = 50;

export async function readFleetSummary(ctx: QueryContext) {
  requireReader(ctx);
  const { wrong, ...fleet } = await readFleet(ctx.db, ctx.nowMs);
  const standing = await listStandingBreakers(ctx, { openAtMs: ctx.nowMs });
  const halfOpen = standing.filter(({ state }) => state === 'half-open').length;
  const { groups, rank } = await groupWrong(ctx, wrong, standing);
  return {
    ...fleet,
    ...{ wrong: rank(groups, mostTroubles), wrongTotal: groups.length },
    breakers: { open: standing.length - halfOpen, halfOpen, total: await countBreakers(ctx.db) },
  };
}

export async function readHealthMap(ctx: QueryContext) {
  requireReader(ctx);
  return { services: await readHealth(ctx.db, ctx.nowMs) };
}

export async function listRecentChanges(
  ctx: QueryContext,
  input: { service?: string; about?: ChangeTopic; before?: number; limit: number },
): Promise<{ changes: Change[] }> {
  requireReader(ctx);
  const kinds: readonly ChangeKind[] = input.about === undefined ? toldKinds : changeTopics[input.about];
  return { changes: await listChanges(ctx.db, { kinds, service: input.service, beforeId: input.before, limit: input.limit }) };
}
