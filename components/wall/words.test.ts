import { expect, test } from 'vitest';
import type { Incident } from '#lib/model/trouble.ts';
import type { WallSight } from '#lib/model/wall.ts';
import { nameOf, sayCalm, sayFollows, sayHit, sayProblems, sayReason, saySince, sayStanding, sayUnobserved, shorten } from './words.ts';

const nowMs = Date.UTC(2026, 10, 22, 12);
const sight = (counts: Partial<Record<string, number>>, silent = 0, ours = 0): WallSight => {
  const all = { up: 0, down: 0, degraded: 0, unknown: silent + ours, maintenance: 0, ...counts };
  const total = Object.values(all).reduce((sum, count) => sum + count, 0);
  const ratio = total === 0 ? 0 : (silent + ours) / total;
  return { blind: null, total, counts: all, unobserved: { silent, ours, ratio }, oldestLookAt: null, newestLookAt: null };
};
const since = new Date(nowMs - 250_000).toISOString();
const shared = {
  ...{ tier: 1, since, cause: null, followsTotal: 0 },
  blast: { services: 4, requestRate: 412, direct: ['orders', 'gateway', 'reports'], beyond: ['checkout'] },
};
const owner = { displayName: 'Payments', domain: null, team: null };
const problem: Incident = { ...shared, ...owner, kind: 'service', service: 'payments', verdict: 'down', reason: 'connection refused' };
const ends = { caller: 'orders', callee: 'payments', calleeKnown: true, name: 'payments' };
const breaker: Incident = { ...shared, ...ends, kind: 'breaker', state: 'open', nextTryAt: new Date(nowMs + 11_500).toISOString() };

test('calm is one sentence, and never claims more than was seen', () => {
  expect(sayCalm(sight({ up: 1042 }))).toBe('All 1,042 services are up.');
  expect(sayCalm(sight({ up: 1 }))).toBe('The one service is up.');
  expect(sayCalm(sight({ up: 5, maintenance: 1 }, 2, 1))).toBe('5 of 9 services are up, 1 in maintenance. Nothing is wrong.');
  expect(sayCalm(sight({}))).toBe('Nothing is registered here yet.');
  expect(sayCalm(sight({}, 3))).toBe('Nothing has been looked at yet.');
});

test('what is not seen is said with its share and through whom', () => {
  expect(sayUnobserved(sight({ up: 9 }))).toBe('');
  expect(sayUnobserved(sight({ up: 6 }, 1, 3))).toBe('40 % unobserved: 1 tells nothing, 3 we cannot see');
});

test('a problem says what, since when, why and how much follows, in the words of the fleet page', () => {
  expect([nameOf(problem), saySince(problem, nowMs), sayReason(problem, nowMs)]).toEqual(['payments', 'down 4 min', 'connection refused']);
  expect([nameOf(breaker), saySince(breaker, nowMs), sayReason(breaker, nowMs)]).toEqual([
    ...['orders → payments', 'open 4 min', 'next try in 12 s'],
  ]);
  expect(sayReason(breaker, nowMs + 12_000)).toBe('next call may try');
  expect(sayReason({ ...breaker, nextTryAt: null }, nowMs)).toBe('calls are refused');
  expect([0, 1, 7].map((followsTotal) => sayFollows({ followsTotal }))).toEqual(['', '1 follows', '7 follow']);
  expect([problem, { ...problem, followsTotal: 7 }].map((one) => sayStanding(one, nowMs, 30))).toEqual(['down 4 min', 'down 4 min · 7 follow']);
  expect(sayStanding({ ...problem, followsTotal: 7 }, nowMs, 18)).toBe('down 4 min · +7');
});

test('what else is wrong that it depends on is said where there is room', () => {
  const caused = { ...problem, cause: 'calls ledger, which is down' };
  expect(sayReason(caused, nowMs)).toBe('connection refused · calls ledger, which is down');
  expect(sayReason(caused, nowMs, 20)).toBe('connection refused');
});

test('whom it hits is named as far as there is room, and always counted', () => {
  expect([80, 58, 48, 40, 30, 22, 20].map((characters) => sayHit(problem, characters))).toEqual([
    'hits orders, gateway, reports → checkout (4 services, 412 req/s)',
    'hits orders, gateway, reports … (4 services, 412 req/s)',
    'hits orders, gateway … (4 services, 412 req/s)',
    'hits orders … (4 services, 412 req/s)',
    'hits 4 services, 412 req/s',
    'hits 4 services, 412/s',
    'hits 4 services',
  ]);
  expect(sayHit({ blast: { services: 0, requestRate: null, direct: [], beyond: [] } })).toBe('no known callers');
});

test('problems are counted by what they are, and what follows from them by itself', () => {
  expect(sayProblems({ problemCounts: { down: 1, open: 1, 'forced-open': 1 }, followsTotal: 7 })).toBe('1 down, 2 breakers open, 7 follow');
  expect(sayProblems({ problemCounts: { degraded: 30, open: 1, 'half-open': 1, unknown: 2 }, followsTotal: 0 })).toBe(
    '1 breaker open, 30 degraded, 1 half-open, 2 unknown',
  );
});

test('a reason is shortened only where it has no room', () => {
  expect(shorten('connection closed without an answer', 40)).toBe('connection closed without an answer');
  expect(shorten('connection closed without an answer', 20)).toBe('closed, no answer');
  expect(shorten('connection refused', 10)).toBe('refused');
  expect(shorten('something else that is long', 10)).toBe('something else that is long');
});
