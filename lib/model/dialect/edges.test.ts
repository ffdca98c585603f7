import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseExposition } from '#lib/probe/exposition.ts';
import { calleeOfLabel } from './callee.ts';
import { diffEdges, type EdgesRead, mostCallees, readEdges } from './edges.ts';
import { wantedStem } from './read.ts';

const read = (text: string) => readEdges(parseExposition(Buffer.from(text), null));
const rates = (before: string, after: string, seconds = 10) => diffEdges(read(before) as EdgesRead, read(after) as EdgesRead, seconds);
const pairs = (text: string) =>
  [...(read(text)?.edges.values() ?? [])].map(({ caller, callee, source }) => `${caller || 'it'} > ${callee} (${source})`);

const sdk = (ok: number, failed: number, unanswered: number) => `
# TYPE service_requests_total counter
service_requests_total{service="payments",method="GET",status="200"} ${ok}
service_requests_total{service="payments",method="POST",status="503"} ${failed}
service_requests_total{service="payments",method="GET",status="timeout"} ${unanswered}
# TYPE service_request_duration_seconds histogram
service_request_duration_seconds_bucket{service="payments",method="GET",le="0.1"} ${ok}
service_request_duration_seconds_bucket{service="payments",method="GET",le="0.5"} ${ok + failed + unanswered}
service_request_duration_seconds_bucket{service="payments",method="GET",le="+Inf"} ${ok + failed + unanswered}
service_request_duration_seconds_sum{service="payments",method="GET"} ${ok * 0.05}
service_request_duration_seconds_count{service="payments",method="GET"} ${ok + failed + unanswered}
`;

describe('calls as a caller counts them', () => {
  test('rate, share of failed and unanswered calls, and p95 as the interval that the buckets allow', () => {
    expect(rates(sdk(100, 10, 5), sdk(180, 20, 15))).toEqual([
      {
        ...{ caller: '', callee: 'payments', kind: 'http', source: 'Signalbox SDK' },
        ...{ requestRate: 10, errorRatio: 0.2, latencyMsP95: { low: 100, high: 500 } },
      },
    ]);
  });

  test('a service may be called user', () => {
    expect(pairs('# TYPE service_requests_total counter\nservice_requests_total{service="user",method="GET",status="200"} 5\n')).toEqual([
      'it > user (Signalbox SDK)',
    ]);
  });

  test('counters that fell began anew', () => {
    expect(rates(sdk(1000, 0, 0), sdk(20, 0, 0))[0]).toMatchObject({ requestRate: 2, errorRatio: 0 });
  });

  test('a quiet edge stays an edge, with a rate of nothing', () => {
    expect(rates(sdk(7, 0, 0), sdk(7, 0, 0))[0]).toMatchObject({ callee: 'payments', requestRate: 0, errorRatio: null, latencyMsP95: null });
  });
});

