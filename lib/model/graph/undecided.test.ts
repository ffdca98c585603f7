import { expect, test } from 'vitest';
import type { EdgeEvidence } from '../graph.ts';
import type { Sighting } from './assemble.ts';
import { unseenMs } from './review.ts';
import { reviewSightings } from './undecided.ts';

const nowMs = Date.UTC(2026, 10, 22, 12);
const sighting = (from: string, to: string, evidence: EdgeEvidence, more: Partial<Sighting> = {}): Sighting => ({
  ...{ from, to, kind: 'http', evidence, critical: null, errorRatio: 0, latencyMsP95: null },
  ...(evidence === 'declared' ? { source: null, requestRate: null, seenAtMs: null } : { source: 'Signalbox SDK', requestRate: 1, seenAtMs: nowMs }),
  ...more,
});
const seen = (from: string, to: string, more: Partial<Sighting> = {}) => sighting(from, to, 'metrics', more);
const declared = (from: string, to: string) => sighting(from, to, 'declared');
const review = (sightings: Sighting[], sinceMs = nowMs - unseenMs, forgotten: Parameters<typeof reviewSightings>[1]['forgotten'] = []) =>
  reviewSightings(sightings, { declaredAtMs: () => sinceMs, forgotten, isSelf: (id) => id.endsWith('signalbox'), nowMs });

test('the busiest undeclared call comes first; a confirmed one and one from outside do not come', () => {
  const all = [
    ...[seen('web', 'mail'), seen('web', 'orders', { requestRate: 9 }), declared('web', 'pay'), seen('web', 'pay')],
    seen('external:x', 'web'),
  ];
  expect(review(all).undeclared.map(({ to }) => to)).toEqual(['orders', 'mail']);
});

test('what several tell of an undeclared call stands in one line', () => {
  const all = [seen('web', 'mail'), sighting('web', 'mail', 'trace', { source: 'traces', requestRate: 7 })];
  expect(review(all).undeclared).toMatchObject([{ from: 'web', to: 'mail', evidence: ['metrics', 'trace'] }]);
});

test('a declaration is doubted after 30 days unseen, where its owner tells of other calls', () => {
  const all = [declared('web', 'orders'), seen('web', 'mail'), declared('silent', 'orders')];
  const named = (sinceMs: number) => review(all, sinceMs).unseen.map(({ from, to }) => `${from} ${to}`);
  expect(named(nowMs - unseenMs)).toEqual(['web orders']);
  expect(named(nowMs - unseenMs + 1)).toEqual([]);
  const lately = [declared('web', 'orders'), seen('web', 'orders', { seenAtMs: nowMs - unseenMs + 1 }), seen('web', 'mail')];
  expect(review(lately).unseen).toEqual([]);
});

test('calls to Signalbox itself are counted and not asked about; what is forgotten is neither', () => {
  const all = [seen('web', 'external:signalbox'), seen('mail', 'signalbox'), seen('web', 'mail')];
  expect(review(all)).toMatchObject({ undeclared: [{ to: 'mail' }], toSelf: 2 });
  const forgotten = [{ from: 'web', to: 'external:signalbox', kind: 'http' as const, untilMs: null }];
  expect(review(all, nowMs, forgotten)).toMatchObject({ undeclared: [{ to: 'mail' }], toSelf: 1 });
});
