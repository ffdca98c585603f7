import fc from 'fast-check';
import { expect, it } from 'vitest';
import { drawTrend } from './trend-path.ts';

const interval = fc.option(
  fc
    .tuple(fc.integer({ min: 0, max: 5000 }), fc.option(fc.integer({ min: 1, max: 5000 })))
    .map(([low, more]) => ({ low, high: more === null ? null : low + more })),
);

it('every bar lies within the picture, at its own place, and a gap draws none', () => {
  fc.assert(
    fc.property(fc.array(interval, { minLength: 24, maxLength: 24 }), fc.option(fc.integer({ min: 1, max: 9000 })), (trend, line) => {
      const drawn = drawTrend(trend, { lineMs: line, width: 96, height: 20 });
      expect(drawn.bars).toHaveLength(trend.filter((one) => one !== null).length);
      for (const { x, y, width, height } of drawn.bars) {
        expect(Math.min(x, y, 96.001 - x - width, 20.001 - y - height)).toBeGreaterThanOrEqual(-0.001);
        expect(height).toBeGreaterThanOrEqual(2 - 0.001);
      }
    }),
  );
});

it('a slower step stands higher', () => {
  const { bars } = drawTrend(
    [
      { low: 10, high: 25 },
      { low: 100, high: 250 },
    ],
    { lineMs: 50, width: 96, height: 20 },
  );
  expect(bars[1]?.y).toBeLessThan(bars[0]?.y ?? 0);
});

it('on one axis with others, the faster stands lower', () => {
  const slow = { low: 1000, high: 2500 };
  const [alone] = drawTrend([{ low: 10, high: 25 }], { lineMs: null, width: 96, height: 20 }).bars;
  const [beside] = drawTrend([{ low: 10, high: 25 }], { lineMs: null, width: 96, height: 20, beside: [slow] }).bars;
  expect(beside?.y).toBeGreaterThan(alone?.y ?? 0);
});
