import type { DocumentKind } from '#lib/model/document.ts';
import { listAcceptances } from '#lib/store/document/acceptance.ts';
import { listScores } from '#lib/store/document/review.ts';
import { listKinds, readRevisionFindings, toRevision } from '#lib/store/document/revision.ts';
import type { QueryContext } from '../context.ts';
import { readParsedIndex } from './parsed.ts';
import { findDocumentOwner, findRevisionOf, type Which } from './revision.ts';

type Asked = Which & { name: string };

/** What a document holds, to be listed at once. */
export async function readDocumentIndex(ctx: QueryContext, { name, ...which }: Asked) {
  const service = await findDocumentOwner(ctx, name);
  const row = await findRevisionOf(ctx.db, service, which);
  const kinds: DocumentKind[] = await listKinds(ctx.db, service.id);
  return { revision: toRevision(row), kinds, index: await readParsedIndex(ctx.db, row) };
}

/** Violations and style of a revision, with the score's trend. */
export async function readDocumentFindings(ctx: QueryContext, { name, ...which }: Asked) {
  const service = await findDocumentOwner(ctx, name);
  const row = await findRevisionOf(ctx.db, service, which);
  const violations = (await readRevisionFindings(ctx.db, row.id, 'findings')) ?? [];
  const findings = row.lintScore === null ? null : await readRevisionFindings(ctx.db, row.id, 'lint');
  const lint = findings && row.lintScore !== null ? { score: row.lintScore, findings } : null;
  const accepted = await listAcceptances(ctx.db, service.id, ctx.nowMs);
  return { revision: toRevision(row), violations, lint, trend: await listScores(ctx.db, service.id, row.kind), accepted };
}
