import { expect, test } from 'vitest';
import type { BreakerTotals } from '#lib/model/dialect/breaker-totals.ts';
import { readBreakers } from '#lib/model/dialect/breakers.ts';
import { parseExposition } from '#lib/probe/exposition.ts';
import { observeBreakers } from './observe-breakers.ts';
import type { Watched } from './watched.ts';

const totalsOf = (code: number, transitions: number) => {
  const text = `service_circuit_breaker_state{service="pay"} ${code}\nservice_circuit_breaker_transitions_total{service="pay",to="open"} ${transitions}\n`;
  return readBreakers(parseExposition(Buffer.from(text), null)) as BreakerTotals;
};

test('only a state that differs from what was told is in a hurry, and two missing scrapes make it old', () => {
  const watched = { target: { pollIntervalSeconds: 5 }, breakers: { base: null, told: new Map() } } as unknown as Watched;
  const look = (seconds: number, code: number, transitions: number) =>
    observeBreakers(watched, totalsOf(code, transitions), { wallMs: seconds * 1000, monotonicMs: seconds * 1000 });
  expect(look(0, 0, 3)).toMatchObject({ changed: true, atMs: 0, staleAtMs: 20_000 });
  expect(look(5, 0, 3).changed).toBe(false);
  expect(look(10, 2, 4)).toMatchObject({ changed: true, statuses: { failure: [{ state: 'open', missedOpen: false }] } });
  expect(look(15, 0, 4).changed).toBe(true);
  expect(look(20, 0, 5)).toMatchObject({ changed: true, statuses: { failure: [{ state: 'closed', missedOpen: true }] } });
});
