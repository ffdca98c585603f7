import { expect, test } from 'vitest';
import { explainNoGauges } from './saturation-words.ts';

const service = {
  name: 'orders',
  baseUrl: 'http://orders',
  metricsPath: '/metrics',
  metricsSource: null,
  metricsSelector: null,
  targets: [],
  pollIntervalSeconds: 15,
};
const target = {
  kind: 'metrics' as const,
  url: 'http://orders/metrics',
  ok: false,
  reason: 'answered HTTP 404',
  at: '2026-03-01T12:00:00Z',
  durationMs: 3,
};

test.each([
  ['no base URL', { ...service, baseUrl: null }, null, 'base URL'],
  ['no metrics path', { ...service, metricsPath: null }, null, 'Set one in Settings'],
  ['a look that failed', { ...service, targets: [target] }, null, 'answered HTTP 404'],
  ['no look yet', service, null, 'within 15 s'],
  ['metrics that tell of none', service, '2026-03-01T12:00:00Z', 'The lines below add them'],
])('%s is told with what to do', (_, one, at, words) => {
  expect(explainNoGauges(one, { at }).text).toContain(words);
});
