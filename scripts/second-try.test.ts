import { expect, test } from 'vitest';
import { filesToTryAgain, joinTries } from './second-try.mjs';

const file = (name: string, ...states: string[]) => ({
  name: `${process.cwd()}/${name}`,
  status: states.includes('failed') ? 'failed' : 'passed',
  assertionResults: states.map((status, at) => ({ status, fullName: `${name} ${at}`, failureMessages: ['Error: late\nat 1'] })),
});
const report = (...testResults: ReturnType<typeof file>[]) => ({ testResults });

test('the files that failed are tried again, where they are few', () => {
  expect(filesToTryAgain(report(file('a', 'passed'), file('b', 'failed', 'passed')), 1)).toEqual(['b']);
  expect(filesToTryAgain(report(...['a', 'b', 'c', 'd'].map((name) => file(name, 'failed'))), 1)).toEqual([]);
  expect(filesToTryAgain(report(file('a', 'passed')), 0)).toEqual([]);
  expect(filesToTryAgain(null, 1)).toEqual([]);
});

test('the second try stands instead of the first, and what needed it is named with its reason', () => {
  const joined = joinTries(report(file('a', 'passed', 'skipped'), file('b', 'passed', 'failed')), report(file('b', 'passed', 'passed')));
  expect(joined.report).toMatchObject({ numPassedTests: 3, numFailedTests: 0, numPendingTests: 1 });
  expect(joined.unsteady).toEqual(['PASSED ONLY AT THE SECOND TRY b b 1\n       Error: late\n       at 1']);
});

test('what fails twice has failed', () => {
  const joined = joinTries(report(file('a', 'failed')), report(file('a', 'failed')));
  expect(joined).toMatchObject({ report: { numFailedTests: 1 }, unsteady: [] });
  expect(joinTries(report(file('a', 'failed')), null).report).toEqual(report(file('a', 'failed')));
});
