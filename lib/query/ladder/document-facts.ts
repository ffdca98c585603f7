import { LRUCache } from 'lru-cache';
import type { Finding } from '#lib/model/finding.ts';
import { listUnsaidAccess } from '#lib/model/ladder/access.ts';
import type { DocumentFacts } from '#lib/model/ladder/facts.ts';
import type { Db } from '#lib/store/db.ts';
import { readRevisionFindings } from '#lib/store/document/revision.ts';
import type { LadderRow } from '#lib/store/ladder.ts';
import { readParsedDocument, readParsedIndex } from '../document/parsed.ts';

type Revision = LadderRow['revisions'][number];

/** What a revision says never changes but by its lint and by what of it is accepted. Small: a fleet of ten thousand fits. */
const known = new LRUCache<string, DocumentFacts>({ max: 20_000 });

/** The methods that a contract run can call, and those that it calls when it only reads. */
const called = new Set(['GET', 'PUT', 'POST', 'DELETE', 'OPTIONS', 'HEAD', 'PATCH', 'TRACE', 'QUERY']);
const read = new Set(['GET', 'HEAD']);

async function countOpen(db: Db, revisionId: number, part: 'findings' | 'lint', accepted: ReadonlySet<string>) {
  const findings = (await readRevisionFindings(db, revisionId, part)) ?? [];
  const count = (severity: Finding['severity']) =>
    findings.filter((finding) => finding.severity === severity && !accepted.has(finding.fingerprint)).length;
  return { errors: count('error'), warnings: count('warning') };
}

async function readContract(db: Db, revision: Revision): Promise<Pick<DocumentFacts, 'servers' | 'operations' | 'writes' | 'unsaidAccess'>> {
  if (revision.kind !== 'openapi') return { servers: [], operations: 0, writes: 0, unsaidAccess: [] };
  const index = await readParsedIndex(db, revision);
  const operations = index.operations.filter(({ kind, method }) => kind === 'operation' && called.has(method));
  return {
    servers: index.servers,
    operations: operations.length,
    writes: operations.filter(({ method }) => !read.has(method)).length,
    unsaidAccess: listUnsaidAccess(await readParsedDocument(db, revision)),
  };
}

/** What a current document says that the ladder asks for. */
export async function readDocumentFacts(db: Db, revision: Revision, accepted: ReadonlySet<string>): Promise<DocumentFacts> {
  const { id, kind, number, contentHash, lintedAt, lintScore, errors } = revision;
  const key = JSON.stringify([id, contentHash, lintedAt?.getTime() ?? 0, ...accepted]);
  const before = known.get(key);
  if (before) return before;
  const facts: DocumentFacts = {
    ...{ kind, revision: number, wasLinted: lintedAt !== null },
    violations: errors === 0 ? 0 : (await countOpen(db, id, 'findings', accepted)).errors,
    lint: lintScore === null ? null : await countOpen(db, id, 'lint', accepted),
    ...(await readContract(db, revision)),
  };
  known.set(key, facts);
  return facts;
}
