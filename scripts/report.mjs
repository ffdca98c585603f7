import { existsSync, readFileSync } from 'node:fs';
import { relative } from 'node:path';

const none = { passed: 0, failed: 0, skipped: 0 };

/** What one run of vitest counts. A file that could not even be loaded, and a run that ended without a report, is one failure. */
export function countTests(report, code) {
  if (!report) return { ...none, failed: 1 };
  const broken = report.testResults.filter(
    (file) => file.status === 'failed' && !file.assertionResults.some((assertion) => assertion.status === 'failed'),
  );
  const failed = report.numFailedTests + broken.length;
  return {
    passed: report.numPassedTests,
    failed: failed === 0 && code !== 0 ? 1 : failed,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

const messageLines = 4;

/** Each failed test of a report with the first lines of why, for the end of a long output. */
export function listFailures(report) {
  const files = report?.testResults.filter(({ status }) => status === 'failed') ?? [];
  return files.flatMap(({ name, message, assertionResults }) => {
    const failed = assertionResults.filter(({ status }) => status === 'failed');
    if (failed.length === 0) return [tell(name, '', message)];
    return failed.map(({ fullName, failureMessages }) => tell(name, fullName, failureMessages[0]));
  });
}

function tell(file, test, message = '') {
  const why = message.split('\n').slice(0, messageLines);
  return [`FAILED ${relative(process.cwd(), file)} ${test}`.trimEnd(), ...why.map((line) => `       ${line}`.trimEnd())].join('\n');
}

export const readReport = (path) => (existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : null);

/** The failed tests, the steps of a run as one line each, and the counts of all of them; a failed step without tests counts as one failure. */
export function summarise(steps) {
  const counts = steps.map(({ ok, tests }) => tests ?? { ...none, failed: ok ? 0 : 1 });
  const total = (key) => counts.reduce((sum, count) => sum + count[key], 0);
  const width = Math.max(...steps.map(({ name }) => name.length));
  const failures = steps.flatMap((step) => step.failures ?? []);
  const lines = steps.map(({ name, ok, seconds }) => `${ok ? 'ok    ' : 'FAILED'} ${name.padEnd(width)} ${seconds.padStart(7)} s`);
  const skipped = total('skipped') > 0 ? `, ${total('skipped')} skipped` : '';
  return { lines: [...failures, ...lines], last: `${total('passed')} passed, ${total('failed')} failed${skipped}`, ok: steps.every(({ ok }) => ok) };
}
