import type { Reading } from '#lib/model/reading.ts';
import type { LookContext } from './health.ts';
import type { Http } from './http.ts';
import type { Limits } from './look.ts';
import type { Credentials } from './place.ts';
import { describeRedirect, isRedirect, makeReading } from './reading.ts';
import { describeSketch, sketchDocument } from './sketch.ts';

export interface DocumentTarget extends Credentials {
  baseUrl: string;
  openapiPath: string;
  deadlineMs: number;
}

export const documentLimits: Limits = { maxBytes: 10_000_000, mayCut: false };

/** One light look at an API document: is it one, and which. Never throws for what the target does. */
export async function lookDocument(http: Http, target: DocumentTarget, { nowMs, signal }: LookContext): Promise<Reading> {
  const place = http.placeOf('document', target.baseUrl, target.openapiPath, target);
  const answer = await http.get(place, documentLimits, target.deadlineMs, signal);
  const read = (outcome: Reading['outcome'], reason: string, version: string | null = null) =>
    makeReading('document', place, answer, nowMs, { outcome, reason, version });
  if (answer.outcome !== 'answer' || answer.status === null) return read(answer.outcome === 'self' ? 'self' : 'fail', answer.reason);
  if (isRedirect(answer.status)) return read('fail', describeRedirect(place, answer));
  if (answer.status < 200 || answer.status >= 300) return read('fail', `answered HTTP ${answer.status}`);
  const sketch = sketchDocument(answer.body.toString(), answer.contentType);
  return sketch ? read('ok', describeSketch(sketch), sketch.version) : read('fail', 'sends no OpenAPI or AsyncAPI document');
}
