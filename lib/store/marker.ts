import type { ChangeDataOf } from '#lib/model/change.ts';
import { type Marker, maxMarkers } from '#lib/model/marker.ts';
import type { Db } from './db.ts';

/** When a service came to another version within a span, oldest first. */
export async function listMarkers(db: Db, name: string, fromMs: number, toMs: number): Promise<Marker[]> {
  const rows = await db.change.findMany({
    where: { kind: 'version.changed', subject: name, at: { gte: new Date(fromMs), lte: new Date(toMs) } },
    orderBy: { id: 'desc' },
    take: maxMarkers,
    select: { at: true, data: true },
  });
  return rows.reverse().map(({ at, data }) => {
    const { from, to } = data as ChangeDataOf<'version.changed'>;
    return { at: at.toISOString(), from, to };
  });
}
