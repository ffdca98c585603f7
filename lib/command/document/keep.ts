import { publish } from '#lib/live/publish.ts';
import type { Revision, RevisionSource } from '#lib/model/document.ts';
import type { ReadDocument } from '#lib/probe/document/read.ts';
import type { Db } from '#lib/store/db.ts';
import { findCurrentRevision, insertRevision, type NewRevision, toRevision } from '#lib/store/document/revision.ts';
import { packJson, packText } from '#lib/store/document/text.ts';

export type Reading = Omit<ReadDocument, 'canonical'>;

export interface Origin {
  source: RevisionSource;
  /** A URL or the name of a file. */
  sourceName: string | null;
  by: string | null;
}

export interface Kept {
  id: number;
  created: boolean;
  revision: Revision;
}

/** A document made ready to be stored: packing takes time that no transaction should. */
export async function packDocument({ text, canonicalJson, index, findings, contentHash }: Reading, origin: Origin): Promise<NewRevision> {
  const [packedText, canonical, packedIndex, packedFindings] = await Promise.all([
    packText(text),
    packText(canonicalJson),
    packJson(index),
    packJson(findings),
  ]);
  return {
    ...origin,
    index,
    contentHash,
    sizeBytes: text.byteLength,
    errors: findings.filter(({ severity }) => severity === 'error').length,
    packed: { text: packedText, canonical, index: packedIndex, findings: packedFindings },
  };
}

/** Keeps a document as the service's newest revision, unless it is that already. Within a transaction. */
export async function keepRevision(tx: Db, service: { id: number; name: string }, packed: NewRevision, nowMs: number): Promise<Kept> {
  const { kind, version } = packed.index;
  const current = await findCurrentRevision(tx, service.id, kind);
  if (current?.contentHash === packed.contentHash) return { id: current.id, created: false, revision: toRevision(current) };
  const row = await insertRevision(tx, service.id, packed, nowMs);
  const data = { service: service.name, number: row.number, documentKind: kind, from: current?.version ?? null, to: version, by: packed.by };
  await publish(tx, [{ kind: 'document.revised', subject: service.name, data }], nowMs);
  return { id: row.id, created: true, revision: toRevision(row) };
}
