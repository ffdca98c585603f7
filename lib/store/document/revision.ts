import type { DocumentIndex, DocumentKind, Revision, RevisionSource } from '#lib/model/document.ts';
import type { Finding } from '#lib/model/finding.ts';
import type { Db } from '../db.ts';
import type { Prisma } from '../generated/sqlite/client.ts';
import { cleanText } from '../sql.ts';
import { replaceEntries } from './entry.ts';
import { type Packed, unpackBytes, unpackJson, unpackText } from './text.ts';

export interface NewRevision {
  index: DocumentIndex;
  contentHash: string;
  source: RevisionSource;
  sourceName: string | null;
  by: string | null;
  sizeBytes: number;
  errors: number;
  packed: { text: Packed; canonical: Packed; index: Packed; findings: Packed };
}

type Row = Prisma.RevisionGetPayload<object>;

export function toRevision(row: Row): Revision {
  const { id: _id, serviceId: _service, current: _current, reviewedAt: _reviewed, lintedAt: _linted, at, ...rest } = row;
  return { ...rest, at: at.toISOString() };
}

const cutText = (text: string, length: number) => cleanText(text).slice(0, length);

/** Stores a text as the service's next revision of its kind, and lists what it holds. Within a transaction. */
export async function insertRevision(tx: Db, serviceId: number, revision: NewRevision, nowMs: number): Promise<Row> {
  const { index, packed, sourceName, by, ...facts } = revision;
  const { kind, format, title, version } = index;
  const { _max } = await tx.revision.aggregate({ where: { serviceId }, _max: { number: true } });
  await tx.revision.updateMany({ where: { serviceId, kind, current: true }, data: { current: false } });
  const row = await tx.revision.create({
    data: {
      ...facts,
      serviceId,
      number: (_max.number ?? 0) + 1,
      kind,
      format: cutText(format, 100),
      title: cutText(title, 300),
      version: version === null ? null : cutText(version, 100),
      sourceName: sourceName === null ? null : cutText(sourceName, 500),
      by: by === null ? null : cutText(by, 200),
      at: new Date(nowMs),
      operations: index.operations.length,
      schemas: index.schemas.length,
      body: { create: packed },
    },
  });
  await replaceEntries(tx, row, index);
  return row;
}

/** The current revision of a kind; without a kind the OpenAPI one before the AsyncAPI one. */
export async function findCurrentRevision(db: Db, serviceId: number, kind?: DocumentKind): Promise<Row | null> {
  const rows = await db.revision.findMany({ where: { serviceId, current: true, ...(kind ? { kind } : {}) }, orderBy: { number: 'desc' } });
  return rows.find((row) => row.kind === 'openapi') ?? rows[0] ?? null;
}

export function findRevision(db: Db, serviceId: number, number: number): Promise<Row | null> {
  return db.revision.findUnique({ where: { serviceId_number: { serviceId, number } } });
}

/** The latest revision with just this text; null where none is kept. */
export function findRevisionOfText(db: Db, serviceId: number, contentHash: string): Promise<Row | null> {
  return db.revision.findFirst({ where: { serviceId, contentHash }, orderBy: { number: 'desc' } });
}

/** The kinds of document that a service has. */
export async function listKinds(db: Db, serviceId: number): Promise<DocumentKind[]> {
  const rows = await db.revision.findMany({ where: { serviceId, current: true }, select: { kind: true }, orderBy: { kind: 'desc' } });
  return [...new Set(rows.map(({ kind }) => kind))];
}

export async function listRevisions(
  db: Db,
  serviceId: number,
  { kind, page, limit }: { kind?: DocumentKind | undefined; page: number; limit: number },
): Promise<{ rows: Revision[]; total: number }> {
  const where = { serviceId, ...(kind ? { kind } : {}) };
  const total = await db.revision.count({ where });
  const rows = await db.revision.findMany({ where, orderBy: { number: 'desc' }, skip: (page - 1) * limit, take: limit });
  return { rows: rows.map(toRevision), total };
}

/** The revision of the same kind before this one. */
export function findPredecessor(db: Db, { serviceId, kind, number }: Pick<Row, 'serviceId' | 'kind' | 'number'>): Promise<Row | null> {
  return db.revision.findFirst({ where: { serviceId, kind, number: { lt: number } }, orderBy: { number: 'desc' } });
}

type BodyPart = 'text' | 'canonical' | 'index' | 'findings' | 'comparison' | 'lint';

async function readPart(db: Db, revisionId: number, part: BodyPart): Promise<Uint8Array | null> {
  const row = await db.revisionBody.findUnique({ where: { revisionId }, select: { [part]: true } });
  return (row as Partial<Record<BodyPart, Uint8Array | null>> | null)?.[part] ?? null;
}

export async function readRevisionText(db: Db, revisionId: number, part: 'text' | 'canonical'): Promise<string> {
  const packed = await readPart(db, revisionId, part);
  return packed ? unpackText(packed) : '';
}

/** The bytes of a text, for whoever hands them on: decoding a large one takes time. */
export async function readRevisionBytes(db: Db, revisionId: number, part: 'text' | 'canonical'): Promise<Uint8Array> {
  const packed = await readPart(db, revisionId, part);
  return packed ? unpackBytes(packed) : new Uint8Array();
}

export async function readRevisionIndex(db: Db, revisionId: number): Promise<DocumentIndex | null> {
  const packed = await readPart(db, revisionId, 'index');
  return packed && unpackJson<DocumentIndex>(packed);
}

export async function readRevisionFindings(db: Db, revisionId: number, part: 'findings' | 'comparison' | 'lint'): Promise<Finding[] | null> {
  const packed = await readPart(db, revisionId, part);
  return packed && unpackJson<Finding[]>(packed);
}
