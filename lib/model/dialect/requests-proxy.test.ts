import { test } from 'vitest';
import { checkRow, counters, histogramText as hist, lines, millis as ms, type Row, seconds as s, to500 } from './requests.test.kit.ts';

const rows: Row[] = [
  {
    dialect: 'Istio',
    text: lines(
      counters('istio_requests_total', 'response_code', 'reporter="destination",destination_service_name="orders"', { 200: 95, 503: 5 }),
      'istio_requests_total{reporter="destination",destination_service_name="orders",response_code="200",grpc_response_status="14"} 1',
      'istio_requests_total{reporter="source",destination_service_name="pay",response_code="200"} 4000',
      hist('istio_request_duration_milliseconds', 'reporter="destination",destination_service_name="orders",response_code="200"', ms),
      hist('istio_request_duration_milliseconds', 'reporter="source",destination_service_name="pay",response_code="200"', {
        '100': 0,
        '500': 0,
        '+Inf': 4000,
      }),
    ),
    ...{ requests: 101, errors: 6, p95: to500 },
  },
  {
    dialect: 'Linkerd',
    text: lines(
      'response_total{direction="inbound",classification="success",status_code="200"} 98',
      'response_total{direction="inbound",classification="failure",status_code="200",grpc_status_code="13"} 2',
      'response_total{direction="outbound",classification="success",status_code="200",dst_deployment="b"} 900',
      'response_total{direction="inbound",target_port="4191",classification="success",status_code="200",grpc_status=""} 300',
      hist('response_latency_ms', 'direction="inbound",status_code="200"', ms),
    ),
    ...{ requests: 100, errors: 2, p95: to500 },
  },
  {
    dialect: 'Envoy',
    text: lines(
      '# TYPE envoy_http_downstream_rq_xx counter',
      counters('envoy_http_downstream_rq_xx', 'envoy_response_code_class', 'envoy_http_conn_manager_prefix="ingress_http"', { 2: 96, 4: 3, 5: 1 }),
      counters('envoy_http_downstream_rq_xx', 'envoy_response_code_class', 'envoy_http_conn_manager_prefix="admin"', { 2: 700 }),
      hist('envoy_http_downstream_rq_time', 'envoy_http_conn_manager_prefix="ingress_http"', ms),
    ),
    ...{ requests: 100, errors: 1, client: 3, p95: to500 },
  },
  {
    dialect: 'Traefik entrypoint',
    text: ['entrypoint', 'router', 'service']
      .map((part) =>
        lines(
          counters(`traefik_${part}_requests_total`, 'code', `method="GET",protocol="http",${part}="web"`, { 200: 98, 502: 2 }),
          hist(`traefik_${part}_request_duration_seconds`, `code="200",method="GET",protocol="http",${part}="web"`, s),
        ),
      )
      .join('\n'),
    ...{ requests: 100, errors: 2, p95: to500 },
  },
  {
    dialect: 'ingress-nginx',
    text: lines(
      counters('nginx_ingress_controller_requests', 'status', 'ingress="i",service="orders",namespace="n",path="/",method="GET"', {
        200: 98,
        502: 2,
      }),
      hist('nginx_ingress_controller_request_duration_seconds', 'ingress="i",service="orders",status="200"', s),
    ),
    ...{ requests: 100, errors: 2, p95: to500, service: 'orders' },
  },
  {
    dialect: 'Kong',
    text: lines(
      counters('kong_http_requests_total', 'code', 'service="orders",route="r",source="service"', { 200: 98, 502: 2 }),
      hist('kong_request_latency_ms', 'service="orders",route="r"', ms),
      '# TYPE kong_nginx_requests_total gauge\nkong_nginx_requests_total{node_id="a",subsystem="http"} 500',
    ),
    ...{ requests: 100, errors: 2, p95: to500 },
  },
  {
    dialect: 'APISIX',
    text: lines(
      counters('apisix_http_status', 'code', 'route="1",matched_uri="/a",service=""', { 200: 98, 502: 2 }),
      hist('apisix_http_latency', 'type="request",route="1"', ms),
      hist('apisix_http_latency', 'type="upstream",route="1"', { '100': 100, '500': 100, '+Inf': 100 }),
    ),
    ...{ requests: 100, errors: 2, p95: to500 },
  },
  {
    dialect: 'Caddy',
    text: ['subroute', 'headers', 'reverse_proxy']
      .map((handler) => hist('caddy_http_request_duration_seconds', `server="srv0",handler="${handler}",code="200",method="GET"`, s))
      .join('\n'),
    ...{ requests: 100, errors: 0, p95: to500 },
  },
  {
    dialect: 'Dapr',
    text: lines(
      '# TYPE dapr_http_server_request_count counter',
      counters('dapr_http_server_request_count', 'status', 'app_id="orders",method="GET",path="/a"', { 200: 98, 500: 2 }),
      hist('dapr_http_server_latency', 'app_id="orders",method="GET",path="/a",status="200"', ms),
    ),
    ...{ requests: 100, errors: 2, p95: to500 },
  },
  {
    dialect: 'HAProxy frontend',
    text: lines(
      counters('haproxy_frontend_http_responses_total', 'code', 'proxy="web"', { '2xx': 97, '5xx': 3, other: 0 }),
      counters('haproxy_backend_http_responses_total', 'code', 'proxy="app"', { '2xx': 97, '5xx': 3 }),
    ),
    ...{ requests: 100, errors: 3, p95: null },
  },
  {
    dialect: 'NGINX Plus',
    text: counters('nginxplus_server_zone_responses', 'code', 'server_zone="a"', { '2xx': 97, '5xx': 3 }),
    requests: 100,
    errors: 3,
    p95: null,
  },
  { dialect: 'NGINX', text: 'nginx_http_requests_total 100\nnginx_connections_active 3', requests: 100, errors: null, p95: null },
  {
    dialect: 'Span metrics (Tempo)',
    text: lines(
      counters('traces_spanmetrics_calls_total', 'status_code', 'service="orders",span_name="GET /a",span_kind="SPAN_KIND_SERVER"', {
        STATUS_CODE_UNSET: 90,
        STATUS_CODE_OK: 5,
        STATUS_CODE_ERROR: 5,
      }),
      counters('traces_spanmetrics_calls_total', 'status_code', 'service="orders",span_name="SELECT",span_kind="SPAN_KIND_CLIENT"', {
        STATUS_CODE_UNSET: 4000,
      }),
      counters('traces_spanmetrics_calls_total', 'status_code', 'service="pay",span_name="GET /a",span_kind="SPAN_KIND_SERVER"', {
        STATUS_CODE_UNSET: 4000,
      }),
      hist('traces_spanmetrics_latency', 'service="orders",span_name="GET /a",span_kind="SPAN_KIND_SERVER",status_code="STATUS_CODE_UNSET"', s),
    ),
    ...{ requests: 100, errors: 5, p95: to500, service: 'orders' },
  },
  {
    dialect: 'Span metrics (OpenTelemetry Collector)',
    text: lines(
      counters('traces_span_metrics_calls_total', 'status_code', 'service_name="orders",span_name="GET /a",span_kind="SPAN_KIND_SERVER"', {
        STATUS_CODE_UNSET: 95,
        STATUS_CODE_ERROR: 5,
      }),
      hist(
        'traces_span_metrics_duration_milliseconds',
        'service_name="orders",span_name="GET /a",span_kind="SPAN_KIND_SERVER",status_code="STATUS_CODE_UNSET"',
        ms,
      ),
    ),
    ...{ requests: 100, errors: 5, p95: to500 },
  },
];

test.each(rows)('$dialect: rate, errors and p95 are true', (row) => checkRow(row));
