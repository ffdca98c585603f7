import { expect, test } from 'vitest';
import type { Breaker, BreakerState } from './breaker.ts';
import { bandsOf, timeInStates } from './breaker-bands.ts';

const minute = 60_000;
const iso = (minutes: number) => new Date(minutes * minute).toISOString();
const step = (at: number, from: BreakerState, to: BreakerState, missed = false) => ({ at: iso(at), from, to, missed });
const told = (state: BreakerState, since: number, history: Breaker['history'], lastState = state) => ({
  state,
  since: iso(since),
  lastState,
  history,
});
const read = (breaker: ReturnType<typeof told>, from = 0, to = 60) => {
  const { bands, missedMs } = bandsOf(breaker, from * minute, to * minute);
  return { bands: bands.map(({ state, fromMs, toMs }) => [state, fromMs / minute, toMs / minute]), missed: missedMs.map((ms) => ms / minute) };
};

test('a breaker without steps was all the time what it is', () => {
  expect(read(told('closed', -900, []))).toEqual({ bands: [['closed', 0, 60]], missed: [] });
});

test('steps cut the window, those before it only say what it begins with', () => {
  const history = [step(-5, 'unknown', 'closed'), step(30, 'closed', 'open'), step(40, 'open', 'half-open'), step(41, 'half-open', 'closed')];
  expect(read(told('closed', 41, history)).bands).toEqual([
    ['closed', 0, 30],
    ['open', 30, 40],
    ['half-open', 40, 41],
    ['closed', 41, 60],
  ]);
});

test('before it was first seen there is nothing and after it was last believed the state is unknown', () => {
  expect(read(told('unknown', 50, [step(20, 'unknown', 'closed')], 'closed')).bands).toEqual([
    ['closed', 20, 50],
    ['unknown', 50, 60],
  ]);
});

test('an open that was missed is a mark, and no band', () => {
  const history = [step(-1, 'closed', 'closed', true), step(10, 'closed', 'closed', true)];
  expect(read(told('closed', -900, history))).toEqual({ bands: [['closed', 0, 60]], missed: [10] });
});

test('what lies before the latest 200 steps is not told', () => {
  const history = Array.from({ length: 200 }, (_, i) => (i % 2 ? step(10 + i / 10, 'open', 'closed') : step(10 + i / 10, 'closed', 'open')));
  const { bands } = read(told('closed', 29.9, history));
  expect(bands[0]).toEqual(['open', 10, 10.1]);
  expect(bands).toHaveLength(200);
});

test('time in each state adds up to the window', () => {
  const { bands } = bandsOf(told('closed', 40, [step(30, 'closed', 'open'), step(40, 'open', 'closed')]), 0, 60 * minute);
  expect(timeInStates(bands)).toEqual([
    ['closed', 50 * minute],
    ['open', 10 * minute],
  ]);
});
