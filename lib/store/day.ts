import type { ServiceRow } from '#lib/model/service.ts';
import type { Db } from './db.ts';

type Day = Pick<ServiceRow, 'history' | 'rates'>;

const empty = (): Day => ({ history: Array.from({ length: 24 }, () => null), rates: Array.from({ length: 24 }, () => null) });

export async function listDays(_db: Db, ids: number[], _nowMs: number): Promise<Map<number, Day>> {
  return new Map(ids.map((id) => [id, empty()]));
}
