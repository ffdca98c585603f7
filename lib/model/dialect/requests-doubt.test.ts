import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { quantileInterval, toPoint } from '../histogram.ts';
import { diffTotals } from './diff.ts';
import { counters, histogramText as hist, lines, millis, pointOf, readText, seconds, to500 } from './requests.test.kit.ts';

const labels = 'method="GET",route="/a",status="200"';
const summary = (name: string, of: string, quantiles: Record<string, number>, count: number, sum = 1) =>
  lines(
    ...Object.entries(quantiles).map(([q, value]) => `${name}{${of},quantile="${q}"} ${value}`),
    `${name}_sum{${of}} ${sum}`,
    `${name}_count{${of}} ${count}`,
  );

describe('the order of preference', () => {
  const istio = hist('istio_request_duration_milliseconds', 'reporter="destination",response_code="200"', { '100': 0, '500': 7, '+Inf': 7 });
  const spans = hist('traces_spanmetrics_latency', 'service="a",span_kind="SPAN_KIND_SERVER"', { '1': 5, '+Inf': 5 });
  const counter = 'http_requests_total{method="GET",route="/a",status="200"} 3';
  const mean = `http_request_latency_seconds_sum{${labels}} 1\nhttp_request_latency_seconds_count{${labels}} 4`;
  const quantiles = summary('http_request_summary_seconds', labels, { '0.95': 0.2 }, 5);
  const steps: [string, string, string][] = [
    ['a histogram of the service', hist('http_request_duration_seconds', labels, seconds), 'http_request_duration_seconds'],
    ['a summary of the service', quantiles, 'http_request_summary_seconds'],
    ['sum and count of the service', mean, 'http_request_latency_seconds'],
    ['a proxy in front of it', istio, 'istio_request_duration_milliseconds'],
    ['spans', spans, 'traces_spanmetrics_latency'],
  ];

  test.each(steps.map(([what, text, family], at) => [what, [...steps.slice(at + 1).map(([, later]) => later), text].join('\n'), family]))(
    '%s before what comes after it, whatever the order of the lines',
    (_, text, family) => {
      expect(readText(text)?.source.latency).toBe(family);
    },
  );

  test('of a gateway that many share, the part that is the service by its label', () => {
    const part = (kind: string, value: string, count: number) =>
      `traefik_${kind}_requests_total{code="200",method="GET",${kind}="${value}"} ${count}`;
    const text = lines(part('entrypoint', 'web', 90), part('service', 'shop-orders-8080@kubernetes', 20), part('service', 'pay@docker', 70));
    expect(pointOf(text, { service: 'orders' })?.requestRate).toBe(2);
    expect(pointOf(text, { service: 'pay' })?.requestRate).toBe(7);
    expect(pointOf(text, { service: 'traefik' })?.requestRate).toBe(9);
  });

  test('what was not used is told, with the reason', () => {
    const { source } = readText(lines(istio, spans, hist('http_request_duration_seconds', labels, seconds), counter)) ?? {};
    expect(source?.others).toEqual([
      { dialect: 'Istio', family: 'istio_request_duration_milliseconds', why: 'the service itself is preferred to a proxy' },
      { dialect: 'Span metrics (Tempo)', family: 'traces_spanmetrics_latency', why: 'the service itself is preferred to traces' },
    ]);
  });
});

describe('a summary', () => {
  test('says its own quantiles', () => {
    const point = pointOf(summary('http_request_duration_seconds', labels, { '0.5': 0.1, '0.95': 0.2, '0.99': 0.3 }, 10));
    expect(point).toMatchObject({
      requestRate: 1,
      latencyMs: { p50: { low: 100, high: 100 }, p95: { low: 200, high: 200 }, p99: { low: 300, high: 300 } },
    });
  });

  test('one that it does not export lies between its neighbours', () => {
    const point = pointOf(summary('http_request_duration_seconds', labels, { '0.5': 0.1, '0.9': 0.2 }, 10));
    expect(point?.latencyMs).toMatchObject({ p95: { low: 200, high: null }, p50: { low: 100, high: 100 } });
  });

  test('of several series: between the lowest and the highest of those that were used, never their average', () => {
    const text = lines(
      summary('http_request_duration_seconds', 'method="GET",route="/a",status="200"', { '0.95': 0.1 }, 10),
      summary('http_request_duration_seconds', 'method="GET",route="/b",status="200"', { '0.95': 0.5 }, 10),
      summary('http_request_duration_seconds', 'method="GET",route="/idle",status="200"', { '0.95': 9 }, 0),
      summary('http_request_duration_seconds', 'method="GET",route="/new",status="200"', { '0.95': Number.NaN }, 1),
    );
    expect(pointOf(text)?.latencyMs.p95).toEqual({ low: 100, high: 500 });
  });
});

