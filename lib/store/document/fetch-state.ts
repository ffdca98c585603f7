import type { Db } from '../db.ts';

/** What the last fetch of a document said: with it an unchanged document costs one conditional request. */
export interface FetchState {
  url: string;
  etag: string | null;
  lastModified: string | null;
  /** SHA-256 of the bytes that were sent. */
  textHash: string | null;
}

export async function findFetchState(db: Db, serviceId: number): Promise<FetchState | null> {
  const row = await db.documentState.findUnique({ where: { serviceId } });
  return row && { url: row.url, etag: row.etag, lastModified: row.lastModified, textHash: row.textHash };
}

export async function keepFetchState(db: Db, serviceId: number, state: FetchState, nowMs: number): Promise<void> {
  const kept = { ...state, checkedAt: new Date(nowMs) };
  await db.documentState.upsert({ where: { serviceId }, create: { serviceId, ...kept }, update: kept });
}
