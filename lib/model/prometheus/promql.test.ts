import { describe, expect, test } from 'vitest';
import { parseExposition } from '#lib/probe/exposition.ts';
import { readSignals } from '../dialect/read.ts';
import { queriesOf, rawQuery } from './promql.ts';
import { parseSelector } from './selector.ts';

const paths = { healthPath: '/health', metricsPath: '/metrics' };
const { matchers } = parseSelector('job="orders"');

function queries(text: string, targetLabels: string[] = ['job', 'instance']) {
  const exposition = parseExposition(Buffer.from(`${text}\n`), null);
  const source = readSignals(exposition, paths)?.source ?? null;
  const mapping = { matchers: matchers ?? [], targetLabels: new Set(targetLabels), windowSeconds: 60, paths };
  return Object.fromEntries(queriesOf(exposition, source, mapping).map(({ what, query }) => [what, query]));
}

describe('what the dialects read, as PromQL', () => {
  test('rate, errors and percentiles of a counter and a histogram, our own looks left out', () => {
    const told = queries(`# TYPE http_requests_total counter
http_requests_total{route="/a",code="200"} 1
# TYPE http_request_duration_seconds histogram
http_request_duration_seconds_bucket{route="/a",le="0.1"} 1
http_request_duration_seconds_bucket{route="/a",le="+Inf"} 1
http_request_duration_seconds_sum{route="/a"} 1
http_request_duration_seconds_count{route="/a"} 1`);
    const all = 'sum(rate(http_requests_total{job="orders",route!~"/health|/metrics"}[60s]))';
    expect(told['requests per second']).toBe(all);
    expect(told['share of server errors, 0–1']).toBe(
      `(sum(rate(http_requests_total{job="orders",route!~"/health|/metrics",code=~"5.."}[60s])) or vector(0)) / ${all}`,
    );
    expect(told['p95 of durations, s']).toBe(
      'histogram_quantile(0.95, sum by (le) (rate(http_request_duration_seconds_bucket{job="orders",route!~"/health|/metrics"}[60s])))',
    );
  });

  test('a label that the server has taken is called exported, a name with dots is a matcher', () => {
    const told = queries('{"http.server.request.duration_seconds_count","http.route"="/a",http_response_status_code="503"} 3', [
      'job',
      'http_response_status_code',
    ]);
    expect(told['share of server errors, 0–1']).toContain('exported_http_response_status_code=~"5.."');
    expect(told['requests per second']).toBe(
      'sum(rate({job="orders","http.route"!~"/health|/metrics",__name__="http.server.request.duration_seconds_count"}[60s]))',
    );
  });

  test('words and gRPC codes that mean a server error are named', () => {
    expect(queries('http_server_requests_seconds_count{uri="/a",method="GET",status="5xx"} 1')['share of server errors, 0–1']).toContain(
      'status=~"5xx"',
    );
    expect(queries('# TYPE http_requests_total counter\nhttp_requests_total{grpc_code="Unavailable"} 1')['share of server errors, 0–1']).toContain(
      'grpc_code=~"2|4|12|13|14|15|Unavailable"',
    );
  });

  test('without buckets there is a mean and no percentile; breakers are asked for by name', () => {
    const told = queries(`http_request_duration_ms_sum 3\nhttp_request_duration_ms_count 1
resilience4j_circuitbreaker_state{name="pay",state="open"} 1`);
    expect(Object.keys(told)).toEqual(['requests per second', 'mean duration, ms', 'circuit breakers']);
    expect(told['circuit breakers']).toBe('{job="orders",__name__="resilience4j_circuitbreaker_state"}');
  });

  test('a poll asks for raw samples of the names, in any order alike', () => {
    expect(rawQuery(matchers ?? [], ['up', 'http_requests_total'], 60)).toBe('{job="orders",__name__=~"http_requests_total|up"}[60s]');
  });
});
