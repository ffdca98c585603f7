import { describe, expect, test } from 'vitest';
import type { SignalDelta } from '../signal.ts';
import { compareReleases } from './release.ts';

const minute = 60_000;
const step = (end: number, counts: number[]): SignalDelta => ({
  ...{ atMs: end * minute, seconds: 60, requests: 10, errors: 0, clientErrors: 0 },
  latency: { boundsMs: [100, 250, null], counts, sumMs: 1, count: 10 },
});
const [quick, slow] = [
  [10, 0, 0],
  [0, 10, 0],
];
const options = { fromMs: 0, toMs: 60 * minute, stepMs: minute, guardMs: minute };
const hour = (countsAt: (end: number) => number[]) => Array.from({ length: 60 }, (_, index) => step(index + 1, countsAt(index + 1)));

describe('compareReleases', () => {
  test('a release that moved the p95 into another bucket is slower or faster', () => {
    const [release] = compareReleases(
      hour((end) => (end > 30 ? slow : quick)),
      [{ atMs: 30 * minute, from: '1', to: '2' }],
      options,
    );
    expect(release).toEqual({
      ...{ at: new Date(30 * minute).toISOString(), from: '1', to: '2', spanSeconds: 600 },
      ...{ before: { low: 0, high: 100 }, after: { low: 100, high: 250 }, comparison: 'slower' },
    });
  });

  test('within one bucket nobody can tell', () => {
    const [release] = compareReleases(
      hour(() => slow),
      [{ atMs: 30 * minute, from: '1', to: '2' }],
      options,
    );
    expect(release).toMatchObject({ comparison: 'cannot-tell', before: { low: 100 }, after: { low: 100 } });
  });

  test('what lies about the release itself is left out: a version is noticed late', () => {
    const [release] = compareReleases(
      hour((end) => (end === 30 || end === 31 ? slow : quick)),
      [{ atMs: 30 * minute, from: '1', to: '2' }],
      options,
    );
    expect(release).toMatchObject({ before: { low: 0, high: 100 }, after: { low: 0, high: 100 } });
  });

  test('a span holds no other release, and is the same on both sides; the newest stands first', () => {
    const releases = compareReleases(
      hour(() => quick),
      [
        { atMs: 55 * minute, from: '2', to: '3' },
        { atMs: 30 * minute, from: '1', to: '2' },
      ],
      options,
    );
    expect(releases.map(({ to, spanSeconds }) => [to, spanSeconds])).toEqual([
      ['3', 240],
      ['2', 600],
    ]);
  });

  test('without looks on one side nobody can tell', () => {
    const [release] = compareReleases([step(10, quick)], [{ atMs: 59.5 * minute, from: '1', to: '2' }], options);
    expect(release).toMatchObject({ spanSeconds: 0, after: null, comparison: 'cannot-tell' });
  });
});
