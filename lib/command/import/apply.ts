import { AppError } from '#lib/errors.ts';
import { publish } from '#lib/live/publish.ts';
import type { DocumentDraft } from '#lib/model/descriptor/draft.ts';
import type { Remark } from '#lib/model/descriptor/entry.ts';
import type { ImportResult } from '#lib/model/descriptor/import.ts';
import type { Descriptors } from '#lib/probe/descriptor/read.ts';
import { readUpload } from '#lib/probe/descriptor/reader.ts';
import type { Part } from '#lib/probe/descriptor/unpack.ts';
import { type Db, inTransaction } from '#lib/store/db.ts';
import { awaitImportTurn, keepEntries } from '#lib/store/descriptor.ts';
import { writeImport } from '#lib/store/descriptor-service.ts';
import { audit, type CommandContext, requireRole } from '../context.ts';
import { keepRevision, packDocument } from '../document/keep.ts';
import { workshop } from '../document/workshop.ts';
import { findNewDocuments, listKnown, type Planned, planImport } from './plan.ts';

const documentsAtOnce = 4;

interface Ready {
  service: string;
  packed: Awaited<ReturnType<typeof packDocument>>;
}

/** Reads the documents before the transaction begins. One that cannot be used is noted, and its service goes in without it. */
async function readDocuments(ctx: CommandContext, documents: DocumentDraft[]): Promise<{ ready: Ready[]; notes: Remark[] }> {
  const ready: Ready[] = [];
  const notes: Remark[] = [];
  const readOne = async ({ service, fileName, text }: DocumentDraft) => {
    const parts = [{ name: fileName, bytes: new TextEncoder().encode(text) }];
    try {
      const reading = await workshop().read(parts);
      ready.push({ service, packed: await packDocument(reading, { source: 'imported', sourceName: fileName, by: ctx.actor.name }) });
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      notes.push({ file: fileName, line: 1, entry: service, text: `its API document was left out: ${error.message}`, times: 1 });
    }
  };
  for (let from = 0; from < documents.length; from += documentsAtOnce) await Promise.all(documents.slice(from, from + documentsAtOnce).map(readOne));
  return { ready, notes };
}

/** Imports files: everything that they say and that is not rejected, or nothing. */
export async function applyImport(ctx: CommandContext, parts: Part[]): Promise<ImportResult> {
  requireRole(ctx, 'admin');
  const descriptors = await readUpload(parts, await listKnown(ctx.db));
  const { ready, notes } = await readDocuments(ctx, await findNewDocuments(ctx.db, descriptors.documents));
  return inTransaction(ctx.db, async (tx) => {
    await awaitImportTurn(tx);
    const planned = await planImport(ctx, tx, descriptors);
    const ids = await writeImport(tx, planned, ctx.nowMs);
    const entries = await keepEntries(tx, descriptors.entries, ctx.nowMs);
    let documents = 0;
    for (const { service, packed } of ready) {
      const id = ids.get(service);
      if (id !== undefined && (await keepRevision(tx, { id, name: service }, packed, ctx.nowMs)).created) documents += 1;
    }
    const result = resultOf(planned, descriptors, { documents, notes });
    const shown = documents + result.groups + result.created.length + result.changed.length;
    if (entries + shown > 0) await recordImport(tx, ctx, parts, result);
    if (shown > 0) await tellImport(tx, ctx, result);
    return result;
  });
}

function resultOf({ steps, groups, notes }: Planned, { rejected }: Descriptors, more: { documents: number; notes: Remark[] }): ImportResult {
  const named = (action: string) => steps.filter((step) => step.action === action).map(({ name }) => name);
  return {
    created: named('create'),
    changed: named('change'),
    same: named('same').length,
    groups: groups.filter(({ action }) => action !== 'same').length,
    documents: more.documents,
    rejected,
    notes: [...notes, ...more.notes],
  };
}

async function recordImport(
  tx: Db,
  ctx: CommandContext,
  parts: Part[],
  { created, changed, same, rejected, documents }: ImportResult,
): Promise<void> {
  const files = parts.slice(0, 20).map(({ name }) => name);
  const after = { files, created: created.slice(0, 100), changed: changed.slice(0, 100), same, documents, rejected: rejected.length };
  await audit(tx, ctx, 'import.applied', `${created.length} new, ${changed.length} changed`, null, after);
}

async function tellImport(tx: Db, ctx: CommandContext, { created, changed }: ImportResult): Promise<void> {
  const data = { by: ctx.actor.name, created: created.length, changed: changed.length };
  await publish(tx, [{ kind: 'import.applied', subject: null, data }], ctx.nowMs);
}
