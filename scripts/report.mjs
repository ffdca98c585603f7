import { existsSync, readFileSync } from 'node:fs';

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

export const readReport = (path) => (existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : null);

/** The steps of a run as one line each, and the counts of all of them; a failed step without tests counts as one failure. */
export function summarise(steps) {
  const counts = steps.map(({ ok, tests }) => tests ?? { ...none, failed: ok ? 0 : 1 });
  const total = (key) => counts.reduce((sum, count) => sum + count[key], 0);
  const width = Math.max(...steps.map(({ name }) => name.length));
  const lines = steps.map(({ name, ok, seconds }) => `${ok ? 'ok    ' : 'FAILED'} ${name.padEnd(width)} ${seconds.padStart(7)} s`);
  const skipped = total('skipped') > 0 ? `, ${total('skipped')} skipped` : '';
  return { lines, last: `${total('passed')} passed, ${total('failed')} failed${skipped}`, ok: steps.every(({ ok }) => ok) };
}
