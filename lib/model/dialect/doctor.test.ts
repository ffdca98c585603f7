import { describe, expect, test } from 'vitest';
import { parseExposition } from '#lib/probe/exposition.ts';
import { diagnose } from './doctor.ts';
import type { DoctorInput } from './doctor-input.ts';
import { readProcess } from './process.ts';
import { readSignals, wantedStem } from './read.ts';
import { histogramText as hist, lines, seconds } from './requests.test.kit.ts';

const start = 'process_start_time_seconds 1.79e9';

function examine(text: string, over: Partial<DoctorInput> = {}) {
  const exposition = parseExposition(Buffer.from(`${text}\n`), null, { wanted: wantedStem });
  const totals = readSignals(exposition, { healthPath: '/health', metricsPath: '/metrics' });
  const process = readProcess(exposition, { service: 'orders', atMs: 0 });
  return diagnose({ exposition, totals, process, maxSamples: 50_000, fallen: [], objectiveMs: null, ...over });
}
const codes = (text: string, over: Partial<DoctorInput> = {}) => examine(text, over).complaints.map(({ severity, code }) => `${severity} ${code}`);

const labels = 'method="GET",route="/a",status="200"';
const good = lines(start, hist('http_request_duration_seconds', labels, { '0.05': 50, '0.1': 90, '0.25': 95, '0.5': 99, '+Inf': 100 }));

test('metrics that say everything have nothing to mend', () => {
  expect(examine(good)).toEqual({
    score: 100,
    recognised: [
      { signal: 'rate and errors', dialect: 'HTTP metrics by common names', series: 'http_request_duration_seconds_count' },
      { signal: 'latency', dialect: 'HTTP metrics by common names', series: 'http_request_duration_seconds' },
      { signal: 'start', dialect: 'process metrics', series: 'process_start_time_seconds' },
    ],
    complaints: [],
  });
});

test.each<[string, string, string[]]>([
  ['nothing about requests', 'up 1', ['warning no-requests']],
  [
    'latency without status',
    lines(start, hist('http_request_duration_seconds', 'route="/a"', { '0.05': 1, '0.1': 1, '0.2': 1, '0.3': 1, '+Inf': 1 })),
    ['warning no-status'],
  ],
  ['a counter without latency', lines(start, 'http_requests_total{status="200"} 5'), ['warning no-durations']],
  [
    'a mean alone',
    lines(start, `http_request_duration_seconds_count{${labels}} 5\nhttp_request_duration_seconds_sum{${labels}} 5`),
    ['warning no-buckets'],
  ],
  [
    'a summary',
    lines(
      start,
      `http_request_duration_seconds{${labels},quantile="0.5"} 1\nhttp_request_duration_seconds_count{${labels}} 5\nhttp_request_duration_seconds_sum{${labels}} 5`,
    ),
    ['hint no-buckets'],
  ],
  ['two bounds', lines(start, hist('http_request_duration_seconds', labels, seconds)), ['hint few-bounds']],
  ['a unit that only the bounds say', good.replaceAll('http_request_duration_seconds', 'http_request_duration'), ['warning unit-assumed']],
  ['no start time', good.replace(start, ''), ['hint no-start']],
  ['no last bucket', good.replace(/.*\+Inf.*\n/, ''), ['warning no-last-bucket']],
  ['two candidates', lines(good, hist('django_http_requests_latency_including_middlewares_seconds', '', seconds)), ['hint two-candidates']],
  [
    'a counter announced as a gauge',
    lines(good, '# TYPE http_requests_total gauge\nhttp_requests_total{route="/a",status="200"} 5'),
    ['hint counter-as-gauge'],
  ],
  [
    'two states at 1',
    lines(good, 'resilience4j_circuitbreaker_state{name="a",state="open"} 1\nresilience4j_circuitbreaker_state{name="a",state="closed"} 1'),
    ['error two-states'],
  ],
  ['a state that nobody explains', lines(good, 'my_circuit_breaker_state{name="a"} 1'), ['warning state-without-help']],
  [
    'a state that HELP explains',
    lines(good, '# HELP my_circuit_breaker_state 0=closed 1=open 2=half-open\nmy_circuit_breaker_state{name="a"} 1'),
    [],
  ],
])('%s', (_, text, expected) => {
  expect(codes(text)).toEqual(expected);
});

