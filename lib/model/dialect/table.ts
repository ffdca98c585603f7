import type { Unit } from './unit.ts';

/** How one library, or one convention, names its request metrics. Stems and label keys are folded: see `stemOf` and `foldLabel`. */
export interface Dialect {
  name: string;
  /** Stems of counters of requests. `*` at the front stands for a prefix. */
  requests: readonly string[];
  /** Stems of histograms or summaries of durations. */
  latency: readonly string[];
  /** The unit of durations where neither `# UNIT` nor the name says one. */
  unit: Unit;
  /** A family belongs to the dialect when each group has one of its labels; no group: the stem says enough. */
  labels: readonly (readonly string[])[];
  /** A family with one of these labels belongs to another. */
  not?: readonly string[];
}

const status = ['status', 'code', 'status_code', 'http_status', 'http_status_code', 'response_code', 'grpc_code', 'grpc_status'];
const route = ['route', 'path', 'handler', 'endpoint', 'uri', 'url', 'view', 'operation', 'controller'];
const method = ['method', 'http_method', 'verb'];
const client = ['direction', 'client', 'client_name', 'host', 'upstream', 'peer', 'target', 'server_address'];

/** Preferred first, where two say equally much. A library that joins later is one more row. */
export const dialects: readonly Dialect[] = [
  {
    name: 'Signalbox SDK',
    requests: ['service_requests'],
    latency: ['service_request_duration'],
    unit: 's',
    labels: [],
  },
  {
    name: 'OpenTelemetry HTTP server',
    requests: [],
    latency: ['http_server_request_duration'],
    unit: 's',
    labels: [['http_request_method', 'http_response_status_code', 'http_route']],
  },
  {
    name: 'OpenTelemetry HTTP server (before 1.23)',
    requests: [],
    latency: ['http_server_duration'],
    unit: 'ms',
    labels: [['http_method', 'http_status_code', 'http_route']],
  },
  {
    name: 'Micrometer (Spring Boot)',
    requests: [],
    latency: ['http_server_requests'],
    unit: 's',
    labels: [
      ['uri', 'outcome', 'exception'],
      ['method', 'status'],
    ],
  },
  {
    name: 'Ruby Rack collector',
    requests: ['http_server_requests'],
    latency: ['http_server_request_duration'],
    unit: 's',
    labels: [['method'], ['path', 'code']],
  },
  {
    name: 'HTTP client libraries',
    requests: ['http_requests', 'http_request', 'http_requests_received'],
    latency: ['http_request_duration', 'http_requests_duration', 'http_request_summary'],
    unit: 's',
    labels: [],
    not: client,
  },
  {
    name: 'Prometheus',
    requests: ['prometheus_http_requests'],
    latency: ['prometheus_http_request_duration'],
    unit: 's',
    labels: [['handler']],
  },
  {
    name: 'HTTP server metrics without the labels of a library',
    requests: ['http_server_requests'],
    latency: ['http_server_request_duration'],
    unit: 's',
    labels: [],
    not: client,
  },
  {
    name: 'HTTP metrics with a prefix',
    requests: ['*_http_requests', '*_http_request'],
    latency: ['*_http_request_duration', '*_http_requests_duration'],
    unit: 's',
    labels: [[...method, ...route, ...status]],
    not: client,
  },
];

/** Stems that are the scrape itself, or not about requests that the service serves. */
export const excludedStems = /^(?:promhttp|scrape|up$|probe)|(?:^|_)client_|_(?:client|outbound|outgoing)_http_/;

/** Labels that carry a route. */
export const routeLabels = [
  'http_route',
  'route',
  'uri',
  'handler',
  'path',
  'endpoint',
  'view',
  'matched_uri',
  'rt_route',
  'route_name',
  'grpc_method',
  'rpc_method',
  'span_name',
] as const;
