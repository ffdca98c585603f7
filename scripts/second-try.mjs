import { relative } from 'node:path';
import { listFailures } from './report.mjs';

/** More failed files than this are no accident. */
const mostFiles = 3;

/** The files of a run whose tests failed, where they are few enough to be tried once more; else none. */
export function filesToTryAgain(report, code) {
  if (!report || code === 0) return [];
  const files = report.testResults.filter(({ status }) => status === 'failed').map(({ name }) => relative(process.cwd(), name));
  return files.length > mostFiles ? [] : files;
}

/** A report in which the second try of a file stands instead of its first, and the tests that needed it. */
export function joinTries(first, second) {
  if (!second) return { report: first, unsteady: [] };
  const tried = new Map(second.testResults.map((file) => [file.name, file]));
  const testResults = first.testResults.map((file) => tried.get(file.name) ?? file);
  const assertions = testResults.flatMap(({ assertionResults }) => assertionResults);
  const count = (...states) => assertions.filter(({ status }) => states.includes(status)).length;
  const steadied = first.testResults.filter(({ name, status }) => status === 'failed' && tried.get(name)?.status === 'passed');
  return {
    report: {
      testResults,
      numPassedTests: count('passed'),
      numFailedTests: count('failed'),
      numPendingTests: count('pending', 'skipped'),
      numTodoTests: count('todo'),
    },
    unsteady: listFailures({ testResults: steadied }).map((line) => line.replace(/^FAILED/, 'PASSED ONLY AT THE SECOND TRY')),
  };
}
