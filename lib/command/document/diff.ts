import { AppError } from '#lib/errors.ts';
import { adviseVersion } from '#lib/model/compare/version-advice.ts';
import type { Acceptance, Revision, VersionAdvice } from '#lib/model/document.ts';
import { countFindings, type Finding } from '#lib/model/finding.ts';
import { type Caller, findCallers } from '#lib/query/document/live.ts';
import { findDocumentOwner, findRevisionOf } from '#lib/query/document/revision.ts';
import { listAcceptances } from '#lib/store/document/acceptance.ts';
import { readRevisionFindings, readRevisionText, toRevision } from '#lib/store/document/revision.ts';
import { type CommandContext, requireRole } from '../context.ts';
import { workshop } from './workshop.ts';

export interface Comparison {
  findings: Finding[];
  breaking: number;
  warnings: number;
  infos: number;
  advice: VersionAdvice;
}

function summarise(findings: Finding[], advice: VersionAdvice): Comparison {
  const { breaking, warnings, infos } = countFindings(findings);
  return { findings, breaking, warnings, infos, advice };
}

export interface RevisionDiff extends Comparison {
  from: Revision;
  to: Revision;
  accepted: Acceptance[];
  hit: Caller[];
}

/** What changed between two revisions of a service's document, and who meets it. */
export async function diffRevisions(ctx: CommandContext, input: { name: string; from: number; to: number }): Promise<RevisionDiff> {
  requireRole(ctx, 'guest');
  const service = await findDocumentOwner(ctx, input.name);
  const from = await findRevisionOf(ctx.db, service, { revision: input.from });
  const to = await findRevisionOf(ctx.db, service, { revision: input.to });
  if (from.kind !== to.kind)
    throw new AppError('unprocessable', 'An OpenAPI and an AsyncAPI document cannot be compared: choose two revisions of one kind.');
  const [accepted, hit] = [await listAcceptances(ctx.db, service.id, ctx.nowMs), await findCallers(ctx, service.name)];
  const both = { from: toRevision(from), to: toRevision(to), accepted, hit };
  const known = to.comparedWith === from.number ? await readRevisionFindings(ctx.db, to.id, 'comparison') : null;
  if (known) return { ...both, ...summarise(known, adviseVersion(known, from.version, to.version)) };
  const texts = await Promise.all([from, to].map(({ id }) => readRevisionText(ctx.db, id, 'canonical')));
  const { findings, advice } = await workshop().compare(texts[0] ?? '', texts[1] ?? '', { nowMs: ctx.nowMs, witnesses: true });
  return { ...both, ...summarise(findings, advice) };
}

/** Compares two documents given in a body; stores nothing. */
export async function compareDocumentTexts(ctx: CommandContext, body: Uint8Array): Promise<Comparison> {
  requireRole(ctx, 'guest');
  const { findings, advice } = await workshop().compareBody(body, ctx.nowMs);
  return summarise(findings, advice);
}
