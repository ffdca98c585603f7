import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Round } from './round.ts';
import type { SignalDelta } from './signal.ts';

const ids = [1, 2, 3];
const did = (atMs: number, requests: number, fields: Partial<SignalDelta> = {}): SignalDelta => ({
  ...{ atMs, seconds: 15, requests, errors: 1, clientErrors: null },
  latency: { boundsMs: [10, 100, null], counts: [requests, 0, 0], sumMs: requests, count: requests },
  ...fields,
});

test('a service did what its instances did together, once all have told', () => {
  const round = new Round<number>();
  expect(round.report(1, did(1000, 10), ids)).toBeNull();
  expect(round.report(2, did(2000, 20), ids)).toBeNull();
  expect(round.report(3, did(3000, 30), ids)).toMatchObject({
    ...{ atMs: 3000, seconds: 15, requests: 60, errors: 3, clientErrors: null, coverage: { reporting: 3, expected: 3 } },
    latency: { counts: [60, 0, 0], count: 60, sumMs: 60 },
  });
});

test('with one of them silent the sum says of how many it is', () => {
  const round = new Round<number>();
  round.report(1, did(1000, 10), ids);
  round.report(2, null, ids);
  expect(round.report(3, did(3000, 30), ids)).toMatchObject({ requests: 40, coverage: { reporting: 2, expected: 3 } });
});

test('with none of them telling there is no sum', () => {
  const round = new Round<number>();
  round.report(1, null, ids);
  round.report(2, null, ids);
  expect(round.report(3, null, ids)).toBeNull();
});

test('one that tells twice before the others counts in full, over the time that it took', () => {
  const round = new Round<number>();
  round.report(1, did(1000, 10), ids);
  round.report(1, did(16_000, 10), ids);
  round.report(2, did(17_000, 20, { seconds: 30 }), ids);
  expect(round.report(3, did(18_000, 30, { seconds: 30 }), ids)).toMatchObject({ requests: 70, seconds: 30 });
});

test('an instance that left is waited for no more', () => {
  const round = new Round<number>();
  round.report(1, did(1000, 10), ids);
  expect(round.report(2, did(2000, 20), [1, 2])).toMatchObject({ requests: 30, coverage: { reporting: 2, expected: 2 } });
});

test('whatever order they tell in, however often, what was told is in the sums, once', () => {
  const happening = fc.record({ id: fc.constantFrom(...ids, 4), requests: fc.option(fc.nat(100)) });
  fc.assert(
    fc.property(fc.array(happening, { maxLength: 40 }), (happenings) => {
      const round = new Round<number>();
      const sums: (SignalDelta | null)[] = [];
      let told = 0;
      for (const [at, { id, requests }] of happenings.entries()) {
        told += requests ?? 0;
        sums.push(round.report(id, requests === null ? null : did(at * 1000, requests), [...ids, 4]));
      }
      for (const id of [...ids, 4]) sums.push(round.report(id, null, [...ids, 4]));
      expect(sums.reduce((sum, one) => sum + (one?.requests ?? 0), 0)).toBe(told);
      expect(sums.reduce((sum, one) => sum + (one?.latency?.count ?? 0), 0)).toBe(told);
      for (const one of sums) if (one?.coverage) expect(one.coverage.reporting).toBeLessThanOrEqual(one.coverage.expected);
    }),
  );
});
