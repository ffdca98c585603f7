import type { Dialect } from './row.ts';

type Row = Omit<Dialect, 'seenBy' | 'requests' | 'latency' | 'unit' | 'labels'> & Partial<Dialect>;

const proxied = ({ name, ...row }: Row): Dialect => ({ name, seenBy: 'proxy', requests: [], latency: [], unit: 's', labels: [], ...row });
const traced = ({ name, ...row }: Row): Dialect => ({
  ...{ name, seenBy: 'spans', requests: [], latency: [], unit: 's', labels: [] },
  only: [{ labels: ['span_kind'], is: /^(?:span_kind_)?server$/i }],
  self: ['service', 'service_name'],
  selfNeeded: true,
  ...row,
});

/** Proxies, meshes and traces that see a service's requests from outside. Only what reaches the service counts, never what leaves it. */
export const meshDialects: readonly Dialect[] = [
  proxied({
    name: 'Istio',
    requests: ['istio_requests'],
    latency: ['istio_request_duration'],
    unit: 'ms',
    labels: [['reporter']],
    only: [{ labels: ['reporter'], is: /^(?:destination|waypoint)$/ }],
    self: ['destination_canonical_service', 'destination_service_name', 'destination_workload', 'destination_app', 'destination_service'],
  }),
  proxied({
    name: 'Linkerd',
    requests: ['response'],
    latency: ['response_latency'],
    unit: 'ms',
    labels: [['direction']],
    only: [
      { labels: ['direction'], is: /^inbound$/ },
      // The proxy's own admin port: its scrapes.
      { labels: ['target_port', 'srv_port'], not: /^(?:4190|4191)$/ },
    ],
    self: ['deployment'],
  }),
  proxied({
    name: 'Envoy',
    requests: ['envoy_http_downstream_rq_xx', 'envoy_http_downstream_rq_completed', 'envoy_http_downstream_rq'],
    latency: ['envoy_http_downstream_rq_time'],
    unit: 'ms',
    only: [{ labels: ['envoy_http_conn_manager_prefix', 'http_conn_manager_prefix'], not: /^(?:admin|stats|agent|outbound_.*|egress_.*)$/ }],
    plain: true,
  }),
  proxied({
    name: 'Envoy (inbound cluster)',
    requests: ['envoy_cluster_upstream_rq_xx', 'envoy_cluster_upstream_rq'],
    latency: ['envoy_cluster_upstream_rq_time'],
    unit: 'ms',
    labels: [['envoy_cluster_name', 'cluster_name']],
    only: [{ labels: ['envoy_cluster_name', 'cluster_name'], is: /^(?:inbound\||local_app$|local_agent$|localhost_)/ }],
    plain: true,
  }),
  ...(['entrypoint', 'router', 'service'] as const).map((part) =>
    proxied({
      name: `Traefik ${part}`,
      requests: [`traefik_${part}_requests`],
      latency: [`traefik_${part}_request_duration`],
      labels: [['code', 'method', 'protocol']],
      only: [{ labels: [part], not: /^(?:traefik|metrics|ping|(?:ping|api|dashboard|prometheus)@internal)$/ }],
      self: part === 'entrypoint' ? [] : [part, 'service'],
    }),
  ),
  proxied({
    name: 'ingress-nginx',
    requests: ['nginx_ingress_controller_requests'],
    latency: ['nginx_ingress_controller_request_duration'],
    labels: [['ingress', 'service', 'host']],
    self: ['service', 'ingress'],
    plain: true,
  }),
  proxied({
    name: 'Kong',
    requests: ['kong_http_requests', 'kong_http_status'],
    latency: ['kong_request_latency', 'kong_latency'],
    unit: 'ms',
    labels: [['service', 'route']],
    only: [{ labels: ['type'], is: /^request$/ }],
    self: ['service'],
    plain: true,
  }),
  proxied({
    name: 'APISIX',
    requests: ['apisix_http_status'],
    latency: ['apisix_http_latency'],
    unit: 'ms',
    labels: [['route', 'service', 'type']],
    only: [{ labels: ['type'], is: /^request$/ }],
    self: ['service'],
    plain: true,
  }),
  proxied({
    name: 'Caddy',
    latency: ['caddy_http_request_duration'],
    labels: [['handler'], ['code']],
    only: [{ labels: ['handler'], is: /^(?:reverse_proxy|file_server|static_response|php_fastcgi|respond)$/ }],
  }),
  proxied({
    name: 'Caddy (outermost handler)',
    latency: ['caddy_http_request_duration'],
    labels: [['handler'], ['code']],
    only: [{ labels: ['handler'], is: /^subroute$/ }],
  }),
  proxied({
    name: 'Dapr',
    requests: ['dapr_http_server_request'],
    latency: ['dapr_http_server_latency'],
    unit: 'ms',
    labels: [['app_id']],
    self: ['app_id'],
    plain: true,
  }),
  proxied({
    name: 'Dapr gRPC',
    requests: ['dapr_grpc_io_server_completed_rpcs'],
    latency: ['dapr_grpc_io_server_server_latency'],
    unit: 'ms',
    labels: [['app_id']],
    self: ['app_id'],
    grpc: true,
    plain: true,
  }),
  ...(['frontend', 'backend'] as const).map((part) =>
    proxied({
      name: `HAProxy ${part}`,
      requests: [`haproxy_${part}_http_responses`, `haproxy_${part}_http_requests`],
      labels: [['proxy']],
      only: [{ labels: ['proxy'], not: /^(?:stats|prometheus|metrics|health)$/i }],
      self: ['proxy'],
    }),
  ),
  proxied({
    name: 'NGINX Plus',
    requests: ['nginxplus_server_zone_responses', 'nginxplus_server_zone_requests'],
    labels: [['server_zone']],
    self: ['server_zone'],
    plain: true,
  }),
  proxied({ name: 'NGINX', requests: ['nginx_http_requests'] }),
  proxied({ name: 'Kong (NGINX)', requests: ['kong_nginx_requests'], labels: [['node_id', 'subsystem']], plain: true }),
  proxied({ name: 'APISIX (NGINX)', requests: ['apisix_http_requests'], plain: true }),
  traced({
    name: 'Span metrics (Tempo)',
    requests: ['traces_spanmetrics_calls'],
    latency: ['traces_spanmetrics_latency'],
    labels: [['span_kind']],
  }),
  traced({
    name: 'Span metrics (OpenTelemetry Collector)',
    requests: ['traces_span_metrics_calls', 'span_metrics_calls'],
    latency: ['traces_span_metrics_duration', 'span_metrics_duration'],
    unit: 'ms',
    labels: [['span_kind']],
  }),
  traced({
    name: 'Span metrics (OpenTelemetry Collector, old)',
    requests: ['calls'],
    latency: ['duration', 'latency'],
    unit: 'ms',
    labels: [['span_kind'], ['service_name', 'service'], ['span_name', 'operation']],
  }),
];
