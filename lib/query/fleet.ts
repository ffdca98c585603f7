import { type Change, type ChangeKind, toldKinds } from '#lib/model/change.ts';
import { listChanges } from '#lib/store/change.ts';
import { readFleet, readHealth } from '#lib/store/fleet.ts';
import { type QueryContext, requireReader } from './context.ts';

export function readFleetSummary(ctx: QueryContext) {
  requireReader(ctx);
  return readFleet(ctx.db, ctx.nowMs);
}

export async function readHealthMap(ctx: QueryContext) {
  requireReader(ctx);
  return { services: await readHealth(ctx.db, ctx.nowMs) };
}

export async function listRecentChanges(
  ctx: QueryContext,
  input: { service?: string; before?: number; limit: number },
): Promise<{ changes: Change[] }> {
  requireReader(ctx);
  const kinds: ChangeKind[] = toldKinds;
  return { changes: await listChanges(ctx.db, { kinds, service: input.service, beforeId: input.before, limit: input.limit }) };
}
