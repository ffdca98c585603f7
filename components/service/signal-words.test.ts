import { describe, expect, it } from 'vitest';
import type { SignalSource } from '#lib/model/signal.ts';
import { explainNoSignals } from './signal-words.ts';

const target = (ok: boolean, reason: string) => ({
  kind: 'metrics' as const,
  url: 'https://orders.example.com/metrics',
  ok,
  reason,
  at: '2026-03-01T12:00:00Z',
  durationMs: 3,
});
const service = {
  ...{ baseUrl: 'https://orders.example.com', metricsPath: '/metrics', targets: [target(true, 'HTTP 200')], pollIntervalSeconds: 15 },
  ...{ metricsSource: null, metricsSelector: null },
};
const mapped = { ...service, metricsSource: 'main', metricsSelector: 'job="orders"' };
const none = { source: null, latest: null, series: [] };
const source: SignalSource = {
  dialect: 'generic',
  rule: 'counter difference',
  requests: 'http_requests_total',
  latency: null,
  status: 'code',
  unit: null,
  series: 4,
};
const point = {
  at: '2026-03-01T12:00:00Z',
  requestRate: 1,
  errorRatio: 0,
  clientErrorRatio: 0,
  latencyMs: { p50: null, p95: null, p99: null, mean: null },
  coverage: null,
};

describe('a panel without signals says why', () => {
  it.each([
    ['No base URL yet', { ...service, baseUrl: null, targets: [] }, none],
    ['No metrics path', { ...service, metricsPath: null }, none],
    ['Metrics not looked at yet', { ...service, targets: [] }, none],
    ['Metrics refused', { ...service, targets: [target(false, 'HTTP 401')] }, none],
    ['No request family recognised', service, none],
    ['Waiting for the second look', service, { ...none, source }],
    ['main not asked yet', { ...mapped, targets: [] }, none],
    ['No signals from the metrics source', { ...mapped, targets: [target(false, 'Prometheus main: connection refused')] }, none],
    ['No request family recognised', mapped, none],
    ['Waiting for the second scrape', { ...mapped, baseUrl: null }, { ...none, source }],
  ])('%s', (title, of, signals) => {
    expect(explainNoSignals(of, signals)?.title).toBe(title);
  });

  it('names the reason of a refusal', () => {
    expect(explainNoSignals({ ...service, targets: [target(false, 'HTTP 401')] }, none)?.text).toContain('HTTP 401');
  });

  it('is silent once there is a point', () => {
    expect(explainNoSignals(service, { source, latest: point, series: [] })).toBeNull();
    expect(explainNoSignals(service, { source, latest: null, series: [point] })).toBeNull();
  });
});
