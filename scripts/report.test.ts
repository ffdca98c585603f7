import { expect, test } from 'vitest';
import { countTests, listFailures, summarise } from './report.mjs';

const report = (change: object = {}) => ({
  numPassedTests: 3,
  numFailedTests: 0,
  numPendingTests: 1,
  numTodoTests: 0,
  testResults: [{ status: 'passed', assertionResults: [{ status: 'passed' }] }],
  ...change,
});
const step = (change: object) => ({ name: 'a', ok: true, seconds: '1.0', tests: undefined, ...change });

test('passed, failed and skipped tests are counted from the report', () => {
  expect(countTests(report(), 0)).toEqual({ passed: 3, failed: 0, skipped: 1 });
});

test('a file that could not be loaded is a failure', () => {
  expect(countTests(report({ testResults: [{ status: 'failed', assertionResults: [] }] }), 1).failed).toBe(1);
});

test('a file is not counted again beside its failed tests', () => {
  const testResults = [{ status: 'failed', assertionResults: [{ status: 'failed' }] }];
  expect(countTests(report({ numFailedTests: 1, testResults }), 1).failed).toBe(1);
});

test('a run that ended badly is a failure even when every test passed or no report was written', () => {
  expect(countTests(report(), 1).failed).toBe(1);
  expect(countTests(null, 1)).toEqual({ passed: 0, failed: 1, skipped: 0 });
});

test('the last line adds the runs up, counts a failed step once and leaves out skipped when there are none', () => {
  const tests = { passed: 2, failed: 0, skipped: 0 };
  expect(summarise([step({ tests }), step({ tests }), step({ ok: false })])).toMatchObject({ last: '4 passed, 1 failed', ok: false });
  expect(summarise([step({ tests: { passed: 1, failed: 0, skipped: 2 } })])).toMatchObject({ last: '1 passed, 0 failed, 2 skipped', ok: true });
});

test('what failed is told again at the end, with the file and the first lines of why', () => {
  const failed = { status: 'failed', fullName: 'a door opens', failureMessages: ['Error: it stayed shut\nat 1\nat 2\nat 3\nat 4'] };
  const name = `${process.cwd()}/e2e/door.test.ts`;
  const failures = listFailures(
    report({
      testResults: [
        { status: 'failed', name, assertionResults: [{ status: 'passed' }, failed] },
        { status: 'failed', name, message: 'no such module', assertionResults: [] },
        { status: 'passed', name, assertionResults: [{ status: 'passed' }] },
      ],
    }),
  );
  expect(failures).toEqual([
    'FAILED e2e/door.test.ts a door opens\n       Error: it stayed shut\n       at 1\n       at 2\n       at 3',
    'FAILED e2e/door.test.ts\n       no such module',
  ]);
  expect(summarise([step({ ok: false, failures })]).lines.slice(0, 2)).toEqual(failures);
  expect(listFailures(null)).toEqual([]);
});
