import { expect, test } from 'vitest';
import { describeNextTry } from './next-try.ts';
import { describeBands, describeMissed, describePolicy, describeProbes, describeWindow, linesOfSource } from './words.ts';

const source = { dialect: 'Envoy', rule: 'S8', series: 'envoy_x', callee: 'cluster_name', detail: null } as const;

test('a countdown ends in words and never counts below one second', () => {
  const at = new Date(60_000).toISOString();
  expect([0, 48_000, 59_900, 60_000, 90_000].map((nowMs) => describeNextTry(at, nowMs))).toEqual([
    'next try in 1 min',
    'next try in 12 s',
    'next try in 1 s',
    'next call may try',
    'next call may try',
  ]);
  expect(describeNextTry(null, 0)).toBe('');
});

test('a policy says only what is known', () => {
  const policy = { from: 'registration', errorRatio: null, failures: 5, waitSeconds: 60 } as const;
  expect(describePolicy(policy)).toBe('callee policy: opens after 5 failures in a row, tries again after 1 min');
  expect(describePolicy({ ...policy, from: 'metrics', errorRatio: 0.5, failures: null, waitSeconds: null })).toBe('opens at 50 %');
  expect(describePolicy({ ...policy, from: 'library', errorRatio: 0.5, failures: null })).toBe('by default: opens at 50 %, tries again after 1 min');
  expect(describePolicy({ ...policy, waitSeconds: 600 })).toContain('tries again after 10 min');
  expect([describePolicy(null), describePolicy({ ...policy, failures: null, waitSeconds: null })]).toEqual([null, null]);
});

test('what is known is told line by line, what is not is left out', () => {
  expect(linesOfSource(source)).toEqual([
    ['Dialect', 'Envoy'],
    ['Rule', 'S8: a limit of capacity, which is no failure'],
    ['Series', 'envoy_x'],
    ['Callee from', 'label cluster_name'],
  ]);
});

test('a ribbon in words adds up, and tells of opens that were missed', () => {
  const bands = [
    { state: 'closed', fromMs: 0, toMs: 600_000 },
    { state: 'open', fromMs: 600_000, toMs: 640_000 },
    { state: 'closed', fromMs: 640_000, toMs: 900_000 },
  ] as const;
  expect(describeBands(bands, 0, 15)).toBe('closed 14 min, open 40 s');
  expect(describeBands(bands, 2, 15)).toBe('closed 14 min, open 40 s; ≥ 2 opens, ≤ 15 s each, between two scrapes');
});

test('a window, tries and missed opens say what is known of them and nothing else', () => {
  expect([describeWindow({ calls: 37, needed: 100 }), describeWindow({ calls: 100, needed: null }), describeWindow(null)]).toEqual([
    ...['37 of 100 calls needed', '100 calls in its window', null],
  ]);
  expect([
    describeProbes({ passed: 3, failed: 0, needed: 10 }),
    describeProbes({ passed: 3, failed: 1, needed: null }),
    describeProbes(null),
  ]).toEqual([...['3 of 10 probes passed', '3 probes passed, 1 failed', null]]);
  expect([describeMissed(1, 15), describeMissed(3, 300)]).toEqual(['≥ 1 open, ≤ 15 s', '≥ 3 opens, ≤ 5 min each']);
});
