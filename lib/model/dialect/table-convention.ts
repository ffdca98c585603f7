import type { Dialect } from './row.ts';

const status = ['status', 'code', 'status_code', 'http_status', 'http_status_code', 'response_code', 'grpc_code', 'grpc_status', 'statuscode'];
const route = ['route', 'path', 'handler', 'endpoint', 'uri', 'url', 'view', 'controller', 'action'];
const method = ['method', 'http_method', 'verb'];
const client = ['direction', 'client', 'client_name', 'host', 'upstream', 'peer', 'target', 'server_address', 'destination', 'remote'];

/** Names that no library fixes, and that many services choose. No unit is known but what they say themselves. */
export const conventions: readonly Dialect[] = [
  {
    name: 'HTTP metrics by common names',
    seenBy: 'service',
    requests: ['http_requests', 'http_request', 'http_requests_received', 'http_responses'],
    latency: [
      'http_request_duration',
      'http_requests_duration',
      'http_request_summary',
      'http_request_latency',
      'http_requests_latency',
      'http_response_time',
      'http_response_duration',
      'http_latency',
    ],
    unit: null,
    labels: [],
    not: client,
  },
  {
    name: 'HTTP server metrics without the labels of a library',
    seenBy: 'service',
    requests: ['http_server_requests'],
    latency: ['http_server_request_duration', 'http_server_requests', 'http_server_requests_duration', 'http_server_latency'],
    unit: null,
    labels: [],
    not: client,
  },
  {
    name: 'HTTP metrics with a prefix',
    seenBy: 'service',
    requests: ['*_http_requests', '*_http_request', '*_http_responses'],
    latency: ['*_http_request_duration', '*_http_requests_duration', '*_http_request_latency', '*_http_response_time'],
    unit: null,
    labels: [[...method, ...route, ...status]],
    not: client,
  },
  {
    name: 'Request metrics by common names',
    seenBy: 'service',
    requests: ['requests', 'request', 'request_count', 'requests_count', 'api_requests', 'web_requests', 'app_requests', 'server_requests'],
    latency: [
      'request_duration',
      'requests_duration',
      'request_latency',
      'requests_latency',
      'response_time',
      'api_request_duration',
      'request_processing',
      'server_request_duration',
    ],
    unit: null,
    labels: [[...method, ...route, ...status]],
    not: client,
  },
  {
    name: 'Request metrics with a prefix',
    seenBy: 'service',
    requests: ['*_requests', '*_request'],
    latency: ['*_request_duration', '*_requests_duration', '*_request_latency', '*_response_time'],
    unit: null,
    labels: [[...method, ...route], status],
    not: client,
    weak: true,
  },
];