test('what contradicts itself comes first, and the rest is not blamed for it', () => {
  const falls = good.replace('le="0.1"} 90', 'le="0.1"} 20');
  expect(codes(falls)).toEqual(['error buckets-fall']);
  expect(codes(good.replace(/count(.*) 100/, 'count$1 140'))).toEqual(['error count-contradicts']);
  expect(codes(`${good}\nhttp_requests_total{status="200"} NaN`)).toEqual(['error no-count']);
  expect(codes(`${good}\nhttp_requests_total{status="200"} 1\nhttp_requests_total{status="200"} 2`)).toEqual(['error series-twice']);
});

test('a unit that nothing says is an error with the family’s name', () => {
  const [complaint] = examine(lines(start, hist('http_request_duration', labels, { '200': 5, '300': 5, '+Inf': 5 }))).complaints;
  expect(complaint).toMatchObject({ code: 'unit-unknown', kind: 'unit', series: 'http_request_duration' });
});

describe('bounds that cannot judge', () => {
  test('an objective within a bucket, with the bound to add', () => {
    expect(codes(good, { objectiveMs: 250 })).toEqual([]);
    const [complaint] = examine(good, { objectiveMs: 300 }).complaints;
    expect(complaint).toMatchObject({ code: 'objective-within-bucket', why: expect.stringContaining('add the bound 0.3') });
  });

  test('requests beyond the last bound', () => {
    expect(codes(good.replaceAll(' 99', ' 96'))).toEqual(['warning beyond-last-bound']);
  });
});

test('cardinality: near the bound, and routes that are paths', () => {
  const many = Array.from({ length: 60 }, (_, i) => `http_requests_total{route="/users/${i}",status="200"} 1`).join('\n');
  expect(codes(lines(start, many))).toEqual(['warning no-durations', 'warning many-routes']);
  expect(codes(good, { maxSamples: 9 })).toEqual(['warning near-bound']);
});

test('samples that say they are old, or of the future', () => {
  const atMs = 1_800_000_000_000;
  const at = (ms: number) => {
    const exposition = parseExposition(Buffer.from(`${start}\nhttp_requests_total{status="200"} 5 ${ms}\n`), null, { wanted: wantedStem });
    const totals = readSignals(exposition, { healthPath: '/health', metricsPath: '/metrics', atMs });
    const process = readProcess(exposition, { service: 'orders', atMs });
    return diagnose({ exposition, totals, process, maxSamples: 9, fallen: [], objectiveMs: null }).complaints.map(({ code }) => code);
  };
  expect(at(atMs - 3_600_000)).toContain('old-samples');
  expect(at(atMs + 3_600_000)).toContain('future-samples');
  expect(at(atMs - 60_000)).toEqual(['no-durations']);
});

test('a counter that fell without a restart', () => {
  expect(codes(good, { fallen: ['http_request_duration_seconds'] })).toEqual(['warning counter-fell']);
});

test.each([
  ['nodejs_heap_size_used_bytes 1', 'express-prom-bundle'],
  ['jvm_memory_used_bytes{area="heap"} 1', 'micrometer-registry-prometheus'],
  ['go_goroutines 1\ngo_memstats_heap_inuse_bytes 1', 'promhttp'],
  ['up 1', 'http_request_duration_seconds'],
])('the fix speaks of the library: %s', (text, library) => {
  expect(examine(lines(start, text)).complaints[0]?.fix).toContain(library);
});

test('every complaint names a fix in one line', () => {
  const bad = lines('my_cb_state{name="a"} 1', 'http_requests_total 5', hist('http_request_duration', 'x="1"', { '200': 9, '300': 3, '+Inf': 4 }));
  for (const { text, why, fix } of examine(bad).complaints) for (const words of [text, why, fix]) expect(words).toMatch(/^[^\n]{10,}$/);
  expect(examine(bad).score).toBeLessThan(60);
});
