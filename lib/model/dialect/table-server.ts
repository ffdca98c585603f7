import type { Dialect } from './row.ts';

type Row = Omit<Dialect, 'seenBy' | 'requests' | 'latency' | 'unit' | 'labels'> & Partial<Dialect>;

const served = ({ name, ...row }: Row): Dialect => ({ name, seenBy: 'service', requests: [], latency: [], unit: 's', labels: [], ...row });

const client = ['direction', 'client', 'client_name', 'upstream', 'peer', 'target', 'server_address', 'net_peer_name'];

/** Libraries that count the requests a service serves, within the service. */
export const serverDialects: readonly Dialect[] = [
  served({
    name: 'Signalbox SDK',
    latency: ['http_request_duration'],
    labels: [['method'], ['route'], ['status']],
    not: client,
    beside: 'service_circuit_breaker_state',
  }),
  served({
    name: 'OpenTelemetry HTTP server',
    latency: ['http_server_request_duration', '*_http_server_request_duration'],
    labels: [['http_request_method', 'http_response_status_code', 'http_route']],
  }),
  served({
    name: 'OpenTelemetry HTTP server (before 1.23)',
    latency: ['http_server_duration', '*_http_server_duration'],
    unit: 'ms',
    labels: [['http_method', 'http_status_code', 'http_route', 'http_scheme', 'net_host_name']],
  }),
  served({ name: 'Ktor', latency: ['ktor_http_server_requests'], labels: [['route', 'status', 'method']] }),
  served({
    name: 'Spring Cloud Gateway',
    latency: ['spring_cloud_gateway_requests', 'gateway_requests'],
    labels: [
      ['routeid', 'routeuri'],
      ['status', 'httpstatuscode', 'outcome'],
    ],
  }),
  served({
    name: 'Micrometer (Spring Boot)',
    requests: ['http_server_requests'],
    latency: ['http_server_requests', 'jetty_server_requests'],
    labels: [
      ['uri', 'outcome', 'exception'],
      ['method', 'status'],
    ],
  }),
  served({
    name: 'go-zero HTTP',
    requests: ['http_server_requests_code'],
    latency: ['http_server_requests_duration'],
    unit: 'ms',
    labels: [['path']],
  }),
  served({
    name: 'Ruby Rack collector',
    requests: ['http_server_requests'],
    latency: ['http_server_request_duration'],
    labels: [['method'], ['path', 'code']],
  }),
  served({
    name: 'Rails (Yabeda)',
    requests: ['rails_requests'],
    latency: ['rails_request_duration'],
    labels: [['controller', 'action', 'status']],
  }),
  served({
    name: 'prometheus_exporter (Ruby)',
    requests: ['ruby_http_requests'],
    latency: ['ruby_http_request_duration', 'ruby_http_duration'],
    labels: [['controller', 'action', 'status', 'method']],
  }),
  served({
    name: 'django-prometheus',
    requests: [
      'django_http_responses_total_by_status_view_method',
      'django_http_responses_total_by_status',
      'django_http_responses_by_status',
      'django_http_requests_total_by_method',
    ],
    latency: ['django_http_requests_latency_seconds_by_view_method', 'django_http_requests_latency_including_middlewares'],
  }),
  served({
    name: 'starlette_exporter',
    requests: ['starlette_requests'],
    latency: ['starlette_request_duration'],
    labels: [['path', 'method', 'status_code']],
  }),
  served({
    name: 'prometheus_flask_exporter',
    requests: ['flask_http_request'],
    latency: ['flask_http_request_duration'],
    labels: [['status', 'method', 'path', 'url_rule', 'endpoint']],
  }),
  served({
    name: 'prometheus-fastapi-instrumentator',
    requests: ['http_requests'],
    latency: ['http_request_duration_highr'],
    not: client,
    beside: 'http_request_duration_highr',
  }),
  served({
    name: 'Vert.x',
    requests: ['vertx_http_server_requests', 'vertx_http_server_requestcount'],
    latency: ['vertx_http_server_response_time', 'vertx_http_server_responsetime'],
  }),
  served({ name: 'GoFr', latency: ['app_http_response'], labels: [['path'], ['method', 'status']] }),
  served({
    name: 'Gin',
    requests: ['gin_requests', 'gin_uri_request', 'gin_request'],
    latency: ['gin_request_duration', 'gin_gin_request_duration'],
  }),
  served({ name: 'Echo', requests: ['echo_requests'], latency: ['echo_request_duration'] }),
  served({ name: 'Chi', requests: ['chi_requests'], latency: ['chi_request_duration', 'chi_request_duration_patterns'] }),
  served({
    name: 'swagger-stats',
    requests: ['api_request', 'api_all_request'],
    latency: ['api_request_duration'],
    unit: 'ms',
  }),
  served({
    name: 'http4s',
    requests: ['org_http4s_server_request_count', 'org_http4s_server_request'],
    latency: ['org_http4s_server_response_duration'],
    only: [{ labels: ['phase'], is: /^body$/ }],
  }),
  served({
    name: 'Armeria',
    requests: ['armeria_server_requests', 'http_service_requests', '*_http_service_requests'],
    latency: ['armeria_server_total_duration', 'http_service_total_duration', '*_http_service_total_duration'],
    labels: [['http_status', 'service', 'result', 'hostname_pattern']],
  }),
  served({
    name: 'Dropwizard (Jetty)',
    latency: ['*_mutableservletcontexthandler_requests', '*_servletcontexthandler_requests'],
  }),
  served({ name: 'Jetty', requests: ['jetty_responses', 'jetty_requests'], latency: [], not: client }),
  served({ name: 'Tomcat (Micrometer)', latency: ['tomcat_global_request'], labels: [['name']] }),
  served({
    name: 'MicroProfile Metrics (REST)',
    requests: ['rest_request', 'base_rest_request'],
    latency: ['rest_request', 'base_rest_request'],
    labels: [['class'], ['method']],
  }),
  served({
    name: 'prometheus-net (ASP.NET Core)',
    requests: ['http_requests_received'],
    latency: ['http_request_duration'],
    labels: [['code', 'method', 'controller', 'action', 'endpoint']],
    not: client,
    beside: 'http_requests_received',
  }),
  served({
    name: 'Prometheus',
    requests: ['prometheus_http_requests'],
    latency: ['prometheus_http_request_duration'],
    labels: [['handler']],
  }),
  served({
    name: 'gRPC server (OpenTelemetry plugin)',
    latency: ['grpc_server_call_duration'],
    labels: [['grpc_method', 'grpc_status']],
    grpc: true,
  }),
  served({
    name: 'gRPC server (go-grpc-prometheus)',
    requests: ['grpc_server_handled'],
    latency: ['grpc_server_handling', 'grpc_server_handled_latency'],
    labels: [['grpc_method', 'grpc_service', 'grpc_code', 'code']],
    grpc: true,
  }),
  served({
    name: 'gRPC server (Spring)',
    latency: ['grpc_server_processing_duration', 'grpc_server'],
    labels: [['statuscode', 'method', 'rpc_method', 'grpc_status_code']],
    grpc: true,
  }),
  served({
    name: 'OpenTelemetry RPC server',
    latency: ['rpc_server_call_duration', '*_rpc_server_call_duration'],
    labels: [['rpc_system_name', 'rpc_system', 'rpc_method', 'rpc_service']],
    grpc: true,
  }),
  served({
    name: 'OpenTelemetry RPC server (before 1.39)',
    latency: ['rpc_server_duration', '*_rpc_server_duration'],
    unit: 'ms',
    labels: [['rpc_system', 'rpc_method', 'rpc_service', 'rpc_grpc_status_code']],
    grpc: true,
  }),
  served({
    name: 'go-zero RPC',
    requests: ['rpc_server_requests_code'],
    latency: ['rpc_server_requests_duration'],
    unit: 'ms',
    labels: [['method']],
    grpc: true,
  }),
  served({
    name: 'prometheus-net gRPC',
    requests: ['grpc_requests_received'],
    labels: [['service', 'method']],
    grpc: true,
  }),
];
