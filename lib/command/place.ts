import { AppError, validationError } from '#lib/errors.ts';
import { publish } from '#lib/live/publish.ts';
import { type GraphPlace, mostPlaces } from '#lib/model/graph.ts';
import { requireView } from '#lib/query/place.ts';
import { inTransaction } from '#lib/store/db.ts';
import { countPlaces, findLayout, keepLayout, keepPlaces } from '#lib/store/place.ts';
import { audit, type CommandContext, requireRole } from './context.ts';

interface Placing {
  view: string;
  /** The version that the places were worked out from. */
  version: number;
  places: readonly GraphPlace[];
}

/** Old versions of a picture are of use for this long: to say what moved. */
const keptLayoutsMs = 8 * 86_400_000;

/** Keeps where new nodes stand. Nothing that stands anywhere moves; of an older version nothing is kept. */
export async function placeNodes(ctx: CommandContext, { view, version, places }: Placing): Promise<{ placed: number }> {
  requireRole(ctx, 'user');
  await requireView(ctx, view);
  return inTransaction(ctx.db, async (tx) => {
    if ((await findLayout(tx, view)).version !== version) return { placed: 0 };
    if ((await countPlaces(tx, view, version)) + places.length > mostPlaces)
      throw new AppError('unprocessable', `This picture would hold more than ${mostPlaces} nodes. Lay it out anew to drop those that are gone.`);
    return { placed: await keepPlaces(tx, view, version, places, ctx.nowMs) };
  });
}

/** Lays a picture out anew for everybody: each node where it is said, and none where it was. */
export async function layOutGraph(ctx: CommandContext, { view, version, places }: Placing): Promise<{ version: number }> {
  requireRole(ctx, 'user');
  await requireView(ctx, view);
  refuseDoubles(places);
  return inTransaction(ctx.db, async (tx) => {
    const now = await findLayout(tx, view);
    if (now.version !== version)
      throw new AppError('conflict', `${now.by ?? 'Somebody'} laid this picture out meanwhile. Look at it, then try again.`);
    const next = { version: now.version + 1, by: ctx.actor.name };
    await keepLayout(tx, view, next, ctx.nowMs, ctx.nowMs - keptLayoutsMs);
    await keepPlaces(tx, view, next.version, places, ctx.nowMs);
    await audit(tx, ctx, 'graph.laidOut', view, { version: now.version }, { version: next.version, nodes: places.length });
    await publish(tx, [{ kind: 'graph.laidOut', subject: null, data: { view, ...next } }], ctx.nowMs);
    return { version: next.version };
  });
}

function refuseDoubles(places: readonly GraphPlace[]): void {
  const [nodes, cells] = [new Set<string>(), new Set<string>()];
  for (const [at, { node, rank, slot }] of places.entries()) {
    if (nodes.has(node)) throw validationError([{ path: `places.${at}.node`, message: `${node} is placed twice` }]);
    if (cells.has(`${rank} ${slot}`)) throw validationError([{ path: `places.${at}`, message: `rank ${rank}, slot ${slot} is given to two nodes` }]);
    nodes.add(node);
    cells.add(`${rank} ${slot}`);
  }
}