test.each([
  [
    'OpenTelemetry',
    'http_client_request_duration_seconds_count{server_address="Pay.svc",server_port="8080",http_request_method="GET"} 5',
    'it > pay.svc:8080',
  ],
  ['OpenTelemetry, old', 'http_client_duration_milliseconds_count{net_peer_name="pay",net_peer_port="80"} 5', 'it > pay:80'],
  ['OpenTelemetry RPC', 'rpc_client_duration_milliseconds_count{server_address="pay",rpc_method="Get"} 5', 'it > pay'],
  ['grpc-go', 'grpc_client_call_duration_seconds_count{grpc_target="dns:///pay:443",grpc_status="OK"} 5', 'it > pay:443'],
  ['Spring', 'http_client_requests_seconds_count{client_name="pay",uri="/x",outcome="SUCCESS",status="200"} 5', 'it > pay'],
  ['Spring without a client name', 'http_client_requests_seconds_count{client_name="none",uri="http://pay:81/x",outcome="SUCCESS"} 5', 'it > pay:81'],
  ['prometheus-net', 'httpclient_requests_sent_total{host="pay",client="a",code="200"} 5', 'it > pay'],
  [
    'Istio',
    'istio_requests_total{reporter="source",source_workload="web-v1",source_canonical_service="web",destination_service_name="pay",response_code="200"} 5',
    'web > pay',
  ],
  ['Linkerd', 'response_total{direction="outbound",dst_service="pay",classification="success",status_code="200"} 5', 'it > pay'],
  ['Dapr', 'dapr_runtime_service_invocation_req_sent_total{app_id="web",dst_app_id="pay"} 5', 'web > pay'],
  [
    'Envoy',
    '# TYPE envoy_cluster_upstream_rq_xx counter\nenvoy_cluster_upstream_rq_xx{envoy_cluster_name="outbound|9080||pay.default.svc.cluster.local",envoy_response_code_class="2"} 5',
    'it > pay.default.svc.cluster.local:9080',
  ],
  ['Traefik', 'traefik_service_requests_total{service="pay@docker",code="200"} 5', 'it > pay'],
  ['traces', 'traces_service_graph_request_total{client="web",server="pay",connection_type=""} 5', 'web > pay'],
])('%s names the callee in its own way', (_, line, expected) => {
  expect(pairs(`${line}\n`).map((pair) => pair.replace(/ \(.*/, ''))).toEqual([expected]);
});

test.each([
  ['the inbound side of a proxy', 'response_total{direction="inbound",dst_service="pay",classification="success"} 5'],
  ['the callee’s own report', 'istio_requests_total{reporter="destination",source_workload="web",destination_service_name="pay"} 5'],
  ['a common name without the labels of a library', 'response_total{code="200"} 5'],
  ['served requests', 'http_server_request_duration_seconds_count{http_route="/x",server_address="me"} 5'],
  ['the root of a trace', 'traces_service_graph_request_total{client="user",server="pay"} 5'],
  ['traffic that a mesh let through', 'istio_requests_total{reporter="source",source_workload="a",destination_service_name="PassthroughCluster"} 5'],
])('no edge: %s', (_, line) => {
  expect(pairs(`${line}\n`)).toEqual([]);
});

test('failures of traces are counted beside the calls, none where the counter has no series', () => {
  const graph = (calls: number, failed: number) => `
traces_service_graph_request_total{client="web",server="pay",connection_type=""} ${calls}
traces_service_graph_request_total{client="web",server="db",connection_type="database"} ${calls}
traces_service_graph_request_failed_total{client="web",server="pay",connection_type=""} ${failed}
`;
  expect(rates(graph(10, 1), graph(30, 6))).toMatchObject([
    { callee: 'pay', kind: 'http', requestRate: 2, errorRatio: 0.25 },
    { callee: 'db', kind: 'datastore', requestRate: 2, errorRatio: 0 },
  ]);
});

test('Linkerd says by its classification how a call ended', () => {
  const line = (ok: number, failed: number) => `
response_total{direction="outbound",dst_service="pay",classification="success",status_code="200"} ${ok}
response_total{direction="outbound",dst_service="pay",classification="failure",status_code="200"} ${failed}
`;
  expect(rates(line(0, 0), line(75, 25))[0]).toMatchObject({ requestRate: 10, errorRatio: 0.25 });
});

test('labels that hold ids are cut, to the same callees whatever the order, and the reason says so', () => {
  const lines = Array.from({ length: 1000 }, (_, id) => `service_requests_total{service="s-${id}",method="GET",status="200"} 1`);
  const [some, reversed] = [read(`${lines.join('\n')}\n`), read(`${lines.toReversed().join('\n')}\n`)];
  expect(some?.edges.size).toBe(mostCallees);
  expect([...(some?.edges.keys() ?? [])].sort()).toEqual([...(reversed?.edges.keys() ?? [])].sort());
  expect(some?.cut).toBe('200 of 1000 callees kept: a label that names them holds too many values');
});

test('the order of lines and labels that nobody knows change nothing', () => {
  const series = fc.record({
    service: fc.constantFrom('a', 'b', 'c'),
    method: fc.constantFrom('GET', 'POST'),
    status: fc.constantFrom('200', '404', '500', 'error'),
    shard: fc.constantFrom('1', '2'),
    value: fc.nat(1000),
  });
  const unique = fc.uniqueArray(series, {
    selector: ({ service, method, status, shard }) => `${service} ${method} ${status} ${shard}`,
    minLength: 1,
  });
  fc.assert(
    fc.property(unique, fc.infiniteStream(fc.nat()), (all, noise) => {
      const write = (some: typeof all, scale: number) =>
        some
          .map(({ value, ...labels }) => `service_requests_total{${Object.entries(labels).map(([k, v]) => `${k}="${v}"`)}} ${value * scale}\n`)
          .join('');
      const shuffled = all
        .map((one) => [noise.next().value, one] as const)
        .sort((a, b) => a[0] - b[0])
        .map(([, one]) => one);
      const sorted = (found: ReturnType<typeof rates>) => found.toSorted((a, b) => (a.callee < b.callee ? -1 : 1));
      expect(sorted(rates(write(all, 1), write(shuffled, 3)))).toEqual(sorted(rates(write(shuffled, 1), write(all, 3))));
      const total = all.reduce((sum, { value }) => sum + value, 0);
      expect(rates(write(shuffled, 1), write(all, 3)).reduce((sum, { requestRate }) => sum + (requestRate ?? 0), 0)).toBeCloseTo(total / 5, 6);
    }),
    { numRuns: 60 },
  );
});

test('a label’s text becomes a host or a name, whatever it is wrapped in', () => {
  expect(['http://Pay:8080/v1?x', '/orders/{id}', 'xds:///pay', 'inbound|80||', 'a b', 'x'.repeat(300)].map((text) => calleeOfLabel(text))).toEqual([
    'pay:8080',
    null,
    'pay',
    null,
    null,
    null,
  ]);
  fc.assert(fc.property(fc.string(), fc.string(), (text, port) => (calleeOfLabel(text, port)?.length ?? 0) <= 260));
});

test('the parser is told to keep what is read here', () => {
  expect(['service_requests', 'http_client_request_duration', 'traces_service_graph_request_failed'].every(wantedStem)).toBe(true);
});
