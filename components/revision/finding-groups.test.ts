import { expect, it } from 'vitest';
import type { Finding } from '#lib/model/finding.ts';
import { filterFindings, groupByOperation, groupByRule, splitAccepted, tellApart } from './finding-groups.ts';

const finding = (fingerprint: string, more: Partial<Finding> = {}): Finding => ({
  id: 'param.required.added',
  source: 'compare',
  severity: 'info',
  direction: 'request',
  operation: 'GET /a',
  pointer: '/paths/~1a/get',
  message: `message ${fingerprint}`,
  fingerprint,
  ...more,
});

it('puts the operation that breaks most first, and what breaks first within it', () => {
  const groups = groupByOperation([
    finding('1', { operation: 'GET /calm' }),
    finding('2', { operation: 'GET /once', severity: 'breaking' }),
    finding('3', { operation: 'GET /twice' }),
    finding('4', { operation: 'GET /twice', severity: 'breaking' }),
    finding('5', { operation: 'GET /twice', severity: 'breaking' }),
    finding('6', { operation: null, severity: 'warning' }),
  ]);
  expect(groups.map(({ name, findings }) => [name, findings.map(({ fingerprint }) => fingerprint)])).toEqual([
    ['GET /twice', ['4', '5', '3']],
    ['GET /once', ['2']],
    [null, ['6']],
    ['GET /calm', ['1']],
  ]);
});

it('gathers what one rule says', () => {
  const groups = groupByRule([finding('1', { id: 'a' }), finding('2', { id: 'b', severity: 'error' }), finding('3', { id: 'a' })]);
  expect(groups.map(({ name, findings }) => [name, findings.length])).toEqual([
    ['b', 1],
    ['a', 2],
  ]);
});

it('finds every word anywhere in a finding, in any case', () => {
  const findings = [
    finding('1', { aliases: ['new-required-request-parameter'] }),
    finding('2', { operation: 'POST /b', pointer: '/paths/~1b/post', severity: 'breaking' }),
  ];
  const shown = (q: string, severity: Finding['severity'][] = []) => filterFindings(findings, { q, severity }).map(({ fingerprint }) => fingerprint);
  expect(shown('post MESSAGE')).toEqual(['2']);
  expect(shown('new-required')).toEqual(['1']);
  expect(shown('post get')).toEqual([]);
  expect(shown('', ['breaking', 'warning'])).toEqual(['2']);
  expect(shown('')).toEqual(['1', '2']);
});

it('takes accepted findings out, says nothing twice, and minds no acceptance of other findings', () => {
  const acceptance = { fingerprint: '2', reason: 'agreed', by: 'ana', at: '2026-01-01T00:00:00.000Z', expiresAt: null };
  const { open, accepted } = splitAccepted([finding('1'), finding('2'), finding('1')], [acceptance, { ...acceptance, fingerprint: '9' }]);
  expect(open.map(({ fingerprint }) => fingerprint)).toEqual(['1']);
  expect(accepted).toEqual([{ finding: finding('2'), acceptance }]);
});

it('tells apart what says the same: by operation, by what was seen, by place', () => {
  expect(tellApart(finding('1', { actual: '418' }), 'a.rule')).toBe('GET /a');
  expect(tellApart(finding('1', { actual: '418' }), 'GET /a')).toBe('418');
  expect(tellApart(finding('1'), 'GET /a')).toBe('/paths/~1a/get');
  expect(tellApart(finding('1', { operation: null, pointer: '' }), 'a.rule')).toBe('the whole document');
  expect(tellApart(finding('1', { actual: 'x'.repeat(500) }), 'GET /a')).toHaveLength(160);
});
