import type { Acceptance } from '#lib/model/document.ts';
import type { Db } from '../db.ts';
import { cleanText, isoOf } from '../sql.ts';

/** What was accepted for a service and has not expired. */
export async function listAcceptances(db: Db, serviceId: number, nowMs: number): Promise<Acceptance[]> {
  const rows = await db.acceptance.findMany({
    where: { serviceId, OR: [{ expiresAt: null }, { expiresAt: { gt: new Date(nowMs) } }] },
    orderBy: { at: 'desc' },
  });
  return rows.map(({ fingerprint, reason, by, at, expiresAt }) => ({ fingerprint, reason, by, at: at.toISOString(), expiresAt: isoOf(expiresAt) }));
}

export async function keepAcceptance(tx: Db, serviceId: number, { fingerprint, reason, by, at, expiresAt }: Acceptance): Promise<void> {
  const kept = { reason: cleanText(reason), by, at: new Date(at), expiresAt: expiresAt === null ? null : new Date(expiresAt) };
  await tx.acceptance.upsert({
    where: { serviceId_fingerprint: { serviceId, fingerprint } },
    create: { serviceId, fingerprint, ...kept },
    update: kept,
  });
}

/** Says whether there was one. */
export async function deleteAcceptance(tx: Db, serviceId: number, fingerprint: string): Promise<boolean> {
  const { count } = await tx.acceptance.deleteMany({ where: { serviceId, fingerprint } });
  return count > 0;
}
