import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parseExposition } from '#lib/probe/exposition.ts';
import { judgeGauges } from './gauge-rate.ts';
import { mostOfKind, readGauges } from './gauges.ts';
import { readProcess } from './process.ts';
import { wantedStem } from './read.ts';

const parse = (text: string) => parseExposition(Buffer.from(`${text}\n`), null, { wanted: wantedStem });
const capture = (file: string) => readFileSync(new URL(`../../probe/exposition/captures/${file}`, import.meta.url), 'utf8');
const gauges = (after: string, before: string | null = null, seconds = 10) =>
  judgeGauges(readGauges(parse(after)), before === null ? null : readGauges(parse(before)), seconds);
const brief = (after: string, before: string | null = null) =>
  gauges(after, before).map(({ kind, of, value, unit, bound, share }) => [kind, of, value, unit, bound, share]);

test.each<[string, string, string | null, unknown[]]>([
  ['cores of a process', 'process_cpu_seconds_total 25', 'process_cpu_seconds_total 20', ['cpu', '', 0.5, 'cores', null, null]],
  [
    'cores of Go, of those it may use',
    'process_cpu_seconds_total 25\ngo_sched_gomaxprocs_threads 2',
    'process_cpu_seconds_total 20\ngo_sched_gomaxprocs_threads 2',
    ['cpu', '', 0.5, 'cores', 2, 0.25],
  ],
  [
    'cores of OpenTelemetry, modes added',
    'process_cpu_time_seconds_total{cpu_mode="user"} 6\nprocess_cpu_time_seconds_total{cpu_mode="system"} 4',
    'process_cpu_time_seconds_total{cpu_mode="user"} 1\nprocess_cpu_time_seconds_total{cpu_mode="system"} 2',
    ['cpu', '', 0.7, 'cores', null, null],
  ],
  ['cores of Micrometer', 'process_cpu_usage 0.25\nsystem_cpu_count 8', null, ['cpu', '', 2, 'cores', 8, 0.25]],
  ['a share of processors whose number is not said', 'process_cpu_usage 0.25', null, ['cpu', '', 0.25, 'share', 1, 0.25]],
  ['resident memory', 'process_resident_memory_bytes 4096', null, ['memory', '', 4096, 'bytes', null, null]],
  [
    'the heap of a JVM, pools without a limit left out of it',
    'jvm_memory_used_bytes{area="heap",id="G1 Eden"} 100\njvm_memory_used_bytes{area="heap",id="G1 Old"} 300\njvm_memory_used_bytes{area="nonheap",id="x"} 999\njvm_memory_max_bytes{area="heap",id="G1 Eden"} -1\njvm_memory_max_bytes{area="heap",id="G1 Old"} 1000',
    null,
    ['heap', '', 400, 'bytes', 1000, 0.4],
  ],
  [
    'the heap by OpenTelemetry',
    'jvm_memory_used_bytes{jvm_memory_type="heap"} 10\njvm_memory_used_bytes{jvm_memory_type="non_heap"} 90\njvm_memory_limit_bytes{jvm_memory_type="heap"} 40',
    null,
    ['heap', '', 10, 'bytes', 40, 0.25],
  ],
  [
    'the heap of Go without a limit',
    'go_memstats_heap_inuse_bytes 10\ngo_gc_gomemlimit_bytes 9.223372036854776e+18',
    null,
    ['heap', '', 10, 'bytes', null, null],
  ],
  [
    'the event loop',
    'nodejs_eventloop_lag_mean_seconds 0.01\nnodejs_eventloop_lag_p99_seconds 0.04',
    null,
    ['eventloop', '', 0.04, 'seconds', null, null],
  ],
  ['a registry with a prefix', 'opossum_nodejs_eventloop_lag_p99_seconds 0.04', null, ['eventloop', '', 0.04, 'seconds', null, null]],
  [
    'collections',
    'jvm_gc_pause_seconds_sum{action="a"} 3\njvm_gc_pause_seconds_count{action="a"} 9',
    'jvm_gc_pause_seconds_sum{action="a"} 2',
    ['gc', '', 0.1, 'share', null, 0.1],
  ],
  [
    'a pool of connections',
    'hikaricp_connections_active{pool="p1"} 9\nhikaricp_connections_max{pool="p1"} 10\nhikaricp_connections{pool="p1"} 10',
    null,
    ['pool', 'HikariCP p1', 9, 'count', 10, 0.9],
  ],
  [
    'a pool by OpenTelemetry',
    'db_client_connection_count{db_client_connection_state="used",db_client_connection_pool_name="a"} 3\ndb_client_connection_count{db_client_connection_state="idle",db_client_connection_pool_name="a"} 7\ndb_client_connection_max{db_client_connection_pool_name="a"} 10',
    null,
    ['pool', 'OpenTelemetry a', 3, 'count', 10, 0.3],
  ],
  [
    'threads of Tomcat',
    'tomcat_threads_busy_threads{name="http"} 5\ntomcat_threads_config_max_threads{name="http"} 200',
    null,
    ['pool', 'Tomcat http', 5, 'count', 200, 0.025],
  ],
  ['Puma says what is left', 'puma_pool_capacity 3\npuma_max_threads 5', null, ['pool', 'Puma', 2, 'count', 5, 0.4]],
  [
    'a bulkhead',
    'resilience4j_bulkhead_available_concurrent_calls{name="pay"} 5\nresilience4j_bulkhead_max_allowed_concurrent_calls{name="pay"} 25',
    null,
    ['bulkhead', 'pay', 20, 'count', 25, 0.8],
  ],
  [
    'requests under way',
    'http_server_active_requests{http_request_method="GET"} 2\nhttp_server_active_requests{http_request_method="POST"} 1',
    null,
    ['inflight', '', 3, 'count', null, null],
  ],
  [
    'gRPC calls under way',
    'grpc_server_started_total{grpc_method="A"} 10\ngrpc_server_handled_total{grpc_method="A",grpc_code="OK"} 7\ngrpc_server_handled_total{grpc_method="A",grpc_code="Internal"} 1',
    null,
    ['inflight', '', 2, 'count', null, null],
  ],
  ['files', 'process_open_fds 20\nprocess_max_fds 80', null, ['fds', '', 20, 'count', 80, 0.25]],
])('%s', (_, after, before, expected) => {
  expect(brief(after, before)).toEqual([expected.map((one) => (typeof one === 'number' ? expect.closeTo(one) : one))]);
});

