import { AppError, validationError } from '#lib/errors.ts';
import { publish } from '#lib/live/publish.ts';
import { serviceMatcher } from '#lib/model/callee.ts';
import { type Declarations, declareEdge, ownerOf, withdrawEdge } from '#lib/model/graph/review.ts';
import type { EdgeRef } from '#lib/model/graph.ts';
import { mayEditService } from '#lib/model/role.ts';
import { calleeSchema } from '#lib/model/service.ts';
import { type Db, inTransaction } from '#lib/store/db.ts';
import { deleteForgotten, keepForgotten } from '#lib/store/forgotten.ts';
import { listGraphServices } from '#lib/store/graph.ts';
import { findOwner, type Owner } from '#lib/store/owner.ts';
import { findService, updateService } from '#lib/store/service.ts';
import { audit, type CommandContext, requireRole } from './context.ts';
import { unknownService } from './service.ts';

const dayMs = 86_400_000;
const wordsOf = ({ from, to, kind }: EdgeRef) => `${from} → ${to} (${kind})`;

/** The edges by the service that declares them; refuses all where one is not the actor's to decide. */
async function groupByOwner<E extends EdgeRef>(ctx: CommandContext, edges: readonly E[]): Promise<{ owner: Owner; edges: E[] }[]> {
  requireRole(ctx, 'user');
  const groups = new Map<string, E[]>();
  for (const [at, edge] of edges.entries()) {
    const name = ownerOf(edge);
    if (name === null)
      throw validationError([{ path: `edges.${at}`, message: `${wordsOf(edge)} begins at what is not registered: nobody can decide on it` }]);
    groups.set(name, [...(groups.get(name) ?? []), edge]);
  }
  return Promise.all([...groups].map(async ([name, own]) => ({ owner: await findDeciding(ctx, name), edges: own })));
}

async function findDeciding(ctx: CommandContext, name: string): Promise<Owner> {
  const owner = await findOwner(ctx.db, name);
  if (!owner) throw unknownService(name);
  if (!mayEditService(ctx.actor, owner.team))
    throw new AppError('forbidden', `Only admins and members of the team that owns ${name} decide on its edges.`);
  return owner;
}

/** Changes what a service declares, with its audit line and its change. Says whether anything is another. */
async function redeclare(tx: Db, ctx: CommandContext, name: string, action: string, change: (has: Declarations) => Declarations): Promise<boolean> {
  const service = await findService(tx, name, ctx.nowMs);
  if (!service) throw unknownService(name);
  const { dependencies, datastores, publishes, subscribes } = service;
  const before: Declarations = { dependencies, datastores, publishes, subscribes };
  const after = change(before);
  const fields = (Object.keys(before) as (keyof Declarations)[]).filter((field) => JSON.stringify(before[field]) !== JSON.stringify(after[field]));
  if (fields.length === 0) return false;
  const pick = (from: Declarations) => Object.fromEntries(fields.map((field) => [field, from[field]]));
  await updateService(tx, name, pick(after), ctx.nowMs);
  await audit(tx, ctx, action, name, pick(before), pick(after));
  await publish(tx, [{ kind: 'service.changed', subject: name, data: { service: name, by: ctx.actor.name, fields } }], ctx.nowMs);
  return true;
}

/** Makes observed edges declared ones. What was declared already stays as it is. */
export async function confirmEdges(ctx: CommandContext, edges: readonly (EdgeRef & { critical: boolean })[]): Promise<{ changed: number }> {
  for (const [at, { from, to, kind }] of edges.entries())
    if (
      kind !== 'datastore' &&
      !from.startsWith('topic:') &&
      !to.startsWith('topic:') &&
      !calleeSchema.safeParse(to.slice(to.indexOf(':') + 1)).success
    )
      throw validationError([{ path: `edges.${at}.to`, message: `${to} is no name that a service can declare` }]);
  const groups = await groupByOwner(ctx, edges);
  return inTransaction(ctx.db, async (tx) => {
    let changed = 0;
    for (const { owner, edges: own } of groups) {
      const add = (has: Declarations) => own.reduce((sum, edge) => declareEdge(sum, edge, edge.critical), has);
      if (await redeclare(tx, ctx, owner.name, 'edge.confirmed', add)) changed += own.length;
      for (const edge of own) await deleteForgotten(tx, owner.id, edge);
    }
    return { changed };
  });
}

/** Takes declarations back, by whatever name they were given. */
export async function withdrawEdges(ctx: CommandContext, edges: readonly EdgeRef[]): Promise<{ changed: number }> {
  const groups = await groupByOwner(ctx, edges);
  const means = serviceMatcher(await listGraphServices(ctx.db, ctx.nowMs));
  return inTransaction(ctx.db, async (tx) => {
    let changed = 0;
    for (const { owner, edges: own } of groups) {
      const take = (has: Declarations) => own.reduce((left, edge) => withdrawEdge(left, edge, means), has);
      if (await redeclare(tx, ctx, owner.name, 'edge.withdrawn', take)) changed += own.length;
    }
    if (changed === 0) throw new AppError('not_found', `${wordsOf(edges[0] as EdgeRef)} is not declared.`);
    return { changed };
  });
}

/** Takes observed edges out of sight: for so many days, after which a call brings them back, or for good. */
export async function forgetSeenEdges(ctx: CommandContext, edges: readonly EdgeRef[], days: number | null): Promise<{ changed: number }> {
  const groups = await groupByOwner(ctx, edges);
  const until = days === null ? null : new Date(ctx.nowMs + days * dayMs);
  return inTransaction(ctx.db, async (tx) => {
    for (const { owner, edges: own } of groups) {
      for (const edge of own) await keepForgotten(tx, owner.id, edge, { by: ctx.actor.name, at: new Date(ctx.nowMs), until });
      await audit(tx, ctx, 'edge.forgotten', owner.name, null, { edges: own.map(wordsOf), until: until?.toISOString() ?? null });
      await publish(tx, [{ kind: 'edges.decided', subject: owner.name, data: { service: owner.name, by: ctx.actor.name } }], ctx.nowMs);
    }
    return { changed: edges.length };
  });
}

/** Brings forgotten edges back into sight. */
export async function recallEdges(ctx: CommandContext, edges: readonly EdgeRef[]): Promise<{ changed: number }> {
  const groups = await groupByOwner(ctx, edges);
  return inTransaction(ctx.db, async (tx) => {
    let changed = 0;
    for (const { owner, edges: own } of groups) {
      const recalled: EdgeRef[] = [];
      for (const edge of own) if (await deleteForgotten(tx, owner.id, edge)) recalled.push(edge);
      if (recalled.length === 0) continue;
      changed += recalled.length;
      await audit(tx, ctx, 'edge.recalled', owner.name, { edges: recalled.map(wordsOf) }, null);
      await publish(tx, [{ kind: 'edges.decided', subject: owner.name, data: { service: owner.name, by: ctx.actor.name } }], ctx.nowMs);
    }
    if (changed === 0) throw new AppError('not_found', `${wordsOf(edges[0] as EdgeRef)} is not forgotten.`);
    return { changed };
  });
}
