import type { ImportPlan } from '#lib/model/descriptor/import.ts';
import { readUpload } from '#lib/probe/descriptor/reader.ts';
import type { Part } from '#lib/probe/descriptor/unpack.ts';
import { type CommandContext, requireRole } from '../context.ts';
import { describePlan, findNewDocuments, listKnown, planImport } from './plan.ts';

/** What importing these files would do. Nothing is stored. */
export async function previewImport(ctx: CommandContext, parts: Part[]): Promise<ImportPlan> {
  requireRole(ctx, 'admin');
  const read = await readUpload(parts, await listKnown(ctx.db));
  const descriptors = { ...read, documents: await findNewDocuments(ctx.db, read.documents) };
  return describePlan(descriptors, await planImport(ctx, ctx.db, descriptors));
}
