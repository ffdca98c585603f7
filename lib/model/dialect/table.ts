import type { Dialect } from './row.ts';
import { conventions } from './table-convention.ts';
import { meshDialects } from './table-mesh.ts';
import { serverDialects } from './table-server.ts';

/** Preferred first, where two say equally much. A library that joins later is one more row. */
export const dialects: readonly Dialect[] = [...serverDialects, ...meshDialects, ...conventions];

/** Stems that are the scrape itself, or not about requests that the service serves. */
export const excludedStems = /^(?:promhttp|scrape|up$|probe)|(?:^|_)client_|_(?:client|outbound|outgoing)_http_/;

/** Prefixes that speak of calls to others: no stem that only ends like requests is believed with one of them. */
export const foreignPrefix =
  /(?:client|outbound|outgoing|egress|upstream|downstream|external|remote|webhook|database|(?:^|_)(?:db|sql|s3|aws|gcp)(?:_|$)|redis|mongo|postgres|mysql|kafka|rabbit|amqp|elastic|cache|queue|dns|exporter|^service$)/;

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
  'url',
  'grpc_method',
  'rpc_method',
  'span_name',
  'operation',
] as const;

/** Labels that carry the request's method. */
export const methodLabels = ['http_request_method', 'request_method', 'http_method', 'method', 'verb'] as const;
