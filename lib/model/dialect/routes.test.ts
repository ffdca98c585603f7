import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseExposition } from '#lib/probe/exposition.ts';
import { diffTotals } from './diff.ts';
import { readSignals } from './read.ts';
import { diffRoutes } from './routes.ts';
import type { Totals } from './totals.ts';

interface Series {
  method: string;
  route: string;
  status: string;
  /** Observations up to 0.1 s, and beyond. */
  fast: number;
  slow: number;
}

function print(series: readonly Series[]): string {
  return series
    .flatMap(({ method, route, status, fast, slow }) => {
      const labels = `method="${method}",route="${route}",status="${status}"`;
      const name = 'http_request_duration_seconds';
      return [
        `${name}_bucket{${labels},le="0.1"} ${fast}`,
        `${name}_bucket{${labels},le="+Inf"} ${fast + slow}`,
        `${name}_sum{${labels}} ${fast * 0.05 + slow}`,
        `${name}_count{${labels}} ${fast + slow}`,
      ];
    })
    .join('\n');
}

const read = (series: readonly Series[]) =>
  readSignals(parseExposition(Buffer.from(`# TYPE http_request_duration_seconds histogram\n${print(series)}\n`), null), {
    healthPath: '/health',
    metricsPath: '/metrics',
  }) as Totals;

test('each route has its own rate, errors and latency, under its method', () => {
  const before = [
    { method: 'get', route: '/orders/:id', status: '200', fast: 5, slow: 0 },
    { method: 'POST', route: '/orders', status: '500', fast: 0, slow: 1 },
  ];
  const after = [
    { method: 'get', route: '/orders/:id', status: '200', fast: 25, slow: 0 },
    { method: 'POST', route: '/orders', status: '500', fast: 0, slow: 3 },
    { method: 'POST', route: '/orders', status: '201', fast: 2, slow: 0 },
  ];
  const deltas = diffRoutes(read(before), read(after), 10);
  expect([...deltas.keys()].sort()).toEqual(['GET /orders/:id', 'POST /orders']);
  expect(deltas.get('GET /orders/:id')).toMatchObject({ requests: 20, errors: 0, latency: { counts: [20, 0] } });
  expect(deltas.get('POST /orders')).toMatchObject({ requests: 4, errors: 2, latency: { counts: [2, 2] } });
});

test('metrics without routes tell of none', () => {
  const text = '# TYPE http_requests_total counter\nhttp_requests_total{code="200"} 5\n';
  const totals = readSignals(parseExposition(Buffer.from(text), null), { healthPath: '/health', metricsPath: '/metrics' }) as Totals;
  expect(diffRoutes(totals, totals, 10).size).toBe(0);
});

const name = fc.record({
  method: fc.constantFrom('GET', 'POST'),
  route: fc.constantFrom('/a', '/b', '/c/:id'),
  status: fc.constantFrom('200', '404', '500'),
});
const series = fc.uniqueArray(
  fc.tuple(name, fc.record({ fast: fc.nat(1000), slow: fc.nat(1000) })).map(([labels, counts]) => ({ ...labels, ...counts })),
  { selector: ({ method, route, status }) => `${method} ${route} ${status}`, minLength: 1 },
);

test('the routes add up to the service', () => {
  fc.assert(
    fc.property(series, series, (before, after) => {
      const [from, to] = [read(before), read(after)];
      const whole = diffTotals(from, to, 15);
      const parts = [...diffRoutes(from, to, 15).values()];
      const sum = (part: 'requests' | 'errors' | 'clientErrors') => parts.reduce((total, delta) => total + (delta[part] ?? 0), 0);
      expect([sum('requests'), sum('errors'), sum('clientErrors')]).toEqual([whole?.requests, whole?.errors, whole?.clientErrors]);
    }),
  );
});
