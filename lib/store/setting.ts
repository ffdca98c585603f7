import type { Db } from './db.ts';

/** A value kept under a name; null when there is none. */
export async function getSetting(db: Db, key: string): Promise<unknown> {
  const row = await db.setting.findUnique({ where: { key } });
  return (row?.value as { value?: unknown } | undefined)?.value ?? null;
}

/** Keeps any JSON value. It is wrapped: Json columns hold objects on every database. */
export async function setSetting(db: Db, key: string, value: unknown): Promise<void> {
  const kept = { value: value as never };
  await db.setting.upsert({ where: { key }, create: { key, value: kept }, update: { value: kept } });
}
