import type { DependencyKind } from '../graph.ts';
import type { Unit } from './unit.ts';

/** How one library, proxy or trace pipeline counts calls from one service to another. Stems and labels are folded as in `table.ts`. */
export interface EdgeDialect {
  name: string;
  evidence: 'metrics' | 'mesh' | 'trace';
  /** Counters of calls; the first that says how calls ended is taken. */
  requests: readonly string[];
  /** Counters of failed calls, where no label of the calls says so. */
  failures?: readonly string[];
  /** Histograms or summaries of durations. */
  latency: readonly string[];
  /** The unit of durations where neither `# UNIT` nor the name says one. */
  unit: Unit;
  /** A family belongs to the dialect when each group has one of its labels. */
  labels: readonly (readonly string[])[];
  /** Labels that name the callee, the best first. */
  callee: readonly string[];
  port?: readonly string[];
  /** Labels that name the caller; without one it is the service that exposes the metrics. */
  caller?: readonly string[];
  /** Only series with this value count: a proxy tells of both of its sides. */
  only?: readonly [label: string, value: string];
  /** A label that says what kind of edge it is, by its value. */
  kind?: { label: string; of: Readonly<Record<string, DependencyKind>> };
  /** The label that says how calls ended, where it is not one of the usual ones. */
  status?: string;
}

/** Preferred first: of two dialects that tell of one edge, the first is believed. */
export const edgeDialects: readonly EdgeDialect[] = [
  {
    name: 'Signalbox SDK',
    evidence: 'metrics',
    requests: ['service_requests'],
    latency: ['service_request_duration'],
    unit: 's',
    labels: [['service'], ['method', 'status']],
    callee: ['service'],
  },
  {
    name: 'OpenTelemetry HTTP client',
    evidence: 'metrics',
    requests: [],
    latency: ['http_client_request_duration'],
    unit: 's',
    labels: [['server_address']],
    callee: ['server_address'],
    port: ['server_port'],
  },
  {
    name: 'OpenTelemetry HTTP client (before 1.23)',
    evidence: 'metrics',
    requests: [],
    latency: ['http_client_duration'],
    unit: 'ms',
    labels: [['server_address', 'net_peer_name', 'http_host']],
    callee: ['server_address', 'net_peer_name', 'http_host'],
    port: ['server_port', 'net_peer_port'],
  },
  {
    name: 'OpenTelemetry RPC client',
    evidence: 'metrics',
    requests: [],
    latency: ['rpc_client_call_duration', 'rpc_client_duration'],
    unit: 'ms',
    labels: [['server_address', 'net_peer_name']],
    callee: ['server_address', 'net_peer_name'],
    port: ['server_port', 'net_peer_port'],
  },
  {
    name: 'gRPC client',
    evidence: 'metrics',
    requests: [],
    latency: ['grpc_client_call_duration'],
    unit: 's',
    labels: [['grpc_target']],
    callee: ['grpc_target'],
  },
  {
    name: 'Spring HTTP client',
    evidence: 'metrics',
    requests: [],
    latency: ['http_client_requests'],
    unit: 's',
    labels: [
      ['client_name', 'uri'],
      ['outcome', 'status'],
    ],
    callee: ['client_name', 'uri'],
  },
  {
    name: 'prometheus-net HTTP client',
    evidence: 'metrics',
    requests: ['httpclient_requests_sent'],
    latency: ['httpclient_request_duration'],
    unit: 's',
    labels: [['host']],
    callee: ['host'],
  },
  {
    name: 'Istio',
    evidence: 'mesh',
    requests: ['istio_requests'],
    latency: ['istio_request_duration'],
    unit: 'ms',
    labels: [['reporter'], ['destination_service_name', 'destination_workload', 'destination_service']],
    callee: ['destination_service_name', 'destination_canonical_service', 'destination_workload', 'destination_service'],
    caller: ['source_canonical_service', 'source_workload', 'source_app'],
    only: ['reporter', 'source'],
  },
  {
    name: 'Linkerd',
    evidence: 'mesh',
    requests: ['response'],
    latency: ['response_latency'],
    unit: 'ms',
    labels: [['direction'], ['dst_service', 'dst_deployment', 'dst_statefulset', 'dst_daemonset', 'authority']],
    callee: ['dst_service', 'dst_deployment', 'dst_statefulset', 'dst_daemonset', 'authority'],
    caller: ['deployment'],
    only: ['direction', 'outbound'],
    status: 'classification',
  },
  {
    name: 'Dapr',
    evidence: 'mesh',
    requests: ['dapr_runtime_service_invocation_req_sent'],
    latency: ['dapr_runtime_service_invocation_res_recv_latency'],
    unit: 'ms',
    labels: [['dst_app_id']],
    callee: ['dst_app_id'],
    caller: ['app_id'],
  },
  {
    name: 'Envoy',
    evidence: 'mesh',
    requests: ['envoy_cluster_upstream_rq_xx', 'envoy_cluster_upstream_rq'],
    latency: ['envoy_cluster_upstream_rq_time'],
    unit: 'ms',
    labels: [['envoy_cluster_name', 'cluster_name']],
    callee: ['envoy_cluster_name', 'cluster_name'],
  },
  {
    name: 'Traefik',
    evidence: 'mesh',
    requests: ['traefik_service_requests'],
    latency: ['traefik_service_request_duration'],
    unit: 's',
    labels: [['service'], ['code']],
    callee: ['service'],
  },
  {
    name: 'Trace service graph',
    evidence: 'trace',
    requests: ['traces_service_graph_request'],
    failures: ['traces_service_graph_request_failed'],
    latency: ['traces_service_graph_request_server'],
    unit: 's',
    labels: [['client'], ['server']],
    callee: ['server'],
    caller: ['client'],
    kind: { label: 'connection_type', of: { messaging_system: 'event', database: 'datastore' } },
  },
];

const rankOf = new Map(edgeDialects.map(({ name }, rank) => [name, rank]));

/** The place of a dialect in the order of belief; one that is not known comes last. */
export const rankOfEdgeDialect = (name: string): number => rankOf.get(name) ?? edgeDialects.length;

/** What kind of evidence a dialect gives. */
export const evidenceOfDialect = (name: string): EdgeDialect['evidence'] => edgeDialects[rankOfEdgeDialect(name)]?.evidence ?? 'metrics';
