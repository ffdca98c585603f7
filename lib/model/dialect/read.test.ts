import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parseExposition } from '#lib/probe/exposition.ts';
import { readSignals, wantedStem } from './read.ts';
import { statusClasses, type Totals } from './totals.ts';

const paths = { healthPath: '/health', metricsPath: '/metrics' };
const read = (text: string, options = paths) => readSignals(parseExposition(Buffer.from(`${text}\n`), null), options);
const capture = (file: string) => readFileSync(new URL(`../../probe/exposition/captures/${file}`, import.meta.url), 'utf8');

const sum = (values: Iterable<number>) => [...values].reduce((all, value) => all + value, 0);
const countOf = (totals: Totals | null, status: (typeof statusClasses)[number]) =>
  sum((totals?.requests?.values ?? new Float64Array()).filter((_, row) => statusClasses[totals?.requests?.classes[row] ?? -1] === status));
const all = (totals: Totals | null) => sum(totals?.requests?.values ?? []);

const histogram = (name: string, labels: string, counts: [string, number][], total: number, seconds: number) =>
  [
    ...counts.map(([le, count]) => `${name}_bucket{${labels}${labels && ','}le="${le}"} ${count}`),
    `${name}_bucket{${labels}${labels && ','}le="+Inf"} ${total}`,
    `${name}_sum{${labels}} ${seconds}`,
    `${name}_count{${labels}} ${total}`,
  ].join('\n');

describe('recognises', () => {
  const buckets: [string, number][] = [
    ['0.1', 5],
    ['0.5', 8],
  ];
  test.each([
    [
      'OpenTelemetry HTTP server',
      'http_server_request_duration_seconds',
      'http_request_method="GET",http_response_status_code="500",http_route="/a"',
    ],
    ['Micrometer (Spring Boot)', 'http_server_requests_seconds', 'method="GET",uri="/a",status="500",outcome="SERVER_ERROR",exception="X"'],
    ['HTTP metrics by common names', 'http_request_duration_seconds', 'status_code="500",method="GET",path="/a"'],
    ['HTTP metrics with a prefix', 'shop_http_request_duration_seconds', 'status="500",method="GET",path="/a"'],
    ['OpenTelemetry HTTP server (before 1.23)', 'http_server_duration_seconds', 'http_method="GET",http_status_code="500"'],
  ])('%s: rate, errors and buckets from one histogram', (dialect, name, labels) => {
    const totals = read(histogram(name, labels, buckets, 10, 4));
    expect(totals?.source).toMatchObject({ dialect, latency: name, requests: `${name}_count`, unit: 's, by its name' });
    expect(all(totals)).toBe(10);
    expect(countOf(totals, 'serverError')).toBe(10);
    expect(totals?.latency).toMatchObject({ boundsMs: [100, 500, null] });
    expect([...(totals?.latency?.buckets ?? [])]).toEqual([5, 8, 10]);
    expect(sum(totals?.latency?.sumsMs ?? [])).toBe(4000);
  });

  test('OpenTelemetry names that no one translated, dotted and quoted', () => {
    const labels = '"http.request.method"="GET","http.response.status_code"="404"';
    const totals = read(
      `{"http.server.request.duration_bucket",${labels},le="1"} 3\n{"http.server.request.duration_bucket",${labels},le="+Inf"} 4\n` +
        `{"http.server.request.duration_count",${labels}} 4\n{"http.server.request.duration_sum",${labels}} 2`,
    );
    expect(totals?.source).toMatchObject({ dialect: 'OpenTelemetry HTTP server', status: 'http.response.status_code', unit: 's, by the dialect' });
    expect(countOf(totals, 'clientError')).toBe(4);
    expect(totals?.latency?.boundsMs).toEqual([1000, null]);
  });

  test('the same stem by its labels: OpenTelemetry and the Ruby Rack collector', () => {
    const rack = read(
      `http_server_requests_total{code="200",method="get",path="/a"} 7\n${histogram('http_server_request_duration_seconds', 'method="get",path="/a"', [['1', 7]], 7, 1)}`,
    );
    expect(rack?.source).toMatchObject({ dialect: 'Ruby Rack collector', requests: 'http_server_requests_total', status: 'code' });
    const bare = read(histogram('http_server_request_duration_seconds', 'foo="x"', [['1', 7]], 7, 1));
    expect(bare?.source).toMatchObject({ dialect: 'HTTP server metrics without the labels of a library', status: null });
  });

  test('a counter with a status beside a histogram without one: errors from the counter, percentiles from the histogram, added never', () => {
    const totals = read(
      `http_requests_total{handler="/a",method="GET",status="2xx"} 9\nhttp_requests_total{handler="/a",method="GET",status="5xx"} 1\n` +
        histogram('http_request_duration_seconds', 'handler="/a",method="GET"', [['0.1', 5]], 10, 4),
    );
    expect(totals?.source).toMatchObject({ requests: 'http_requests_total', latency: 'http_request_duration_seconds', status: 'status' });
    expect([all(totals), countOf(totals, 'serverError')]).toEqual([10, 1]);
  });

  test('a summary: a mean and no percentile', () => {
    const totals = read(
      'http_server_requests_seconds_count{method="GET",uri="/a",status="200",outcome="SUCCESS"} 4\nhttp_server_requests_seconds_sum{method="GET",uri="/a",status="200",outcome="SUCCESS"} 2\n' +
        'http_server_requests_seconds_max{method="GET",uri="/a",status="200",outcome="SUCCESS"} 1\nhttp_server_requests_seconds{method="GET",uri="/a",status="200",outcome="SUCCESS",quantile="0.95"} 0.9',
    );
    expect(totals?.latency).toMatchObject({ boundsMs: [] });
    expect(totals?.source.rule).toContain('no buckets');
    expect([sum(totals?.latency?.counts ?? []), sum(totals?.latency?.sumsMs ?? [])]).toEqual([4, 2000]);
  });

  test('families without labels: a rate, and errors unknown rather than none', () => {
    const totals = read('http_requests_total 5');
    expect([all(totals), totals?.statusKnown, totals?.source.status]).toEqual([5, false, null]);
  });

  test('a counter alone', () => {
    const totals = read('http_requests_total{route="/a",method="GET",status="200"} 3\nhttp_requests_total{route="/a",method="GET",status="503"} 1');
    expect(totals).toMatchObject({
      latency: null,
      statusKnown: true,
      source: { dialect: 'HTTP metrics by common names', latency: null, unit: null },
    });
    expect([all(totals), countOf(totals, 'serverError')]).toEqual([4, 1]);
  });

  test.each([
    ['calls that the service makes itself', 'http_client_requests_total{method="GET",status="200"} 5'],
    ['calls that the SDK counts for its callers', 'service_requests_total{service="a",method="GET",status="200"} 3'],
    ['a histogram of such calls', 'service_request_duration_seconds_count{service="a",method="GET",status="200"} 3'],
    ['calls to others, by a label', 'http_requests_total{method="GET",status="200",direction="outbound"} 5'],
    ['the scrape itself', 'promhttp_metric_handler_requests_total{code="200"} 5\nup 1\nscrape_duration_seconds 1'],
    ['nothing about requests', 'process_cpu_seconds_total 5'],
  ])('nothing in %s', (_, text) => {
    expect(read(text)).toBeNull();
  });
});

