import { expect, test } from 'vitest';
import type { Instance } from '#lib/model/instance.ts';
import { describeCoverage, describeInstances, hasOldSignals, worstFirst } from './instance-words.ts';

const instance = (url: string, fields: Partial<Instance> = {}): Instance => ({
  ...{ url, verdict: 'up', reason: 'healthy', since: '2026-01-01T00:00:00.000Z', checkedAt: '2026-01-01T01:00:00.000Z', durationMs: 4 },
  ...{ version: '1.4', startedAt: null, requestRate: 1, errorRatio: 0, latencyMsP95: null, signalsAt: '2026-01-01T01:00:00.000Z' },
  ...{ signalsReason: null, rates: [] },
  ...fields,
});

test('the troubled stand first, the others in their order', () => {
  const urls = worstFirst([instance('a'), instance('b'), instance('c', { verdict: 'down' })]).map(({ url }) => url);
  expect(urls).toEqual(['c', 'a', 'b']);
});

test('the head counts states, and versions where they differ', () => {
  expect(describeInstances([instance('a'), instance('b')])).toBe('2 up');
  expect(describeInstances([instance('a'), instance('b', { verdict: 'down' }), instance('c', { version: '1.5' })])).toBe(
    '2 up, 1 down; 1.4 on 2, 1.5 on 1',
  );
});

test('a value is of how many instances, where it is not of all', () => {
  expect(describeCoverage({ reporting: 2, expected: 3 })).toBe('2 of 3 instances');
  expect(describeCoverage({ reporting: 0, expected: 1 })).toBe('0 of 1 instance');
  expect(describeCoverage({ reporting: 3, expected: 3 })).toBeNull();
  expect(describeCoverage(null)).toBeNull();
});

test('values whose scrapes have failed since do not stand as if they held', () => {
  const every = { pollIntervalSeconds: 15 };
  expect(hasOldSignals(instance('a'), every)).toBe(false);
  expect(hasOldSignals(instance('a', { signalsAt: '2026-01-01T00:58:00.000Z' }), every)).toBe(true);
  expect(hasOldSignals(instance('a', { signalsAt: null }), every)).toBe(false);
});
