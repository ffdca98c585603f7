import { type Finding, makeFingerprint } from '../finding.ts';
import { gatherBy } from '../gather.ts';
import { cut } from './fit.ts';
import type { TestCase, TestResults } from './junit.ts';
import type { Check, RunFacts, RunKind, Table } from './report.ts';

const counted = (count: number, one: string) => `${count} ${one}${count === 1 ? '' : 's'}`;

const titleOf = ({ className, suite, name }: TestCase) => [className || suite, name].filter(Boolean).join(' › ');

/** Tests are told apart by what their runner calls them, not by where they stand in the file. */
const keyOf = ({ suite, className, name, file }: TestCase) => [suite, className, name, file].join('\n');

/** One for each test that failed; the same test several times, such as in two browsers, is one that was seen as often. */
function findFailures(cases: TestCase[], kind: RunKind): Finding[] {
  const failed = gatherBy(
    cases.filter(({ state }) => state === 'failed'),
    keyOf,
  );
  return [...failed].flatMap(([key, [first, ...more]]) => {
    if (!first) return [];
    return {
      ...{ id: `${kind}.test.failed`, source: kind, severity: 'error', direction: 'none', operation: null, pointer: '' },
      message: cut(`${titleOf(first)}: ${first.message}`, 1000),
      ...(first.text && { actual: cut(first.text, 4000) }),
      count: more.length + 1,
      fingerprint: makeFingerprint(kind, 'test.failed', key),
    };
  });
}

function checksOf(cases: TestCase[]): Check[] {
  const seen = new Map<string, number>();
  const states = { passed: true, failed: false, skipped: null };
  return cases.map((one) => {
    const title = titleOf(one);
    const times = (seen.get(title) ?? 0) + 1;
    seen.set(title, times);
    const message = one.state === 'skipped' ? `Skipped. ${one.message}`.trim() : one.message;
    return { id: times === 1 ? title : `${cut(title, 180)} #${times}`, title, ok: states[one.state], message: cut(message, 1000) };
  });
}

const count = (cases: TestCase[], state: TestCase['state']) => cases.filter((one) => one.state === state).length;

function tableOf(cases: TestCase[]): Table {
  const suites = [...gatherBy(cases, ({ suite }) => suite)];
  return {
    title: 'Suites',
    columns: ['Suite', 'Tests', 'Failed', 'Skipped', 'Seconds'],
    rows: suites.map(([suite, own]) => {
      const seconds = own.reduce((sum, { durationMs }) => sum + durationMs, 0) / 1000;
      return [suite, String(own.length), String(count(own, 'failed')), String(count(own, 'skipped')), seconds.toFixed(1)];
    }),
  };
}

function summarise(cases: TestCase[]): string {
  const [failed, skipped] = [count(cases, 'failed'), count(cases, 'skipped')];
  const others = skipped > 0 ? `, ${skipped} skipped` : '';
  if (failed > 0) return `${failed} of ${counted(cases.length, 'test')} failed${others}.`;
  return `${counted(cases.length - skipped, 'test')} passed${others}.`;
}

/** What Signalbox keeps of tests that something else ran. Where all were skipped, nothing is known. */
export function describeTests({ cases }: TestResults, kind: RunKind): RunFacts {
  const isNothing = cases.every(({ state }) => state === 'skipped');
  return {
    summary: summarise(cases),
    broken: isNothing ? `Nothing was tested: ${counted(cases.length, 'test')} skipped.` : null,
    findings: findFailures(cases, kind),
    outcome: { checks: checksOf(cases), tables: [tableOf(cases)], notes: [] },
  };
}