describe('what is not said is not there', () => {
  test.each([
    ['a rate at the first look', 'process_cpu_seconds_total 25', null],
    ['a total that fell', 'process_cpu_seconds_total 5', 'process_cpu_seconds_total 20'],
    ['no number', 'process_resident_memory_bytes NaN', null],
    ['less than nothing', 'process_open_fds -1', null],
    [
      'more left than there is',
      'resilience4j_bulkhead_available_concurrent_calls{name="a"} 9\nresilience4j_bulkhead_max_allowed_concurrent_calls{name="a"} 5',
      null,
    ],
    ['what is left of nobody knows what', 'puma_pool_capacity 3', null],
    ['calls handled that were never started', 'grpc_server_started_total 1\ngrpc_server_handled_total{grpc_code="OK"} 5', null],
  ])('%s', (_, after, before) => {
    expect(gauges(after, before)).toEqual([]);
  });
});

test('a series that stands twice counts once', () => {
  expect(brief('http_requests_in_progress 4\nhttp_requests_in_progress 4')).toEqual([['inflight', '', 4, 'count', null, null]]);
});

test('of many pools the fullest are kept', () => {
  const text = Array.from(
    { length: 40 },
    (_, i) => `hikaricp_connections_active{pool="p${i}"} ${i}\nhikaricp_connections_max{pool="p${i}"} 100`,
  ).join('\n');
  const found = gauges(text);
  expect([found.length, found[0]?.of]).toEqual([mostOfKind, 'HikariCP p39']);
});

test('a capture of prom-client, with what each value is made of', () => {
  const text = capture('express-prom-bundle.prom');
  const before = text.replace(/^process_cpu_seconds_total .*/m, 'process_cpu_seconds_total 0.025027');
  const found = gauges(text, before);
  expect(found.map(({ kind, value, share }) => [kind, value, share])).toEqual([
    ['fds', 23, 23 / 20_000],
    ['cpu', expect.closeTo(0.002), null],
    ['memory', 63_459_328, null],
    ['heap', 11_241_736, null],
    ['eventloop', 0.021004287, null],
  ]);
  expect(found[0]?.source).toEqual({
    dialect: 'process metrics',
    rule: 'open file descriptors, of the bound that the metrics say',
    series: 'process_open_fds, process_max_fds',
    unit: 'a plain count, by the dialect',
  });
});

describe('what a process says of itself', () => {
  const facts = (text: string, service = 'orders') => readProcess(parse(text), { service, atMs: 1_800_000_000_000 });

  test('its start, or its uptime', () => {
    expect(facts('process_start_time_seconds 1.79e9').startedAtSeconds).toBe(1.79e9);
    expect(facts('process_uptime_seconds 100').startedAtSeconds).toBe(1_799_999_900);
    expect(facts('up 1').startedAtSeconds).toBeNull();
  });

  test.each([
    ['target_info{service_name="orders",service_version="2.4.1"} 1', '2.4.1', 'target_info'],
    ['orders_build_info{version="1.2.3",goversion="go1.24"} 1\nother_build_info{version="9"} 1', '1.2.3', 'orders_build_info'],
    ['app_info{version="3"} 1', '3', 'app_info'],
    ['nodejs_version_info{version="v22"} 1\ngo_info{version="go1.24"} 1\npython_info{version="3.13"} 1', null, null],
    ['a_build_info{version="1"} 1\nb_build_info{version="2"} 1', null, null],
    ['build_info{version="(devel)"} 1', null, null],
  ])('the version in %s', (text, version, versionFrom) => {
    expect(facts(text)).toMatchObject({ version, versionFrom });
  });

  test.each([
    ['nodejs_eventloop_lag_seconds 0', 'node'],
    ['jvm_memory_used_bytes 0', 'jvm'],
    ['# TYPE go_goroutines gauge\ngo_goroutines 5', 'go'],
    ['up 1', 'unknown'],
  ])('its runtime by %s', (text, runtime) => {
    expect(facts(text).runtime).toBe(runtime);
  });
});
