import { expect, test } from 'vitest';
import type { ChangeView } from '#lib/client/outputs.ts';
import { gatherRuns, isRun } from './change-runs.ts';
import { tellRun } from './change-words.ts';

let id = 1000;
const at = (minute: number) => new Date(minute * 60_000).toISOString();
const breaker = (minute: number, to: string, name = 'payments', subject = 'orders'): ChangeView => ({
  ...{ id: id--, at: at(minute), kind: 'breaker.changed', subject, data: { service: subject, name, callee: name, from: 'closed', to } },
});
const verdict = (minute: number, to: string): ChangeView => ({
  ...{
    id: id--,
    at: at(minute),
    kind: 'verdict.changed',
    subject: 'orders',
    data: { service: 'orders', from: to === 'up' ? 'down' : 'up', to, reason: 'HTTP 503' },
  },
});
const version: ChangeView = { id: 5000, at: at(99), kind: 'version.changed', subject: 'orders', data: { service: 'orders', from: '1', to: '2' } };
const flapping = (times: number) => Array.from({ length: times }, (_, i) => [breaker(40 - i, 'closed'), breaker(39.5 - i, 'open')]).flat();

const shape = (changes: ChangeView[]) => gatherRuns(changes).map((one) => (isRun(one) ? one.changes.length : one.kind));

test('what flaps is one line where its newest turn stands, what happens once stays', () => {
  const changes = [version, ...flapping(14), breaker(1, 'open', 'stock')];
  expect(shape(changes)).toEqual(['version.changed', 28, 'breaker.changed']);
});

test('three turns are told one by one, and so are turns that lie far apart', () => {
  expect(shape([breaker(3, 'open'), breaker(2, 'closed'), breaker(1, 'open')])).toHaveLength(3);
  expect(shape([breaker(90, 'open'), breaker(60, 'closed'), breaker(30, 'open'), breaker(0, 'closed')])).toHaveLength(4);
});

test('turns of others between do not end a run, and two breakers of one caller are two', () => {
  const mixed = [breaker(9, 'open'), verdict(8, 'down'), breaker(8, 'closed'), breaker(7, 'open', 'stock'), breaker(6, 'open'), breaker(5, 'closed')];
  expect(shape(mixed)).toEqual([4, 'verdict.changed', 'breaker.changed']);
});

test('a run says how often, within how long, and how it stands', () => {
  const told = (changes: ChangeView[]) => {
    const [run] = gatherRuns(changes);
    return run && isRun(run) ? tellRun(run.changes) : null;
  };
  expect(told(flapping(14))).toMatchObject({ service: 'orders', words: 'breaker to payments opened and closed 14 times in 13 min' });
  expect(told([breaker(8, 'open'), breaker(7, 'half-open'), breaker(6, 'open'), breaker(5, 'half-open')])?.words).toBe(
    'breaker to payments opened 2 times in 3 min, now open',
  );
  expect(told([verdict(9, 'down'), verdict(8, 'up'), verdict(7, 'degraded'), verdict(6, 'up'), verdict(5, 'down')])).toMatchObject({
    ...{ words: 'left up and came back 3 times in 4 min, now down: HTTP 503', verdict: 'down' },
  });
});