describe('the unit', () => {
  const lines = (name: string) => histogram(name, 'http_request_method="GET",http_route="/a"', [['250', 1]], 1, 250);

  test('# UNIT outweighs the name, the name outweighs the dialect', () => {
    const announced = read(`# UNIT http_server_request_duration ms\n${lines('http_server_request_duration')}`);
    expect(announced?.source.unit).toBe('ms, by # UNIT');
    expect(announced?.latency?.boundsMs).toEqual([250, null]);
    const contradicted = read(`# UNIT http_server_request_duration_seconds ms\n${lines('http_server_request_duration_seconds')}`);
    expect(contradicted?.latency?.boundsMs).toEqual([250, null]);
    expect(read(lines('http_server_request_duration_milliseconds'))?.latency?.boundsMs).toEqual([250, null]);
    expect(read(lines('http_server_request_duration'))?.latency?.boundsMs).toEqual([250_000, null]);
  });

  test('bounds in ms carry no noise', () => {
    const totals = read(
      histogram(
        'http_request_duration_seconds',
        'method="GET"',
        [
          ['0.07', 1],
          ['1.1', 1],
        ],
        1,
        0.1,
      ),
    );
    expect(totals?.latency?.boundsMs).toEqual([70, 1100, null]);
  });
});

describe('our own footprint', () => {
  test.each(['handler', 'path', 'http_route', 'route', 'uri'])('polls of the health and metrics paths do not count, label %s', (label) => {
    const line = (path: string, n: number) => `http_requests_total{method="GET",code="200",${label}="${path}"} ${n}`;
    expect(all(read([line('/health', 100), line('/metrics/', 100), line('/a', 1)].join('\n')))).toBe(1);
  });

  test('only polls: recognised, and nothing counted', () => {
    const totals = read(histogram('http_request_duration_seconds', 'method="GET",path="/health",status_code="200"', [['1', 5]], 5, 1));
    expect(totals).not.toBeNull();
    expect([all(totals), sum(totals?.latency?.counts ?? [])]).toEqual([0, 0]);
  });
});

describe('status', () => {
  test('a status that no label tells is unknown', () => {
    const totals = read(histogram('http_request_duration_seconds', 'handler="/a",method="get"', [['1', 5]], 5, 1));
    expect(totals).toMatchObject({ statusKnown: false, source: { status: null } });
    expect(countOf(totals, 'unknown')).toBe(5);
  });

  test('OpenTelemetry: an error type without a status is a failure of the server', () => {
    const totals = read(
      'http_server_request_duration_seconds_count{http_request_method="GET",error_type="timeout"} 2\nhttp_server_request_duration_seconds_count{http_request_method="GET",http_response_status_code="200"} 3',
    );
    expect([countOf(totals, 'serverError'), countOf(totals, 'ok')]).toEqual([2, 3]);
  });
});

