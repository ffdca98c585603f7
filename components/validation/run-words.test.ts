import { describe, expect, it } from 'vitest';
import { runKindSchema, runStateSchema } from '#lib/model/run.ts';
import {
  describeChecks,
  describeCommit,
  describeOperations,
  describeOrigin,
  describeProgress,
  formatRunTime,
  isNumeric,
  isTakenUpLate,
  isUnderWay,
  kindTitle,
  orderRunChecks,
  runKinds,
  runStateWord,
  shareOf,
} from './run-words.ts';

it('names every kind and every state that a run can have', () => {
  expect([...runKinds].sort()).toEqual([...runKindSchema.options].sort());
  expect(Object.keys(kindTitle).sort()).toEqual([...runKindSchema.options].sort());
  expect(Object.keys(runStateWord).sort()).toEqual([...runStateSchema.options].sort());
  expect(runStateSchema.options.filter((state) => isUnderWay({ state }))).toEqual(['queued', 'running']);
});

describe('where a run comes from', () => {
  it('is here, or what whoever pushed it says', () => {
    expect(describeOrigin({ origin: 'signalbox', environment: null })).toBe('here');
    expect(describeOrigin({ origin: 'pushed', environment: 'ci' })).toBe('pushed from ci');
    expect(describeOrigin({ origin: 'pushed', environment: null })).toBe('pushed');
  });

  it('tells branch and commit as short as can be found again, and the job where that is all', () => {
    const commit = (part: object) => describeCommit({ commit: { id: null, branch: null, url: null, ...part } });
    expect(describeCommit({ commit: null })).toBeNull();
    expect(commit({ id: '3f9c2a1b4d5e6f708192a3b4c5d6e7f809192a3b', branch: 'main' })).toBe('main · 3f9c2a1');
    expect(commit({ id: 'v1.4.0' })).toBe('v1.4.0');
    expect(commit({ url: 'https://ci.example.com/1' })).toBe('the job');
    expect(commit({})).toBeNull();
  });
});

describe('how far a run is', () => {
  const progress = { phase: 'valid requests', done: 12, of: 40, calls: 1, findings: 0 };

  it('is told by its phase, and by numbers', () => {
    expect(describeProgress({ state: 'running', progress })).toBe('valid requests · 12 of 40 · 1 call · no findings');
    expect(describeProgress({ state: 'running', progress: { ...progress, of: 0, calls: 30, findings: 2 } })).toBe(
      'valid requests · 30 calls · 2 findings',
    );
    expect(describeProgress({ state: 'queued', progress: null })).toBe('waits to be taken up');
    expect(describeProgress({ state: 'running', progress: null })).toBe('begins');
  });

  it('is a share that never passes the whole, and none where the whole is not known', () => {
    expect(shareOf(progress)).toBe(0.3);
    expect(shareOf({ ...progress, done: 50 })).toBe(1);
    expect(shareOf({ ...progress, of: 0 })).toBeNull();
    expect(shareOf(null)).toBeNull();
  });

  it('is late when nobody takes it up for more than a minute', () => {
    const at = '2026-11-30T10:00:00.000Z';
    expect(isTakenUpLate(at, Date.parse(at) + 60_000)).toBe(false);
    expect(isTakenUpLate(at, Date.parse(at) + 60_001)).toBe(true);
  });
});

it('says how long a run took in the units that suit it', () => {
  expect([0, 840, 12_400, 59_999, 60_000, 185_000].map(formatRunTime)).toEqual(['0 ms', '840 ms', '12.4 s', '60 s', '1 min 0 s', '3 min 5 s']);
});

it('says which operations were not proved', () => {
  expect(describeOperations({ operations: null, unproven: null })).toBeNull();
  expect(describeOperations({ operations: 12, unproven: 0 })).toBe('12');
  expect(describeOperations({ operations: 12, unproven: 3 })).toBe('12, of which 3 not proved');
});

it('puts what failed before what nobody can tell, and counts what is proved', () => {
  const check = (id: string, ok: boolean | null) => ({ id, title: id, ok, message: '' });
  const checks = [check('a', true), check('b', null), check('c', false), check('d', true)];
  expect(orderRunChecks(checks).map(({ id }) => id)).toEqual(['c', 'b', 'a', 'd']);
  expect(describeChecks(checks)).toBe('2 of 4 proved');
});

it('knows a column of numbers from one of words', () => {
  const rows = [
    ['GET /users', '1,024', '12.4 ms', '99.9 %', '200 ×7', '–', '420/s'],
    ['POST /users', '–', '3 s', '', '201 ×1', '', '1'],
  ];
  expect([0, 1, 2, 3, 4, 5, 6, 7].map((at) => isNumeric(rows, at))).toEqual([false, true, true, true, false, false, true, false]);
});
