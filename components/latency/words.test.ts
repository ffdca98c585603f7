import { describe, expect, it } from 'vitest';
import type { ObjectiveStanding } from '#lib/model/latency/objective.ts';
import { describeBudget, describeStanding, explainNoLatency } from './words.ts';

const standing = (fields: Partial<ObjectiveStanding>): ObjectiveStanding => ({
  ...{ percentile: 95, thresholdMs: 300, state: 'kept', slower: { low: 0.012, high: 0.034 }, allowed: 0.05, addBound: null },
  ...fields,
});

describe('describeStanding', () => {
  it('says the share as far as the buckets tell it', () => expect(describeStanding(standing({}))).toBe('1.2–3.4 % of requests slower, 5 % allowed'));
  it('names the bound that is missing, in the unit of the family', () =>
    expect(describeStanding(standing({ state: 'cannot-tell', addBound: { value: 0.3, unit: 's' } }))).toBe(
      'cannot be judged with these buckets: add 0.3',
    ));
  it('takes what summaries say for no share', () => expect(describeStanding(standing({ slower: null }))).toMatch(/^by its summaries/));
  it('judges no mean', () => expect(describeStanding(standing({ state: 'cannot-tell', slower: null }))).toContain('export a histogram'));
  it('takes silence for no fault', () => expect(describeStanding(standing({ state: 'no-data', slower: null }))).toBe('no requests to judge it by'));
});

describe('describeBudget', () => {
  it.each([
    [{ low: 0.012, high: 0.034 }, '24–68 % of the budget spent'],
    [{ low: 0.02, high: 0.02 }, '40 % of the budget spent'],
    [{ low: 0.5, high: 0.5 }, '10 times the budget spent'],
    [{ low: 0.2, high: 0.5 }, 'at least 4 times the budget spent'],
  ])('%o: %s', (slower, words) => expect(describeBudget({ slower, allowed: 0.05 })).toBe(words));
  it('says nothing of what is not known', () => expect(describeBudget({ slower: null, allowed: 0.05 })).toBeNull());
});

describe('explainNoLatency', () => {
  const target = { kind: 'metrics' as const, url: 'http://a/metrics', ok: true, reason: 'HTTP 200', at: '2026-03-01T12:00:00Z', durationMs: 3 };
  const service = {
    name: 'orders',
    baseUrl: 'http://a',
    metricsPath: '/metrics',
    metricsSource: null,
    metricsSelector: null,
    signalsAt: null,
    targets: [target],
  };
  const source = { dialect: 'd', rule: 'r', requests: 'f', latency: null, status: null, unit: null, series: 1 };
  it.each([
    ['No base URL yet', { ...service, baseUrl: null }, null],
    ['No metrics path', { ...service, metricsPath: null }, null],
    ['Metrics refused', { ...service, targets: [{ ...target, ok: false, reason: 'HTTP 401' }] }, null],
    ['No durations in the metrics', service, source],
    ['No requests in the last 1 h', service, { ...source, latency: 'f' }],
  ])('%s', (title, of, told) => expect(explainNoLatency(of, { source: told, window: '1h' }).title).toBe(title));
  it('says how to add a histogram', () => expect(explainNoLatency(service, { source, window: '1h' }).text).toContain('Add a histogram named'));
});
