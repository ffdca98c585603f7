import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { runReportSchema } from '../../../../lib/model/run.ts';
import type { Finding } from '../finding.ts';
import { fitReport, mostBytes } from './fit.ts';
import type { RunReport } from './report.ts';

const exchange = (bytes: number) => ({
  request: { method: 'GET', url: 'http://127.0.0.1/', headers: {}, body: null },
  response: { status: 200, headers: {}, body: 'x'.repeat(bytes), trouble: null },
});
const finding = (index: number, severity: Finding['severity'], more: Partial<Finding> = {}): Finding => ({
  ...{ id: 'response.body.type', source: 'contract', severity, direction: 'response', operation: 'GET /things', pointer: '' },
  ...{ message: `fault ${index}`, fingerprint: `f${index}`, ...more },
});
const report = (more: Partial<RunReport> = {}): RunReport => ({
  ...{ id: randomUUID(), kind: 'contract', startedAt: '2026-11-30T08:00:00.000Z', durationMs: 12, environment: null, readOnly: false },
  ...{ seed: 1, version: null, baseUrl: null, calls: 1, operations: 1, unproven: 0, broken: null, summary: 'so', findings: [] },
  ...{ outcome: { checks: [], tables: [], notes: [] }, commit: null, ...more },
});
const bytesOf = (value: unknown) => Buffer.byteLength(JSON.stringify(value));
const check = (index: number, ok: boolean, length = 10) => ({ id: `c${index}`, title: 'T'.repeat(length), ok, message: 'm'.repeat(length) });

const worst = (findings: Finding[]) => (['error', 'warning', 'info'] as const).find((one) => findings.some(({ severity }) => severity === one));

test('what fits is sent as it is', () => {
  const small = report({ findings: [finding(1, 'warning', { exchange: exchange(1000) }), finding(2, 'error')] });
  expect(fitReport(small)).toEqual({ ...small, findings: small.findings.toReversed() });
});

test('exchanges go first, those of the least severe findings before others, and the notes say so', () => {
  const findings = (['info', 'error', 'warning', 'error'] as const).map((severity, index) =>
    finding(index, severity, { exchange: exchange(300_000) }),
  );
  const fitted = fitReport(report({ findings }));
  expect(bytesOf(fitted)).toBeLessThan(mostBytes);
  expect(fitted.findings.map((one) => [one.severity, one.exchange !== undefined])).toEqual([
    ['error', true],
    ['error', true],
    ['warning', true],
    ['info', false],
  ]);
  expect(fitted.outcome.notes).toEqual(['Left out for their length: the exchanges of 1 finding.']);
});

test('whole findings go when that is not enough, and the worst always stays: it is what fails the run', () => {
  const findings = Array.from({ length: 1500 }, (_, index) => finding(index, index === 700 ? 'error' : 'warning', { actual: 'ä'.repeat(3000) }));
  const fitted = fitReport(report({ findings }), 200_000);
  expect(bytesOf(fitted)).toBeLessThan(200_000);
  expect(fitted.findings[0]).toMatchObject({ fingerprint: 'f700', severity: 'error' });
  expect(fitted.outcome.notes).toEqual([
    'Cut to 300 characters: the texts of findings and checks.',
    expect.stringMatching(/^Left out for their number: \d+ findings\.$/),
  ]);
});

test('more than Signalbox takes of anything is cut to what it takes: failed checks stay', () => {
  const checks = Array.from({ length: 900 }, (_, index) => check(index, index !== 850));
  const findings = Array.from({ length: 2001 }, (_, index) => finding(index, 'info'));
  const { outcome, findings: kept } = fitReport(report({ findings, outcome: { checks, tables: [], notes: [] } }), 10_000_000);
  expect([kept.length, outcome.checks.length, outcome.checks[0]?.id]).toEqual([2000, 500, 'c850']);
  expect(outcome.notes).toEqual(['Left out for their number: 1 finding, 400 checks.']);
});

test('all that was left out is said, however many notes the run itself has', () => {
  const findings = Array.from({ length: 2001 }, (_, index) => finding(index, 'warning', { actual: 'ä'.repeat(3000) }));
  const notes = Array.from({ length: 150 }, (_, index) => `note ${index}`);
  const fitted = fitReport(report({ findings, outcome: { checks: [], tables: [], notes } }), 200_000);
  expect(fitted.outcome.notes).toEqual([
    ...notes.slice(0, 97),
    'Left out for their number: 1 finding.',
    'Cut to 300 characters: the texts of findings and checks.',
    expect.stringMatching(/^Left out for their number: \d+ findings\.$/),
  ]);
});

test('whatever a run has to say, it is taken, and fits', { timeout: 60_000 }, () => {
  const long = fc.tuple(fc.constantFrom('a', 'ä', '😀', '\u0000', '"'), fc.nat(5000)).map(([char, times]) => char.repeat(times));
  const findings = fc.array(
    fc.record({ severity: fc.constantFrom('error', 'warning', 'info'), message: long, actual: long, bytes: fc.nat(400_000) }),
    { maxLength: 12 },
  );
  const outcome = fc.record({
    checks: fc.array(fc.record({ id: long, title: long, ok: fc.option(fc.boolean()), message: long }), { maxLength: 700 }),
    tables: fc.array(fc.record({ title: long, columns: fc.array(long, { maxLength: 25 }), rows: fc.array(fc.array(long, { maxLength: 25 })) }), {
      maxLength: 22,
    }),
    notes: fc.array(long, { maxLength: 120 }),
  });
  fc.assert(
    fc.property(findings, outcome, long, (texts, told, summary) => {
      const made = texts.map(({ severity, message, actual, bytes }, index) =>
        finding(index, severity as Finding['severity'], { message, actual, exchange: exchange(bytes) }),
      );
      const fitted = fitReport(report({ findings: made, outcome: told, summary, broken: summary, version: summary }));
      expect(runReportSchema.safeParse(JSON.parse(JSON.stringify(fitted))).error).toBeUndefined();
      expect(bytesOf(fitted)).toBeLessThan(mostBytes);
      expect(fitted.findings[0]?.severity).toBe(worst(made));
      // A character of two halves is never cut in two: JSON would write a half as an escape.
      expect(JSON.stringify(fitted)).not.toMatch(/\\ud[89a-f]/);
    }),
    { seed: 1, numRuns: 30 },
  );
});