describe('bad input gives the truth or nothing', () => {
  const refused = (text: string) => {
    const totals = readText(text);
    return { requests: totals?.requests ?? null, latency: totals?.latency ?? null, faults: totals?.faults ?? [] };
  };

  test.each([
    ['a counter of NaN', counters('http_requests_total', 'status', 'route="/a"', { 200: 5, 500: Number.NaN }), 'no count'],
    ['a counter below 0', counters('http_requests_total', 'status', 'route="/a"', { 200: 5, 500: -1 }), 'no count'],
    ['a series twice, with two values', `http_requests_total{route="/a"} 5\nhttp_requests_total{route="/a"} 7`, 'stand twice'],
    ['buckets that fall', hist('http_request_duration_seconds', labels, { '0.1': 9, '0.5': 3, '+Inf': 10 }), 'fall'],
    [
      'a last bucket that is not the count',
      hist('http_request_duration_seconds', labels, seconds).replace(/count(.*) 100/, 'count$1 140'),
      'contradict',
    ],
  ])('%s', (_, text, fault) => {
    expect(refused(text)).toMatchObject({ requests: null, latency: null, faults: [expect.stringContaining(fault)] });
  });

  test('a histogram that lies beside a counter: rate and errors from the counter, no percentile, and the reason', () => {
    const text = lines(
      'http_requests_total{route="/a",status="500"} 10',
      hist('http_request_duration_seconds', labels, { '0.1': 9, '0.5': 3, '+Inf': 10 }),
    );
    expect(pointOf(text)).toMatchObject({ requestRate: 1, errorRatio: 1, latencyMs: { p95: null, mean: null } });
    expect(readText(text)?.source).toMatchObject({ requests: 'http_requests_total', latency: null, faults: [expect.stringContaining('fall')] });
  });

  test('a histogram that lies beside a proxy: the proxy is read', () => {
    const text = lines(
      hist('http_request_duration_seconds', labels, { '0.1': 9, '0.5': 3, '+Inf': 10 }),
      hist('istio_request_duration_milliseconds', 'reporter="destination",response_code="200"', millis),
    );
    expect(readText(text)).toMatchObject({
      source: { dialect: 'Istio', faults: [expect.stringContaining('fall')] },
      latency: { boundsMs: [100, 500, null] },
    });
  });

  test('a series twice with one value counts once', () => {
    expect(pointOf('http_requests_total{route="/a"} 50\nhttp_requests_total{route="/a"} 50')?.requestRate).toBe(5);
  });

  test('a histogram without its last bucket is read by its count, one without its count by its last bucket', () => {
    const text = hist('http_request_duration_seconds', labels, seconds);
    const without = (pattern: RegExp) =>
      pointOf(
        text
          .split('\n')
          .filter((line) => !pattern.test(line))
          .join('\n'),
      );
    expect(without(/\+Inf/)).toMatchObject({ requestRate: 10, latencyMs: { p95: to500 } });
    expect(without(/_count/)).toMatchObject({ requestRate: 10, latencyMs: { p95: to500 } });
  });

  test('buckets on some series only are no percentiles of all', () => {
    const text = lines(
      hist('http_request_duration_seconds', labels, seconds),
      `http_request_duration_seconds_sum{method="GET",route="/b",status="200"} 900\nhttp_request_duration_seconds_count{method="GET",route="/b",status="200"} 300`,
    );
    const later = text.replace(/_sum(.*) 900$/m, '_sum$1 960').replace(/_count(.*) 300$/m, '_count$1 330');
    const [before, after] = [readText(text), readText(later)];
    expect(before?.latency).toMatchObject({ boundsMs: [] });
    const delta = before && after && diffTotals(before, after, 10);
    expect(delta && toPoint(delta)).toMatchObject({ requestRate: 3, latencyMs: { p95: null, mean: 2000 } });
  });

  test('series without a common bound say no percentile', () => {
    const text = lines(
      hist('http_request_duration_seconds', labels, { '0.1': 5, '+Inf': 5 }),
      hist('http_request_duration_seconds', 'route="/b"', { '1': 5, '+Inf': 5 }),
    );
    expect(pointOf(text)).toMatchObject({ requestRate: 1, latencyMs: { p95: null } });
  });

  test('durations of a unit that nothing says are left out; bounds that fit one unit alone say it', () => {
    const bare = (bounds: Record<string, number>) => hist('http_request_duration', labels, bounds);
    expect(refused(bare({ '200': 5, '300': 5, '+Inf': 5 }))).toMatchObject({ latency: null, faults: [expect.stringContaining('unit')] });
    expect(readText(bare({ '50': 5, '5000': 5, '+Inf': 5 }))?.latency?.boundsMs).toEqual([50, 5000, null]);
    expect(readText(bare({ '0.5': 5, '10': 5, '+Inf': 5 }))?.latency?.boundsMs).toEqual([500, 10_000, null]);
  });

  test('gauges of a window are no requests', () => {
    expect(readText('# TYPE app_http_requests gauge\napp_http_requests{method="GET",code="200"} 7')).toBeNull();
  });

  test('metrics of several services without the one asked for are nobody’s', () => {
    const text = ['a', 'b']
      .map((name) => `traces_spanmetrics_calls_total{service="${name}",span_kind="SPAN_KIND_SERVER",span_name="x"} 5`)
      .join('\n');
    expect(readText(text, { service: 'orders' })).toBeNull();
    expect(pointOf(text, { service: 'a' })?.requestRate).toBe(0.5);
  });
});

test('whatever was observed, the interval of the buckets holds it', () => {
  const bounds = [0.1, 0.25, 0.5, 1];
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 2000 }), { minLength: 1, maxLength: 80 }), fc.constantFrom(0.5, 0.95, 0.99), (values, q) => {
      const upTo = (bound: number) => values.filter((value) => value <= bound * 1000).length;
      const text = hist('http_request_duration_seconds', labels, {
        ...Object.fromEntries(bounds.map((bound) => [String(bound), upTo(bound)])),
        '+Inf': values.length,
      });
      const [before, after] = [readText(text.replace(/ \d+$/gm, ' 0')), readText(text)];
      const latency = before && after && diffTotals(before, after, 10)?.latency;
      const truth = values.toSorted((a, b) => a - b)[Math.ceil(q * values.length - 1e-9) - 1] as number;
      const interval = latency && quantileInterval(latency, q);
      expect(truth).toBeGreaterThanOrEqual(interval?.low ?? Number.NaN);
      expect(truth).toBeLessThanOrEqual(interval?.high ?? Number.POSITIVE_INFINITY);
    }),
  );
});
