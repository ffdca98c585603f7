import { LRUCache } from 'lru-cache';
import type { Tree } from '#lib/model/document/tree.ts';
import type { DocumentIndex } from '#lib/model/document.ts';
import type { Db } from '#lib/store/db.ts';
import { readRevisionIndex, readRevisionText } from '#lib/store/document/revision.ts';

interface Parsed {
  document: Tree;
  length: number;
}

/** Parsed documents that were asked for lately: parsing four megabytes takes 20 ms, a slice of them less than one. */
const documents = new LRUCache<string, Parsed>({
  maxSize: 32_000_000,
  maxEntrySize: 20_000_000,
  sizeCalculation: ({ length }) => Math.max(1, length),
});
const indexes = new LRUCache<string, { index: DocumentIndex }>({ max: 100 });

/** A revision never changes, but another database has other revisions under the same ids: the hash tells them apart. */
interface Stored {
  id: number;
  contentHash: string;
}

const keyOf = ({ id, contentHash }: Stored) => `${id} ${contentHash}`;

export async function readParsedDocument(db: Db, revision: Stored): Promise<Tree> {
  const key = keyOf(revision);
  const known = documents.get(key);
  if (known) return known.document;
  const text = await readRevisionText(db, revision.id, 'canonical');
  const document = JSON.parse(text) as Tree;
  documents.set(key, { document, length: text.length });
  return document;
}

export async function readParsedIndex(db: Db, revision: Stored): Promise<DocumentIndex> {
  const key = keyOf(revision);
  const known = indexes.get(key);
  if (known) return known.index;
  const index = await readRevisionIndex(db, revision.id);
  if (!index) throw new Error(`revision ${revision.id} has no index`);
  indexes.set(key, { index });
  return index;
}
