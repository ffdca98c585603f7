import { describe, expect, test } from 'vitest';
import type { GraphEdge } from '../graph.ts';
import { type Declarations, declareEdge, isForgotten, leaveForgotten, ownerOf, withdrawEdge } from './review.ts';

const nowMs = Date.UTC(2026, 10, 22, 12);
const edge = (from: string, to: string, more: Partial<GraphEdge> = {}): GraphEdge => ({
  ...{ from, to, kind: 'http', evidence: ['metrics'], source: 'Signalbox SDK', critical: null, requestRate: 1, errorRatio: 0 },
  ...{ latencyMsP95: null, seenAt: new Date(nowMs).toISOString(), breakerState: null },
  ...more,
});
const nothing: Declarations = { dependencies: [], datastores: [], publishes: [], subscribes: [] };

test('the caller declares a call, the service at the other end of a topic what it does there, an outsider nothing', () => {
  expect(ownerOf({ from: 'web', to: 'orders' })).toBe('web');
  expect(ownerOf({ from: 'web', to: 'external:api.example.com' })).toBe('web');
  expect(ownerOf({ from: 'topic:placed', to: 'mail' })).toBe('mail');
  expect(ownerOf({ from: 'external:browser', to: 'web' })).toBeNull();
});

describe('what is forgotten', () => {
  test('a forgotten edge stays away until it is seen after its time; a declared one cannot be forgotten', () => {
    expect(isForgotten({ untilMs: null }, nowMs)).toBe(true);
    expect(isForgotten({ untilMs: nowMs }, nowMs)).toBe(true);
    expect(isForgotten({ untilMs: nowMs - 1 }, nowMs)).toBe(false);
    expect(isForgotten({ untilMs: nowMs - 1 }, null)).toBe(true);
    const forgotten = [{ from: 'web', to: 'mail', kind: 'http' as const, untilMs: null }];
    expect(leaveForgotten([edge('web', 'mail'), edge('web', 'pay')], forgotten).map(({ to }) => to)).toEqual(['pay']);
    expect(leaveForgotten([edge('web', 'mail', { evidence: ['declared', 'metrics'] })], forgotten)).toHaveLength(1);
  });
});

describe('what is confirmed stands among the declarations, and is taken back', () => {
  const means = (text: string) => ({ pay: 'payments' })[text] ?? null;

  test.each([
    [edge('web', 'payments'), { dependencies: [{ service: 'payments', kind: 'http', critical: false }] }],
    [edge('web', 'external:api.example.com:443'), { dependencies: [{ service: 'api.example.com:443', kind: 'http', critical: false }] }],
    [edge('web', 'datastore:web-db', { kind: 'datastore' }), { datastores: ['web-db'] }],
    [edge('web', 'topic:placed', { kind: 'event' }), { publishes: ['placed'] }],
    [edge('topic:placed', 'web', { kind: 'event' }), { subscribes: ['placed'] }],
  ])('%#', (one, wanted) => {
    const after = declareEdge(nothing, one, false);
    expect(after).toEqual({ ...nothing, ...wanted });
    expect(declareEdge(after, one, true)).toEqual(after);
    expect(withdrawEdge(after, one, means)).toEqual(nothing);
  });

  test('a declaration by another name of the same service goes too, another kind of it stays', () => {
    const has = { ...nothing, dependencies: (['http', 'event'] as const).map((kind) => ({ service: 'pay', kind, critical: true })) };
    expect(withdrawEdge(has, edge('web', 'payments'), means).dependencies).toEqual([{ service: 'pay', kind: 'event', critical: true }]);
  });
});
