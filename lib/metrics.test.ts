import { expect, test } from 'vitest';
import { readSignals } from '#lib/model/dialect/read.ts';
import { listSamples } from '#lib/model/exposition.ts';
import { parseExposition } from '#lib/probe/exposition.ts';
import { exportMetrics, mergeMetrics, metrics, metricsContentType } from './metrics.ts';

test('two processes as one exposition: counts are added, and Signalbox reads its own rate, errors and percentiles from it', async () => {
  metrics.polls.inc({ kind: 'health', outcome: 'ok' }, 2);
  metrics.httpRequestSeconds.observe({ http_request_method: 'GET', http_route: '/services', http_response_status_code: '500' }, 0.02);
  const handedOver = JSON.parse(JSON.stringify(await exportMetrics()));
  const parsed = parseExposition(Buffer.from(await mergeMetrics([await exportMetrics(), handedOver])), metricsContentType);
  expect(listSamples(parsed).find(({ name }) => name === 'signalbox_polls_total')?.value).toBe(4);
  const totals = readSignals(parsed, { healthPath: '/healthz', metricsPath: '/metrics' });
  expect(totals?.source).toMatchObject({ dialect: 'OpenTelemetry HTTP server', status: 'http_response_status_code' });
  expect([...(totals?.requests?.values ?? [])]).toEqual([2]);
  expect([...(totals?.latency?.counts ?? [])]).toEqual([2]);
});
