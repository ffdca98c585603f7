import { AppError } from '#lib/errors.ts';
import { publish } from '#lib/live/publish.ts';
import { log } from '#lib/log.ts';
import type { Finding } from '#lib/model/finding.ts';
import { findCallers } from '#lib/query/document/live.ts';
import { insertAudit } from '#lib/store/audit.ts';
import { inTransaction, type PrismaClient } from '#lib/store/db.ts';
import { keepLint, keepReview, listPending } from '#lib/store/document/review.ts';
import { findPredecessor, readRevisionText } from '#lib/store/document/revision.ts';
import { judgeAgain } from '../ladder.ts';
import { type Patience, workshop } from './workshop.ts';

type Pending = Awaited<ReturnType<typeof listPending>>[number];

/** What a revision changed; null where it is the first, or where the work could not be done. */
async function compareWithPredecessor(
  db: PrismaClient,
  revision: Pending,
  patience: Patience,
): Promise<{ comparedWith: number; findings: Finding[] } | null> {
  const before = await findPredecessor(db, revision);
  if (!before) return null;
  const [from, to] = await Promise.all([readRevisionText(db, before.id, 'canonical'), readRevisionText(db, revision.id, 'canonical')]);
  try {
    const { findings } = await workshop(patience).compare(from, to, { nowMs: Date.now(), witnesses: true });
    return { comparedWith: before.number, findings };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    log('documents').warn({ service: revision.service.name, revision: revision.number, reason: error.message }, 'a revision could not be compared');
    return null;
  }
}

/** Compares a revision with the one before it, keeps what changed, and tells when it breaks callers. */
async function reviewRevision(db: PrismaClient, revision: Pending, patience: Patience): Promise<void> {
  const compared = await compareWithPredecessor(db, revision, patience);
  const { name } = revision.service;
  const nowMs = Date.now();
  const callers = compared ? (await findCallers({ db, nowMs }, name)).map(({ service }) => service) : [];
  await inTransaction(db, async (tx) => {
    const kept = await keepReview(tx, revision.id, compared ?? { comparedWith: null, findings: [] }, nowMs);
    if (!kept || !compared) return;
    const count = (severity: Finding['severity']) => compared.findings.filter((finding) => finding.severity === severity).length;
    const data = {
      service: name,
      from: compared.comparedWith,
      to: revision.number,
      breaking: count('breaking'),
      warnings: count('warning'),
      callers,
    };
    await publish(tx, [{ kind: 'document.compared', subject: name, data }], nowMs);
    if (data.breaking === 0) return;
    const after = { revision: revision.number, breaking: data.breaking, warnings: data.warnings, callers };
    const line = { atMs: nowMs, actor: revision.by ?? 'signalbox', address: null, action: 'document.broke', subject: name };
    await insertAudit(tx, { ...line, before: { revision: compared.comparedWith }, after, correlationId: null });
  });
  await judgeAgain(db, name, Date.now());
}

/** Compares one new revision now, where nobody did yet. */
export async function reviewSoon(db: PrismaClient, revisionId: number): Promise<void> {
  const pending = (await listPending(db, 'review', 50)).find(({ id }) => id === revisionId);
  if (pending) await reviewRevision(db, pending, 'prompt');
}

/** Compares the revisions that nobody compared yet. */
export async function reviewRevisions(db: PrismaClient): Promise<void> {
  for (const revision of await listPending(db, 'review', 20)) await reviewRevision(db, revision, 'patient');
}

/** Lints the current revisions that nobody linted yet. One that cannot be linted is not tried again. */
export async function lintRevisions(db: PrismaClient): Promise<void> {
  for (const revision of await listPending(db, 'lint', 5)) {
    const { name } = revision.service;
    const [canonical, text] = [await readRevisionText(db, revision.id, 'canonical'), await readRevisionText(db, revision.id, 'text')];
    const lint = await workshop('patient')
      .lint(canonical, Buffer.from(text))
      .catch((error: unknown) => {
        if (!(error instanceof AppError)) throw error;
        log('documents').warn({ service: name, revision: revision.number, reason: error.message }, 'a revision could not be linted');
        return null;
      });
    const nowMs = Date.now();
    await inTransaction(db, async (tx) => {
      await keepLint(tx, revision.id, lint, nowMs);
      if (lint)
        await publish(tx, [{ kind: 'document.linted', subject: name, data: { service: name, number: revision.number, score: lint.score } }], nowMs);
    });
    await judgeAgain(db, name, Date.now());
  }
}
