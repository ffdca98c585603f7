import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { BreakerState } from './breaker.ts';
import { breakerStates } from './breaker-rank.ts';
import { turnsOfShares } from './breaker-shares.ts';

const interval = { fromMs: 0, toMs: 10_000 };

test('a state that took the whole interval is dated at its beginning, not at the scrape that told of it', () => {
  expect(turnsOfShares({ open: 1 }, { ...interval, past: 'closed', state: 'open' })).toEqual([{ atMs: 0, from: 'closed', to: 'open' }]);
  expect(turnsOfShares({ closed: 1 }, { ...interval, past: 'closed', state: 'closed' })).toEqual([]);
});

test('a mixed interval is cut by how long each state lasted, from the state before on, and ends in what is said then', () => {
  expect(turnsOfShares({ open: 0.4, closed: 0.6 }, { ...interval, past: 'closed', state: 'unknown' })).toEqual([
    { atMs: 6000, from: 'closed', to: 'open' },
    { atMs: 10_000, from: 'open', to: 'unknown' },
  ]);
  expect(turnsOfShares({ open: 0.1, 'half-open': 0.2, closed: 0.7 }, { ...interval, past: 'open', state: 'closed' })).toEqual([
    { atMs: 1000, from: 'open', to: 'half-open' },
    { atMs: 3000, from: 'half-open', to: 'closed' },
  ]);
});

test('where no time is counted nothing is said', () => {
  expect([
    turnsOfShares(null, { ...interval, past: 'closed', state: 'open' }),
    turnsOfShares({}, { ...interval, past: 'closed', state: 'open' }),
  ]).toEqual([...[null, null]]);
});

test('turns follow each other, within the interval, and lead from the state before to the state after', () => {
  const states = fc.constantFrom<BreakerState>(...breakerStates);
  const shares = fc.dictionary(states, fc.double({ min: 0.01, max: 1, noNaN: true }), { minKeys: 1 });
  fc.assert(
    fc.property(shares, states, states, (raw, past, state) => {
      const whole = Object.values(raw).reduce((sum, one) => sum + one, 0);
      const even = Object.fromEntries(Object.entries(raw).map(([one, share]) => [one, share / whole]));
      const turns = turnsOfShares(even, { ...interval, past, state }) ?? [];
      for (const [i, turn] of turns.entries()) {
        expect(turn.from).toBe(turns[i - 1]?.to ?? past);
        expect(turn.atMs).toBeGreaterThanOrEqual(turns[i - 1]?.atMs ?? 0);
        expect(turn.atMs).toBeLessThanOrEqual(10_000);
      }
      expect(turns.at(-1)?.to ?? past).toBe(state);
    }),
  );
});
