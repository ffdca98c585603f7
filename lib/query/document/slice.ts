import { AppError } from '#lib/errors.ts';
import { placeServers } from '#lib/model/document/place-servers.ts';
import { sampleCalls } from '#lib/model/document/sample-call.ts';
import { sliceOperation } from '#lib/model/document/slice.ts';
import { describeChannel } from '#lib/model/document/slice-channel.ts';
import { type Tree, treeOf } from '#lib/model/document/tree.ts';
import type { OperationEntry } from '#lib/model/document.ts';
import type { QueryContext } from '../context.ts';
import { readService } from '../service.ts';
import { readParsedDocument, readParsedIndex } from './parsed.ts';
import { findDocumentOwner, findRevisionOf, type Which } from './revision.ts';

const maxSliceBytes = 400_000;

interface Sliced {
  operation: OperationEntry;
  document: Tree;
  cut: string[];
  samples: { language: 'curl' | 'fetch' | 'sdk'; code: string }[];
}

/** One operation as a document of its own, its servers set to where the service is registered. */
export async function readOperationSlice(
  ctx: QueryContext,
  { name, key, depth, ...which }: Which & { name: string; key: string; depth: number },
): Promise<Sliced> {
  const owner = await findDocumentOwner(ctx, name);
  const row = await findRevisionOf(ctx.db, owner, which);
  const { operations } = await readParsedIndex(ctx.db, row);
  const operation = operations.find((entry) => entry.key === key);
  const document = await readParsedDocument(ctx.db, row);
  if (!operation) throw new AppError('not_found', `Revision ${row.number} has no operation ${key.slice(0, 200)}.`);
  if (operation.kind === 'channel') {
    const channel = describeChannel(document, key, { depth });
    if (!channel) throw new AppError('not_found', `Revision ${row.number} has no channel ${key.slice(0, 200)}.`);
    const { cut, ...described } = channel;
    return { operation, document: described as unknown as Tree, cut, samples: [] };
  }
  const slice = sliceOperation(document, key, { depth, maxBytes: maxSliceBytes });
  if (!slice) throw new AppError('not_found', `Revision ${row.number} has no operation ${key.slice(0, 200)}.`);
  const { baseUrl } = await readService(ctx, name);
  const cut = treeOf(slice.document);
  const placed = baseUrl === null ? cut : placeServers(cut, baseUrl);
  return { operation, document: placed, cut: slice.cut, samples: sampleCalls(placed, key, { service: name }) };
}
