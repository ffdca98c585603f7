import type { ContractFinding, ContractResult, OperationResult } from '@signalbox/runner';
import { expect, test } from 'vitest';
import { findingSchema } from '#lib/model/finding.ts';
import { runOutcomeSchema } from '#lib/model/run.ts';
import { inOurWords, summarise } from './summary.ts';

const finding = (operation: string, more: Partial<ContractFinding> = {}): ContractFinding => ({
  ...{ id: 'response.server_error', source: 'contract', severity: 'error', direction: 'response', operation, pointer: '/paths', seed: 1, count: 2 },
  ...{ message: 'answers 500 to a valid request', help: 'See the log.', declared: '200', actual: '500', curl: 'curl', fingerprint: operation },
  exchange: {
    request: { method: 'GET', url: 'http://a.test/', headers: {}, body: null },
    response: { status: 500, headers: {}, body: null, trouble: null },
  },
  ...more,
});
const operation = (key: string, more: Partial<OperationResult> = {}): OperationResult => ({
  ...{ operation: key, calls: 3, statuses: { 200: 2, none: 1 } },
  ...more,
});
const result = (more: Partial<ContractResult>): ContractResult => ({
  ...{ title: 'A', version: '1', baseUrl: 'http://a.test', seed: 1, readOnly: true, findings: [], calls: 9, operations: [], unproven: [], notes: [] },
  ...{ durationMs: 1, ...more },
});

test('what could not be told is neither proved nor failed', () => {
  const operations = [operation('GET /a'), operation('GET /b', { refusal: '401 {}' }), operation('GET /c'), operation('GET /d', { calls: 0 })];
  const findings = [finding('GET /c'), finding('GET /c', { message: 'another' }), finding('GET /a', { severity: 'warning' })];
  const { summary, outcome } = summarise(result({ operations, findings, unproven: ['GET /b', 'GET /d'] }));
  expect(summary).toBe('2 errors, 1 warning in 9 calls to 4 operations; of 2 operations little could be told.');
  expect(outcome.checks.map(({ id, ok, message }) => [id, ok, message])).toEqual([
    ['GET /a', true, '3 calls: 200 ×2  no answer ×1'],
    ['GET /b', null, 'No valid request was answered with success: 401 {}'],
    ['GET /c', false, 'answers 500 to a valid request (and 1 more finding)'],
    ['GET /d', null, 'It was not called.'],
  ]);
  expect(outcome.tables[0]?.rows[1]).toEqual(['GET /b', '3', '200 ×2  no answer ×1', '401 {}']);
});

test('an answer to a method that the document does not know is a check of its own', () => {
  const found = finding('GET /uploads', { id: 'method.undeclared.accepted', message: 'answers 200' });
  const { outcome } = summarise(result({ operations: [operation('GET /a')], findings: [found] }));
  expect(outcome.checks[0]).toMatchObject({ title: 'GET /uploads is refused, as it is not declared', ok: false, message: 'answers 200' });
});

test('however much there is, what is kept fits, and says what it leaves out', () => {
  const long = 'x'.repeat(5000);
  const keys = Array.from({ length: 2100 }, (_, at) => `GET /${at}/${long}`);
  const operations = keys.map((key) => operation(key, { refusal: long }));
  const findings = keys.slice(0, 600).map((key) => finding(key));
  const notes = Array.from({ length: 10 }, () => long);
  const kept = summarise(result({ operations, findings, unproven: keys, notes }));
  expect(runOutcomeSchema.safeParse(kept.outcome).error).toBeUndefined();
  expect(kept.findings).toHaveLength(600);
  expect(kept.outcome.checks).toHaveLength(500);
  expect(kept.outcome.checks.every(({ ok }) => ok === false)).toBe(true);
  expect(kept.outcome.notes.some((note) => note.includes('1600 checks'))).toBe(true);
  expect(JSON.stringify(kept).length).toBeLessThan(8_000_000);
  expect(findingSchema.safeParse(kept.findings[0]).error).toBeUndefined();
});

test('what the runner says to people at a terminal is said in words of Signalbox', () => {
  expect(inOurWords('Operations that need credentials were only knocked at: give --token and --api-key.')).toBe(
    'Operations that need credentials were only knocked at: keep the API key or the bearer token of the service in its settings.',
  );
  expect(inOurWords('Operations that need credentials were only knocked at: give --basic user:password.')).toBe(
    'Operations that need credentials were only knocked at, with a user and a password, which Signalbox does not keep.',
  );
  expect(inOurWords('The service asked to wait (429); the run slowed down.')).toBe('The service asked to wait (429); the run slowed down.');
});
