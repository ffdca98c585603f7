import { expect, test } from 'vitest';
import { extendTrail, resampleTrail, type TrailPoint } from './breaker-trail.ts';

const scrape = (everySeconds: number, count: number) => {
  let trail: TrailPoint[] = [];
  for (let i = 1; i <= count; i++) trail = extendTrail(trail, i * everySeconds * 1000, i / 1000);
  return trail;
};

test('a trail holds a quarter of an hour, the newest scrape always, and no more points than can be drawn', () => {
  for (const everySeconds of [1, 5, 15, 30, 60]) {
    const trail = scrape(everySeconds, 2000);
    expect(trail.at(-1)).toEqual([2000 * everySeconds * 1000, 2]);
    expect(trail.length).toBeLessThanOrEqual(40);
    expect(trail.length).toBeGreaterThanOrEqual(everySeconds === 60 ? 15 : 25);
    expect((trail.at(-1)?.[0] ?? 0) - (trail[0]?.[0] ?? 0)).toBeLessThan(900_000);
  }
});

test('it is drawn in even steps, with gaps where nothing was told', () => {
  const steps = resampleTrail(
    [
      [0, 0.9],
      [100_500, 0.25],
      [870_000, null],
      [900_000, 0.5],
    ],
    900_000,
  );
  expect(steps).toHaveLength(30);
  expect([steps[0], steps[1], steps[3], steps[28], steps[29]]).toEqual([0.9, null, 0.25, null, 0.5]);
});
