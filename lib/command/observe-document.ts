import { createHash } from 'node:crypto';
import { AppError } from '#lib/errors.ts';
import { log } from '#lib/log.ts';
import type { DocumentIndex } from '#lib/model/document.ts';
import type { Reading } from '#lib/model/reading.ts';
import type { DocumentLook } from '#lib/probe/document.ts';
import { inTransaction, type PrismaClient } from '#lib/store/db.ts';
import { type FetchState, findFetchState, keepFetchState } from '#lib/store/document/fetch-state.ts';
import { keepRevision, packDocument } from './document/keep.ts';
import { workshop } from './document/workshop.ts';
import { lookLimits } from './look-limits.ts';
import type { Observer, Outcome } from './observe.ts';
import type { Watched } from './watched.ts';

/** `OpenAPI 3.0.3, User Service API 1.2.0, 4 operations`. */
function describeIndex({ format, title, version, operations, kind }: DocumentIndex): string {
  const unit = kind === 'asyncapi' ? 'channel' : 'operation';
  const named = [title, version].filter(Boolean).join(' ');
  return [format, named, `${operations.length} ${unit}${operations.length === 1 ? '' : 's'}`].filter(Boolean).join(', ');
}

/** Reads and keeps a text that came; the words that its look is told in. */
async function keepText(db: PrismaClient, { target }: Watched, url: string, bytes: Uint8Array): Promise<Pick<Reading, 'outcome' | 'reason'>> {
  try {
    const read = await workshop('patient').read([{ name: new URL(url).pathname, bytes }]);
    const packed = await packDocument(read, { source: 'fetched', sourceName: url, by: null });
    await inTransaction(db, (tx) => keepRevision(tx, target, packed, Date.now()));
    return { outcome: 'ok', reason: describeIndex(read.index) };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { outcome: 'fail', reason: error.message };
  }
}

async function judgeLook(db: PrismaClient, watched: Watched, look: DocumentLook, known: FetchState | null): Promise<Reading> {
  const { reading, bytes, etag, lastModified } = look;
  const before = watched.documentReason;
  if (look.unchanged) return { ...reading, reason: before ?? reading.reason };
  if (!bytes) return reading;
  const textHash = createHash('sha256').update(bytes).digest('hex');
  const isSame = known?.url === reading.url && known.textHash === textHash;
  const found = isSame && before ? { outcome: reading.outcome, reason: before } : await keepText(db, watched, reading.url, bytes);
  if (found.outcome === 'ok') {
    watched.documentReason = found.reason;
    await keepFetchState(db, watched.target.id, { url: reading.url, etag, lastModified, textHash }, reading.atMs);
  }
  return { ...reading, ...found };
}

/** One look at the API document, all the way: fetch it if it changed → read → keep a revision → tell. A look that failed is made again soon. */
export async function observeDocument(observer: Observer, watched: Watched): Promise<Outcome> {
  const { target } = watched;
  const { db } = observer;
  if (target.openapiPath === null || target.baseUrl === null) return 'done';
  const known = await findFetchState(db, target.id);
  const lookTarget = {
    ...target,
    openapiPath: target.openapiPath,
    baseUrl: target.baseUrl,
    deadlineMs: lookLimits.documentMs,
    // Without knowing what was read, an unchanged document could not be described.
    known: watched.documentReason === null ? null : known,
  };
  const look = await observer.probe.lookDocument(lookTarget, { signal: observer.signal, nowMs: Date.now() });
  if (observer.signal.aborted) return 'done';
  try {
    const reading = await judgeLook(db, watched, look, known);
    observer.keeper.addTarget(watched, reading);
    watched.documentFailures = reading.outcome === 'ok' ? 0 : watched.documentFailures + 1;
  } catch (error) {
    log('documents').error({ err: error, service: target.name }, 'a document could not be kept; it is fetched again soon');
    watched.documentFailures += 1;
  }
  return watched.documentFailures === 0 ? 'done' : { againInMs: lookLimits.documentAgainMs(target, watched.documentFailures) };
}
