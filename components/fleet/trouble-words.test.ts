import { expect, test } from 'vitest';
import { describeBlast, describeBreaker } from './trouble-words.ts';

test('whom it hits is named from the nearest on, with how many and how much they answer', () => {
  expect(describeBlast({ services: 3, requestRate: 412.3, direct: ['orders', 'gateway'], beyond: ['checkout'] })).toEqual({
    ...{ direct: ['orders', 'gateway'], beyond: 'checkout', sum: '3 services, 412 req/s' },
  });
  expect(describeBlast({ services: 1, requestRate: 0.52, direct: ['orders'], beyond: [] })).toEqual({
    ...{ direct: ['orders'], beyond: '', sum: '1 service, 0.5 req/s' },
  });
  expect(describeBlast({ services: 1, requestRate: 0.004, direct: ['orders'], beyond: [] })?.sum).toBe('1 service, < 0.1 req/s');
  expect(describeBlast({ services: 0, requestRate: null, direct: [], beyond: [] })).toBeNull();
});

test('of many the rest is counted', () => {
  const names = Array.from({ length: 12 }, (_, i) => `s${i}`);
  expect(describeBlast({ services: 40, requestRate: null, direct: names.slice(0, 3), beyond: names })).toEqual({
    ...{ direct: ['s0', 's1', 's2'], beyond: 's0, s1, s2 and 34 more', sum: '40 services' },
  });
  expect(describeBlast({ services: 9, requestRate: null, direct: names.slice(0, 9), beyond: [] })).toMatchObject({ beyond: '5 more' });
});

test('a breaker says what it waits for, or who holds it', () => {
  const nextTryAt = new Date(20_000).toISOString();
  expect(describeBreaker({ state: 'open', nextTryAt }, 8000)).toBe('next try in 12 s');
  expect(describeBreaker({ state: 'half-open', nextTryAt: null }, 0)).toBe('tries again now');
  expect(describeBreaker({ state: 'forced-open', nextTryAt: null }, 0)).toBe('by operator');
});
