import { expect, test } from 'vitest';
import { spellDuration, spellIntervalMs, spellMs, spellSpan, spellTime } from './quantity.ts';

test('a time that was set is told exactly', () => {
  expect([500, 15_000, 60_000, 90_000, 150_000, 600_000, 3_600_000, 5_400_000].map(spellTime)).toEqual([
    ...['0.5 s', '15 s', '1 min', '90 s', '2.5 min', '10 min', '1 h', '1.5 h'],
  ]);
});

test('what a statement is about is told to the nearest unit, so that a scrape that came late changes no word', () => {
  expect([14_600, 44_900, 45_000, 58_000, 62_000, 119_000, 3_600_000, 7_000_000].map(spellSpan)).toEqual([
    ...['15 s', '45 s', '1 min', '1 min', '1 min', '2 min', '60 min', '2 h'],
  ]);
});

test('nothing is said to have lasted longer than it did', () => {
  expect([59_999, 119_999, 7_199_999, 172_799_999].map(spellDuration)).toEqual(['59 s', '1 min', '1 h', '47 h']);
});

test('what was measured keeps two to three figures', () => {
  expect([0, 0.42, 184, 1234, 12_345].map(spellMs)).toEqual(['0 ms', '0.4 ms', '184 ms', '1.2 s', '12.3 s']);
  expect(spellIntervalMs({ low: 900, high: 1200 })).toBe('0.9–1.2 s');
});
