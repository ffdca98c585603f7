import type { Finding } from '#lib/model/finding.ts';
import type { Db } from '../db.ts';
import type { Prisma } from '../generated/sqlite/client.ts';
import { packJson } from './text.ts';

type Pending = Prisma.RevisionGetPayload<{ include: { service: { select: { name: true } } } }>;

/** Revisions that nobody compared with their predecessor or linted yet, oldest first. */
export function listPending(db: Db, what: 'review' | 'lint', limit: number): Promise<Pending[]> {
  return db.revision.findMany({
    where: what === 'review' ? { reviewedAt: null } : { lintedAt: null, current: true },
    include: { service: { select: { name: true } } },
    orderBy: { id: 'asc' },
    take: limit,
  });
}

export interface Review {
  comparedWith: number | null;
  findings: Finding[];
}

/** Keeps what a revision changed against its predecessor; false where somebody else was first. */
export async function keepReview(tx: Db, revisionId: number, { comparedWith, findings }: Review, nowMs: number): Promise<boolean> {
  const count = (severity: Finding['severity']) =>
    comparedWith === null ? null : findings.filter((finding) => finding.severity === severity).length;
  const { count: kept } = await tx.revision.updateMany({
    where: { id: revisionId, reviewedAt: null },
    data: { comparedWith, breaking: count('breaking'), warnings: count('warning'), infos: count('info'), reviewedAt: new Date(nowMs) },
  });
  if (kept === 0) return false;
  if (comparedWith !== null) await tx.revisionBody.update({ where: { revisionId }, data: { comparison: await packJson(findings) } });
  return true;
}

/** Keeps a revision's lint; without a result it is not tried again. */
export async function keepLint(tx: Db, revisionId: number, lint: { score: number; findings: Finding[] } | null, nowMs: number): Promise<void> {
  await tx.revision.updateMany({ where: { id: revisionId }, data: { lintScore: lint?.score ?? null, lintedAt: new Date(nowMs) } });
  if (lint) await tx.revisionBody.updateMany({ where: { revisionId }, data: { lint: await packJson(lint.findings) } });
}

/** Scores of a service's revisions of one kind, oldest first, the latest fifty. */
export async function listScores(db: Db, serviceId: number, kind: 'openapi' | 'asyncapi'): Promise<{ number: number; at: string; score: number }[]> {
  const rows = await db.revision.findMany({
    where: { serviceId, kind, lintScore: { not: null } },
    select: { number: true, at: true, lintScore: true },
    orderBy: { number: 'desc' },
    take: 50,
  });
  return rows.reverse().map(({ number, at, lintScore }) => ({ number, at: at.toISOString(), score: lintScore ?? 0 }));
}
