import { AppError } from '#lib/errors.ts';
import type { Revision } from '#lib/model/document.ts';
import type { Finding } from '#lib/model/finding.ts';
import { mayEditService } from '#lib/model/role.ts';
import { inTransaction } from '#lib/store/db.ts';
import { findRevision, toRevision } from '#lib/store/document/revision.ts';
import { findOwner } from '#lib/store/owner.ts';
import { audit, type CommandContext, requireRole } from '../context.ts';
import { unknownService } from '../service.ts';
import { keepRevision, packDocument } from './keep.ts';
import { reviewSoon } from './review.ts';
import { workshop } from './workshop.ts';

/** One file of an upload. */
export interface Part {
  name: string;
  bytes: Uint8Array;
}

/** Above this, comparing with the revision before is left to the worker. */
const promptBytes = 500_000;

export interface Uploaded {
  created: boolean;
  revision: Revision;
  findings: Finding[];
}

/** The service, where the actor may change it. */
export async function findEditable(ctx: CommandContext, name: string) {
  requireRole(ctx, 'user');
  const service = await findOwner(ctx.db, name);
  if (!service) throw unknownService(name);
  if (!mayEditService(ctx.actor, service.team)) throw new AppError('forbidden', 'Only admins and members of the owning team change this service.');
  return service;
}

/** Stores an uploaded document. A text that is the current revision already makes none. */
export async function uploadDocument(ctx: CommandContext, name: string, parts: Part[]): Promise<Uploaded> {
  const service = await findEditable(ctx, name);
  if (parts.length === 0) throw new AppError('bad_request', 'There is no document in the body: send it as JSON, YAML, a zip or a form with files.');
  const read = await workshop().read(parts);
  const sourceName = parts.length === 1 ? (parts[0]?.name ?? null) : `${parts.length} files`;
  const packed = await packDocument(read, { source: 'uploaded', sourceName, by: ctx.actor.name });
  const { id, created, revision } = await inTransaction(ctx.db, async (tx) => {
    const kept = await keepRevision(tx, service, packed, ctx.nowMs);
    if (kept.created) {
      const { number, format, version, sizeBytes } = kept.revision;
      await audit(tx, ctx, 'document.uploaded', name, null, { revision: number, format, version, sizeBytes });
    }
    return kept;
  });
  if (!created || revision.sizeBytes > promptBytes) return { created, revision, findings: read.findings };
  await reviewSoon(ctx.db, id);
  const reviewed = await findRevision(ctx.db, service.id, revision.number);
  return { created, revision: reviewed ? toRevision(reviewed) : revision, findings: read.findings };
}
