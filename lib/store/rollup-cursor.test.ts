import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { stepMsOf } from '#lib/model/window.ts';
import { hourMs, minuteMs, planPieces, planSteps, type RollupCursor, rolledUntil } from './rollup-cursor.ts';

const nowMs = Date.UTC(2026, 10, 20, 7, 13, 21);
const span = fc.integer({ min: 1, max: 90 * 24 * 60 }).map((minutes) => minutes * minuteMs);
const offset = fc.integer({ min: 0, max: 10 * 24 * 60 }).map((minutes) => minutes * minuteMs);
const now = fc.integer({ min: 0, max: 86_400_000 }).map((ms) => nowMs + ms);
const cursor: fc.Arbitrary<RollupCursor | null> = fc.option(
  fc.record({ back: offset, nextId: fc.constantFrom(0, 5), fives: fc.constantFrom(0, 3, 50, undefined) }).map(({ back, nextId, fives }) => ({
    atMs: Math.floor((nowMs - back) / minuteMs) * minuteMs,
    nextId,
    ...(fives === undefined ? {} : { fivesFromMs: fives === 0 ? 0 : Math.floor(nowMs / hourMs) * hourMs - fives * hourMs }),
  })),
);

test('a panel has at most 300 points, whatever its window, and covers all of it', () => {
  fc.assert(
    fc.property(span, now, (spanMs, toMs) => {
      const { startMs, stepMs, count } = planSteps(toMs - spanMs, toMs, stepMsOf(spanMs, 288, 5000));
      expect(count).toBeLessThanOrEqual(300);
      expect(startMs).toBeLessThanOrEqual(toMs - spanMs);
      expect(startMs + count * stepMs).toBeGreaterThanOrEqual(toMs);
    }),
  );
});

describe('the pieces that a span is read from', () => {
  test('follow each other without a gap and without a double, to the end of the span', () => {
    fc.assert(
      fc.property(cursor, span, now, fc.constantFrom(1, 9), (at, spanMs, toMs, serviceId) => {
        const { startMs } = planSteps(toMs - spanMs, toMs, stepMsOf(spanMs, 288, 5000));
        const pieces = planPieces(at, serviceId, { spanMs, startMs, toMs });
        expect([pieces[0]?.startMs, pieces.at(-1)?.endMs]).toEqual([startMs, toMs + 1]);
        for (const [i, piece] of pieces.slice(1).entries()) expect(piece.startMs).toBe(pieces[i]?.endMs);
      }),
    );
  });

  test('read nothing as rolled up that is not, and no five minutes from before they were whole', () => {
    fc.assert(
      fc.property(cursor, span, fc.constantFrom(1, 9), (at, spanMs, serviceId) => {
        const { startMs } = planSteps(nowMs - spanMs, nowMs, stepMsOf(spanMs, 288, 5000));
        const rolled = planPieces(at, serviceId, { spanMs, startMs, toMs: nowMs }).filter(({ stepSeconds }) => stepSeconds > 0);
        expect(Math.max(0, ...rolled.map(({ endMs }) => endMs))).toBeLessThanOrEqual(rolledUntil(at, serviceId));
        const fives = rolled.filter(({ stepSeconds }) => stepSeconds === 300).map((piece) => piece.startMs);
        expect(Math.min(...fives)).toBeGreaterThanOrEqual(fives.length > 0 ? (at?.fivesFromMs ?? Number.POSITIVE_INFINITY) : 0);
      }),
    );
  });
});
