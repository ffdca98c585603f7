import { test } from 'vitest';
import { checkRow, counters, few, histogramText as hist, lines, millis as ms, type Row, seconds as s, to500 } from './requests.test.kit.ts';

const rows: Row[] = [
  {
    dialect: 'Signalbox SDK',
    text: lines(
      '# TYPE service_circuit_breaker_state gauge',
      'service_requests_total{service="b",method="GET",status="200"} 5000',
      hist('http_request_duration_seconds', 'method="GET",route="/a",status="200"', s),
      hist('http_request_duration_seconds', 'method="GET",route="/a",status="503"', few),
    ),
    ...{ requests: 104, errors: 4, p95: to500 },
  },
  {
    dialect: 'OpenTelemetry HTTP server',
    text: lines(
      '# TYPE http_server_request_duration histogram\n# UNIT http_server_request_duration s',
      hist('http_server_request_duration', 'http_request_method="GET",http_route="/a",http_response_status_code="200",otel_scope_name="x"', s),
      hist(
        'http_server_request_duration',
        'http_request_method="GET",http_route="/a",http_response_status_code="200",error_type="IOException",otel_scope_name="x"',
        few,
      ),
    ),
    ...{ requests: 104, errors: 4, p95: to500 },
  },
  {
    dialect: 'OpenTelemetry HTTP server',
    text: hist('microsoft_aspnetcore_hosting_http_server_request_duration', 'http_request_method="GET",http_response_status_code="404"', s),
    ...{ requests: 100, errors: 0, client: 100, p95: to500 },
  },
  {
    dialect: 'OpenTelemetry HTTP server (before 1.23)',
    text: hist('http_server_duration_milliseconds', 'http_method="GET",http_status_code="500",http_route="/a"', ms),
    ...{ requests: 100, errors: 100, p95: to500 },
  },
  {
    dialect: 'OpenTelemetry HTTP server (before 1.23)',
    text: hist('http_server_duration', 'http_method="GET",http_status_code="200"', ms),
    ...{ requests: 100, errors: 0, p95: to500 },
  },
  {
    dialect: 'Ktor',
    text: hist('ktor_http_server_requests_seconds', 'address="a:80",method="GET",route="/a",status="200",throwable="n/a"', s),
    ...{ requests: 100, errors: 0, p95: to500 },
  },
  {
    dialect: 'Micrometer (Spring Boot)',
    text: lines(
      hist('http_server_requests_seconds', 'exception="None",method="GET",outcome="SUCCESS",status="200",uri="/a"', s),
      hist('http_server_requests_seconds', 'exception="X",method="GET",outcome="SERVER_ERROR",status="UNKNOWN",uri="/a"', few),
      hist('http_server_requests_seconds', 'exception="None",method="GET",outcome="SUCCESS",status="200",uri="/actuator/prometheus"', { '+Inf': 70 }),
    ),
    ...{ requests: 104, errors: 4, p95: to500, metricsPath: '/actuator/prometheus' },
  },
  {
    // As Quarkus answers it: the type before the help, and no buckets.
    dialect: 'Micrometer (Spring Boot)',
    text: lines(
      '# TYPE http_server_requests_seconds summary\n# HELP http_server_requests_seconds HTTP server request processing time',
      ...['SUCCESS",status="200",uri="/prime/{n}', 'CLIENT_ERROR",status="404",uri="NOT_FOUND', 'CLIENT_ERROR",status="RESET",uri="/slow'].flatMap(
        (of) => [
          `http_server_requests_seconds_count{method="GET",outcome="${of}"} 10`,
          `http_server_requests_seconds_sum{method="GET",outcome="${of}"} 1`,
          `http_server_requests_seconds_max{method="GET",outcome="${of}"} 0.5`,
        ],
      ),
    ),
    ...{ requests: 30, errors: 0, client: 20, p95: null },
  },
  {
    dialect: 'HTTP metrics with a prefix',
    text: hist('management_http_request_duration_ms_milliseconds', 'method="GET",status="200"', ms),
    ...{ requests: 100, errors: 0, p95: to500 },
  },
  {
    dialect: 'Spring Cloud Gateway',
    text: hist(
      'spring_cloud_gateway_requests_seconds',
      'httpMethod="GET",httpStatusCode="503",outcome="SERVER_ERROR",routeId="a",routeUri="http://a",status="SERVICE_UNAVAILABLE"',
      s,
    ),
    ...{ requests: 100, errors: 100, p95: to500 },
  },
  {
    dialect: 'go-zero HTTP',
    text: lines(
      hist('http_server_requests_duration_ms', 'path="/a",method="GET",code="200"', ms),
      counters('http_server_requests_code_total', 'code', 'path="/a",method="GET"', { 200: 95, 500: 5 }),
    ),
    ...{ requests: 100, errors: 5, p95: to500 },
  },
  {
    dialect: 'Ruby Rack collector',
    text: lines(
      counters('http_server_requests_total', 'code', 'method="get",path="/a"', { 200: 96, 500: 4 }),
      hist('http_server_request_duration_seconds', 'method="get",path="/a"', s),
    ),
    ...{ requests: 100, errors: 4, p95: to500 },
  },
  {
    dialect: 'Rails (Yabeda)',
    text: lines(
      counters('rails_requests_total', 'status', 'controller="a",action="b",format="html",method="get"', { 200: 99, 500: 1 }),
      hist('rails_request_duration_seconds', 'controller="a",action="b",status="200"', s),
    ),
    ...{ requests: 100, errors: 1, p95: to500 },
  },
  {
    dialect: 'django-prometheus',
    text: lines(
      counters('django_http_responses_total_by_status_view_method_total', 'status', 'view="a",method="GET"', { 200: 98, 500: 2 }),
      'django_http_responses_total_by_status_view_method_total{status="200",view="prometheus-django-metrics",method="GET"} 40',
      hist('django_http_requests_latency_seconds_by_view_method', 'view="a",method="GET"', s),
    ),
    ...{ requests: 100, errors: 2, p95: to500 },
  },
  {
    dialect: 'starlette_exporter',
    text: lines(
      counters('starlette_requests_total', 'status_code', 'app_name="x",method="GET",path="/a"', { 200: 98, 500: 2 }),
      hist('starlette_request_duration_seconds', 'app_name="x",method="GET",path="/a",status_code="200"', s),
    ),
    ...{ requests: 100, errors: 2, p95: to500 },
  },
  {
    dialect: 'prometheus_flask_exporter',
    text: lines(
      hist('flask_http_request_duration_seconds', 'method="GET",path="/a",status="200"', s),
      counters('flask_http_request_total', 'status', 'method="GET"', { 200: 97, 500: 3 }),
    ),
    ...{ requests: 100, errors: 3, p95: to500 },
  },
  {
    dialect: 'prometheus-fastapi-instrumentator',
    text: lines(
      counters('http_requests_total', 'status', 'handler="/a",method="GET"', { '2xx': 98, '5xx': 2 }),
      hist('http_request_duration_seconds', 'handler="/a",method="GET"', { '0.1': 10, '0.5': 20, '1': 100, '+Inf': 100 }),
      hist('http_request_duration_highr_seconds', '', s),
    ),
    ...{ requests: 100, errors: 2, p95: to500 },
  },
  {
    dialect: 'Vert.x',
    text: lines(
      counters('vertx_http_server_requests_total', 'code', 'method="GET",path="/a"', { 200: 99, 502: 1 }),
      hist('vertx_http_server_response_time_seconds', 'method="GET",path="/a",code="200"', s),
    ),
    ...{ requests: 100, errors: 1, p95: to500 },
  },
  { dialect: 'GoFr', text: hist('app_http_response', 'path="/a",method="GET",status="500"', s), requests: 100, errors: 100, p95: to500 },
  {
    dialect: 'Gin',
    text: lines(
      counters('gin_requests_total', 'code', 'handler="h",host="x",method="GET",url="/a"', { 200: 99, 500: 1 }),
      hist('gin_request_duration_seconds', 'code="200",method="GET",url="/a"', s),
    ),
    ...{ requests: 100, errors: 1, p95: to500 },
  },
  {
    dialect: 'Echo',
    text: lines(
      counters('echo_requests_total', 'code', 'host="x",method="GET",url="/a"', { 200: 99, 500: 1 }),
      hist('echo_request_duration_seconds', 'code="200",host="x",method="GET",url="/a"', s),
    ),
    ...{ requests: 100, errors: 1, p95: to500 },
  },
  {
    dialect: 'prometheus-net (ASP.NET Core)',
    text: lines(
      counters('http_requests_received_total', 'code', 'method="GET",controller="A",action="B",endpoint="a/{id}"', { 200: 99, 500: 1 }),
      hist('http_request_duration_seconds', 'code="200",method="GET",controller="A",action="B",endpoint="a/{id}"', s),
    ),
    ...{ requests: 100, errors: 1, p95: to500 },
  },
  {
    dialect: 'HTTP metrics by common names',
    text: hist('http_request_duration_seconds', 'service="",handler="/a",method="GET",code="2xx"', s),
    ...{ requests: 100, errors: 0, p95: to500 },
  },
  {
    dialect: 'HTTP metrics by common names',
    text: `# HELP http_request_duration Duration in ms\n${hist('http_request_duration', 'route="/a",method="GET",code="200"', ms)}`,
    ...{ requests: 100, errors: 0, p95: to500 },
  },
  {
    dialect: 'HTTP metrics with a prefix',
    text: lines(
      counters('axum_http_requests_total', 'status', 'method="GET",endpoint="/a"', { 200: 99, 500: 1 }),
      hist('axum_http_requests_duration_seconds', 'method="GET",status="200",endpoint="/a"', s),
    ),
    ...{ requests: 100, errors: 1, p95: to500 },
  },
  {
    dialect: 'Request metrics with a prefix',
    text: hist('loki_request_duration_seconds', 'method="GET",route="a",status_code="500",ws="false"', s),
    ...{ requests: 100, errors: 100, p95: to500 },
  },
  {
    dialect: 'gRPC server (go-grpc-prometheus)',
    text: lines(
      counters('grpc_server_handled_total', 'grpc_code', 'grpc_type="unary",grpc_service="a.A",grpc_method="Get"', {
        OK: 90,
        Unavailable: 6,
        NotFound: 3,
        Canceled: 1,
      }),
      'grpc_server_started_total{grpc_type="unary",grpc_service="a.A",grpc_method="Get"} 101',
      'grpc_server_handled_total{grpc_type="unary",grpc_service="grpc.health.v1.Health",grpc_method="Check",grpc_code="OK"} 500',
      hist('grpc_server_handling_seconds', 'grpc_type="unary",grpc_service="a.A",grpc_method="Get"', s),
    ),
    ...{ requests: 100, errors: 6, client: 4, p95: to500 },
  },
  {
    dialect: 'gRPC server (go-grpc-prometheus)',
    text: counters('grpc_server_handled_total', 'code', 'grpc_type="UNARY",grpc_service="a.A",grpc_method="Get"', { 0: 90, 5: 6, 14: 4 }),
    ...{ requests: 100, errors: 4, client: 6, p95: null },
  },
  {
    dialect: 'gRPC server (OpenTelemetry plugin)',
    text: hist('grpc_server_call_duration_seconds', 'grpc_method="a.A/Get",grpc_status="UNAVAILABLE"', s),
    ...{ requests: 100, errors: 100, p95: to500 },
  },
  {
    dialect: 'OpenTelemetry RPC server (before 1.39)',
    text: hist('rpc_server_duration_milliseconds', 'rpc_system="grpc",rpc_service="a.A",rpc_method="Get",rpc_grpc_status_code="14"', ms),
    ...{ requests: 100, errors: 100, p95: to500 },
  },
  {
    dialect: 'prometheus-net gRPC',
    text: counters('grpc_requests_received_total', 'status', 'service="a.A",method="Get"', { OK: 9, Internal: 1 }),
    ...{ requests: 10, errors: 1, p95: null },
  },
];

test.each(rows)('$dialect: rate, errors and p95 are true', (row) => checkRow(row));
