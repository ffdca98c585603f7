import type { Forgotten } from '#lib/model/graph/review.ts';
import type { EdgeRef } from '#lib/model/graph.ts';
import type { Db } from './db.ts';

export interface KeptForgotten extends Forgotten {
  /** The service that would declare it. */
  owner: string;
  by: string;
  atMs: number;
}

/** Edges that owners want to hear no more of: all, or those with an end at the node. */
export async function listForgotten(db: Db, node?: string): Promise<KeptForgotten[]> {
  const rows = await db.forgottenEdge.findMany({
    ...(node === undefined ? {} : { where: { OR: [{ from: node }, { to: node }] } }),
    include: { service: { select: { name: true } } },
    orderBy: [{ at: 'desc' }, { from: 'asc' }, { to: 'asc' }],
  });
  return rows.map(({ from, to, kind, by, at, until, service }) => ({
    ...{ from, to, kind, by, owner: service.name, atMs: at.getTime(), untilMs: until?.getTime() ?? null },
  }));
}

export async function keepForgotten(tx: Db, serviceId: number, { from, to, kind }: EdgeRef, kept: { by: string; at: Date; until: Date | null }) {
  await tx.forgottenEdge.upsert({
    where: { serviceId_from_to_kind: { serviceId, from, to, kind } },
    create: { serviceId, from, to, kind, ...kept },
    update: kept,
  });
}

/** Says whether it was forgotten. */
export async function deleteForgotten(tx: Db, serviceId: number, { from, to, kind }: EdgeRef): Promise<boolean> {
  const { count } = await tx.forgottenEdge.deleteMany({ where: { serviceId, from, to, kind } });
  return count > 0;
}
