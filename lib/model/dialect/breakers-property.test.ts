import fc from 'fast-check';
import { expect, test } from 'vitest';
import { judgeTexts, readText } from './breakers.test.kit.ts';

const name = fc.constantFrom('pay', 'stock', 'mail');
const count = fc.nat(50);
const line = fc.oneof(
  fc
    .tuple(name, fc.constantFrom('open', 'closed', 'half_open'), fc.nat(1))
    .map(([n, s, v]) => ({ labels: { name: n, state: s }, metric: 'resilience4j_circuitbreaker_state', v })),
  fc.tuple(name, fc.nat(2)).map(([n, v]) => ({ labels: { service: n }, metric: 'service_circuit_breaker_state', v })),
  fc
    .tuple(name, fc.constantFrom('open', 'closed', 'half-open'), count)
    .map(([n, to, v]) => ({ labels: { service: n, to }, metric: 'service_circuit_breaker_transitions_total', v })),
  fc
    .tuple(name, fc.constantFrom('fire', 'open', 'close', 'reject', 'success', 'failure'), count)
    .map(([n, event, v]) => ({ labels: { name: n, event }, metric: 'circuit', v })),
  fc.tuple(name, count).map(([n, v]) => ({ labels: { name: n }, metric: 'resilience4j_circuitbreaker_not_permitted_calls_total', v })),
  fc.tuple(name, fc.nat(2)).map(([n, v]) => ({ labels: { upstream: n }, metric: 'shop_cb_state', v })),
);
type Line = typeof line extends fc.Arbitrary<infer T> ? T : never;

const seriesOf = ({ metric, labels }: Line) => `${metric}${JSON.stringify(labels)}`;
const lines = fc.uniqueArray(line, { selector: seriesOf, minLength: 1, maxLength: 25 });
const print = (all: readonly Line[], extra = '') =>
  all
    .map(
      ({ metric, labels, v }) =>
        `${metric}{${Object.entries(labels)
          .map(([key, value]) => `${key}="${value}"`)
          .join(',')}${extra}} ${v}`,
    )
    .join('\n');

test('the order of lines does not matter', () => {
  fc.assert(
    fc.property(
      lines.chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length }))),
      ([all, shuffled]) => {
        expect(judgeTexts(print(shuffled), print(shuffled))).toEqual(judgeTexts(print(all), print(all)));
      },
    ),
    { numRuns: 60 },
  );
});

test('labels that nobody knows do not matter', () => {
  fc.assert(
    fc.property(lines, fc.stringMatching(/^[a-z]{1,8}$/), (all, value) => {
      expect(judgeTexts(print(all, `,zz_zone="${value}"`))).toEqual(judgeTexts(print(all)));
    }),
    { numRuns: 60 },
  );
});

test('counters that began anew never invent a transition: what is said after a restart is what a first look would say', () => {
  const moves = fc.uniqueArray(fc.tuple(fc.constantFrom('open', 'closed', 'half-open'), fc.integer({ min: 1, max: 9 })), {
    selector: ([to]) => to,
    minLength: 1,
  });
  const printMoves = (all: [string, number][]) =>
    all.map(([to, v]) => `service_circuit_breaker_transitions_total{service="pay",to="${to}"} ${v}`).join('\n');
  fc.assert(
    fc.property(moves, (all) => {
      const before = printMoves(all.map(([to, v]) => [to, v + 10]));
      const [first] = judgeTexts(printMoves(all));
      const [, after] = judgeTexts(before, printMoves(all));
      expect(after?.failure.map(({ state, missedOpen }) => [state, missedOpen])).toEqual(first?.failure.map(({ state }) => [state, false]));
    }),
    { numRuns: 60 },
  );
});

test('a process that started anew is a first look, whatever its counters say', () => {
  const at = (started: number, opens: number) =>
    `process_start_time_seconds ${started}\ncircuit{name="pay",event="open"} ${opens}\ncircuit{name="pay",event="close"} 1`;
  expect(judgeTexts(at(1, 2), at(2, 3))[1]?.failure).toMatchObject([{ state: 'unknown', missedOpen: false, rejectionRate: null }]);
  expect(judgeTexts(at(1, 2), at(1, 3))[1]?.failure).toMatchObject([{ state: 'open' }]);
});

test('an exposition of many names is cut', () => {
  const text = Array.from({ length: 700 }, (_, i) => `service_circuit_breaker_state{service="s${i}"} 2`).join('\n');
  expect(readText(text)?.failure.size).toBe(500);
});