describe('many series', () => {
  test('more than 50 routes are put together, more than 1,000 sets by class, and the sums stay', () => {
    const lines = (count: number, extra: (i: number) => string) =>
      Array.from({ length: count }, (_, i) => `http_requests_total{method="GET",route="/r${i}",status="${i % 2 ? 200 : 500}"${extra(i)}} 1`).join(
        '\n',
      );
    expect(read(lines(50, () => ''))?.requests).toMatchObject({ grain: 'series', keys: { length: 50 } });
    const without = read(lines(60, () => ''));
    expect(without?.requests).toMatchObject({ grain: 'without routes', keys: { length: 2 } });
    expect([all(without), countOf(without, 'serverError')]).toEqual([60, 30]);
    const byClass = read(lines(2400, (i) => `,user="${i}"`));
    expect(byClass?.requests).toMatchObject({ grain: 'by class', keys: { length: 2 } });
    expect([all(byClass), countOf(byClass, 'serverError')]).toEqual([2400, 1200]);
  });

  test('series with different bounds: the bounds that all have remain', () => {
    const totals = read(
      `${histogram(
        'http_request_duration_seconds',
        'path="/a"',
        [
          ['0.1', 1],
          ['0.5', 2],
        ],
        3,
        1,
      )}\n${histogram(
        'http_request_duration_seconds',
        'path="/b"',
        [
          ['0.5', 4],
          ['1', 5],
        ],
        6,
        1,
      )}`,
    );
    expect(totals?.latency?.boundsMs).toEqual([500, null]);
    expect([...(totals?.latency?.buckets ?? [])].sort()).toEqual([2, 3, 4, 6]);
  });
});

describe('one dialect, never two added', () => {
  test('a histogram outweighs a counter, the exact name outweighs a prefix', () => {
    const counter = 'http_requests_total{method="GET",status="200",client="a"} 100';
    const prefixed = histogram('myapp_http_request_duration_seconds', 'method="GET",code="200"', [['1', 7]], 7, 1);
    expect(read(`${counter}\n${prefixed}`)?.source.dialect).toBe('HTTP metrics with a prefix');
    const exact = histogram('http_request_duration_seconds', 'method="GET",code="200"', [['1', 9]], 9, 1);
    const totals = read(`${prefixed}\n${exact}`);
    expect([totals?.source.dialect, all(totals)]).toEqual(['HTTP metrics by common names', 9]);
  });

  test('of two prefixes the one with more series, whatever their order', () => {
    const a = 'a_http_requests_total{method="GET",code="200"} 1';
    const b = 'b_http_requests_total{method="GET",code="200"} 1\nb_http_requests_total{method="GET",code="500"} 1';
    expect(read(`${a}\n${b}`)?.source.requests).toBe('b_http_requests_total');
    expect(read(`${b}\n${a}`)?.source.requests).toBe('b_http_requests_total');
  });
});

describe('captures', () => {
  test('prometheus', () => {
    const totals = read(capture('prometheus.prom'), { healthPath: '/-/healthy', metricsPath: '/metrics' });
    expect(totals?.source).toMatchObject({
      dialect: 'Prometheus',
      requests: 'prometheus_http_requests_total',
      latency: 'prometheus_http_request_duration_seconds',
      status: 'code',
      unit: 's, by its name',
    });
    expect([all(totals), countOf(totals, 'clientError'), sum(totals?.latency?.counts ?? [])]).toEqual([6, 3, 6]);
    expect(totals?.startedAtSeconds).toBeGreaterThan(1e9);
  });

  test('alertmanager says no status, pushgateway no duration', () => {
    const alertmanager = read(capture('alertmanager.prom'), { healthPath: '/-/healthy', metricsPath: '/metrics' });
    expect(alertmanager).toMatchObject({ statusKnown: false, source: { dialect: 'HTTP metrics with a prefix', status: null } });
    expect(read(capture('pushgateway.prom'))).toMatchObject({
      latency: null,
      source: { requests: 'pushgateway_http_requests_total', status: 'code' },
    });
  });

  test('express-prom-bundle and prometheus_client', () => {
    const express = read(capture('express-prom-bundle.prom'));
    expect([all(express), countOf(express, 'serverError'), countOf(express, 'clientError')]).toEqual([9, 1, 1]);
    const python = read(capture('python-prometheus_client-text.prom'));
    expect(python?.source).toMatchObject({ requests: 'http_requests_total', latency: 'http_request_duration_seconds' });
    expect([all(python), sum(python?.latency?.counts ?? [])]).toEqual([7, 2]);
  });

  test('breakers are no requests', () => {
    expect(read(capture('opossum-prometheus.prom'))).toBeNull();
  });

  test.each(['prometheus.prom', 'express-prom-bundle.prom', 'python-prometheus_client-text.prom'])(
    '%s through the allow-list says the same',
    (file) => {
      const narrow = parseExposition(Buffer.from(capture(file)), null, { wanted: wantedStem });
      expect(readSignals(narrow, paths)).toEqual(read(capture(file)));
    },
  );
});
