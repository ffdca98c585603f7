import type { Reading, TargetKind } from '#lib/model/reading.ts';
import type { Outcome } from '#lib/model/verdict.ts';
import type { Answer } from './look.ts';
import type { Place } from './place.ts';

/** A reading from a place and its answer; what was made of the answer comes on top. */
export function makeReading(
  kind: TargetKind,
  place: Place,
  answer: Answer,
  nowMs: number,
  found: { outcome: Outcome; reason: string; version?: string | null },
): Reading {
  return {
    kind,
    url: place.url,
    atMs: nowMs,
    durationMs: answer.durationMs,
    outcome: found.outcome,
    reason: found.reason,
    statusCode: answer.status,
    silent: answer.isSilent,
    version: found.version ?? null,
    certificateExpiresAtMs: place.origin.certificateExpiresAtMs,
  };
}

/** The reason of a redirect: its path where it stays on the same origin, else the other origin alone. */
export function describeRedirect(place: Place, answer: Pick<Answer, 'status' | 'location'>): string {
  const base = place.url;
  if (answer.location === null || !URL.canParse(answer.location, base)) return `redirects (HTTP ${answer.status}), which is not followed`;
  const to = new URL(answer.location, base);
  const target = to.origin === new URL(base).origin ? to.pathname : to.origin;
  return `redirects to ${target.slice(0, 200)}, which is not followed`;
}

export function isRedirect(status: number | null): boolean {
  return status !== null && status >= 300 && status < 400 && status !== 304;
}
