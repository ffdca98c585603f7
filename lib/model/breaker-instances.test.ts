import { expect, test } from 'vitest';
import type { BreakerState, BreakerStep } from './breaker.ts';
import { joinBreakerRates, joinBreakerStates, joinBreakerSteps } from './breaker-instances.ts';

const step = (minute: number, from: BreakerState, to: BreakerState, missed = false): BreakerStep => ({
  at: `2026-01-01T00:${String(minute).padStart(2, '0')}:00.000Z`,
  ...{ from, to, missed },
});

test('the joint state is the worst that is known', () => {
  expect(joinBreakerStates(['closed', 'open', 'half-open'])).toBe('open');
  expect(joinBreakerStates(['closed', 'unknown'])).toBe('closed');
  expect(joinBreakerStates(['unknown', 'unknown'])).toBe('unknown');
});

test('the joint state is open from the first that opens to the last that closes', () => {
  const steps = joinBreakerSteps([
    [step(1, 'closed', 'open'), step(5, 'open', 'closed')],
    [step(3, 'closed', 'open'), step(8, 'open', 'closed')],
  ]);
  expect(steps).toEqual([step(1, 'closed', 'open'), step(8, 'open', 'closed')]);
});

test('a missed open of one is one of all', () => {
  expect(joinBreakerSteps([[step(1, 'closed', 'closed', true)], [step(0, 'unknown', 'closed')]]).filter(({ missed }) => missed)).toEqual([
    step(1, 'closed', 'closed', true),
  ]);
});

test('one instance alone keeps its steps', () => {
  const own = [step(1, 'unknown', 'closed'), step(2, 'closed', 'open')];
  expect(joinBreakerSteps([own])).toEqual(own);
});

test('failures are weighed by calls, rates are added', () => {
  expect(
    joinBreakerRates([
      { errorRatio: 1, requestRate: 1, rejectionRate: 4 },
      { errorRatio: 0, requestRate: 3, rejectionRate: null },
    ]),
  ).toEqual({ errorRatio: 0.25, requestRate: 4, rejectionRate: 4 });
  expect(joinBreakerRates([{ errorRatio: null, requestRate: null, rejectionRate: null }])).toEqual({
    ...{ errorRatio: null, requestRate: null, rejectionRate: null },
  });
});
