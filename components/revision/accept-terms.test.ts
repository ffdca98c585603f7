import { expect, it } from 'vitest';
import { expiresAtOf } from './accept-terms.ts';

const nowMs = Date.parse('2026-03-01T12:00:00.000Z');

it('counts days from now', () => {
  expect(expiresAtOf('30', '', nowMs)).toBe('2026-03-31T12:00:00.000Z');
  expect(expiresAtOf('never', '2026-03-02', nowMs)).toBeNull();
});

it('takes a date to its end, and none that is past or missing', () => {
  expect(expiresAtOf('date', '2026-03-10', nowMs)).toBe(new Date('2026-03-10T23:59:59').toISOString());
  expect(expiresAtOf('date', '2026-02-01', nowMs)).toBeUndefined();
  expect(expiresAtOf('date', '', nowMs)).toBeUndefined();
});
