import type { Reading } from '#lib/model/reading.ts';
import type { LookContext } from './health.ts';
import type { Http } from './http.ts';
import type { Credentials } from './place.ts';
import { describeRedirect, isRedirect } from './reading.ts';

export interface DocumentTarget extends Credentials {
  baseUrl: string;
  openapiPath: string;
  deadlineMs: number;
  /** What the last look was told: with it, an unchanged document is answered with 304. */
  known: { url: string; etag: string | null; lastModified: string | null } | null;
}

/** What came of one look at an API document: the text where it was sent. */
export interface DocumentLook {
  reading: Reading;
  bytes: Buffer | null;
  /** The document is as it was. */
  unchanged: boolean;
  etag: string | null;
  lastModified: string | null;
}

export const documentLimits = { maxBytes: 16_000_000, mayCut: false };

function conditionsOf(known: DocumentTarget['known'], url: string): Record<string, string> {
  if (known?.url !== url) return {};
  return {
    ...(known.etag === null ? {} : { 'if-none-match': known.etag }),
    ...(known.lastModified === null ? {} : { 'if-modified-since': known.lastModified }),
  };
}

/** Fetches an API document, if it changed. Never throws for what the target does. */
export async function lookDocument(http: Http, target: DocumentTarget, { nowMs, signal }: LookContext): Promise<DocumentLook> {
  const place = http.placeOf('document', target.baseUrl, target.openapiPath, target);
  const outgoing = { method: 'GET', headers: conditionsOf(target.known, place.url), body: null };
  const answer = await http.send(place, outgoing, { ...documentLimits, deadlineMs: target.deadlineMs }, signal);
  const statusCode = answer.ok ? answer.status : null;
  const tell = (outcome: Reading['outcome'], reason: string, more: Partial<DocumentLook> = {}): DocumentLook => ({
    ...{ bytes: null, unchanged: false, etag: null, lastModified: null },
    ...more,
    reading: {
      ...{
        kind: 'document',
        url: place.url,
        atMs: nowMs,
        durationMs: answer.durationMs,
        outcome,
        reason,
        statusCode,
        silent: !answer.ok,
        version: null,
      },
      certificateExpiresAtMs: place.origin.certificateExpiresAtMs,
    },
  });
  if (!answer.ok) return tell(answer.outcome, answer.reason);
  if (answer.status === 304 && target.known) {
    return tell('ok', 'unchanged', { unchanged: true, etag: target.known.etag, lastModified: target.known.lastModified });
  }
  const { status, headers, body } = answer;
  if (isRedirect(status)) return tell('fail', describeRedirect(place, { status, location: headers.location ?? null }));
  if (status < 200 || status >= 300) return tell('fail', `answered HTTP ${status}`);
  return tell('ok', 'answered', { bytes: body, etag: headers.etag ?? null, lastModified: headers['last-modified'] ?? null });
}
