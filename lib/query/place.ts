import { AppError } from '#lib/errors.ts';
import { countMoved } from '#lib/model/graph/place.ts';
import type { GraphPlaces } from '#lib/model/graph.ts';
import { hasDomain } from '#lib/store/group.ts';
import { findOwner } from '#lib/store/owner.ts';
import { findLayout, listPlaces } from '#lib/store/place.ts';
import { type QueryContext, requireReader } from './context.ts';

const dayMs = 86_400_000;

/** Refuses pictures of what is not there. */
export async function requireView(ctx: Pick<QueryContext, 'db'>, view: string): Promise<void> {
  const [kind, name] = view.split(':');
  if (name === undefined) return;
  const isThere = kind === 'around' ? (await findOwner(ctx.db, name)) !== null : await hasDomain(ctx.db, name);
  if (!isThere) throw new AppError('not_found', `There is no ${kind === 'around' ? 'service' : 'domain'} named ${name}.`);
}

/** Where the nodes of a picture stand, and what moved within a day. */
export async function readPlaces(ctx: QueryContext, view: string): Promise<GraphPlaces> {
  requireReader(ctx);
  await requireView(ctx, view);
  const yesterdayMs = ctx.nowMs - dayMs;
  const now = await findLayout(ctx.db, view);
  const then = await findLayout(ctx.db, view, yesterdayMs);
  const kept = await listPlaces(ctx.db, view, now.version);
  const before = (then.version === now.version ? kept : await listPlaces(ctx.db, view, then.version)).filter(({ atMs }) => atMs <= yesterdayMs);
  const cellsOf = (places: typeof kept) => new Map(places.map(({ node, rank, slot }) => [node, { rank, slot }]));
  const known = cellsOf(before);
  return {
    ...{ view, version: now.version, by: now.by, at: now.atMs === null ? null : new Date(now.atMs).toISOString() },
    moved: countMoved(known, cellsOf(kept)),
    added: known.size === 0 ? 0 : kept.filter(({ node }) => !known.has(node)).length,
    places: kept.map(({ node, rank, slot }) => ({ node, rank, slot })),
  };
}
