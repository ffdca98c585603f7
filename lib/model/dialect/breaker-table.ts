/** What the samples of one family say. Labels and their values are compared folded: see `foldLabel` and `stateOfWord`. */
export type BreakerRead =
  /** The series that is 1 names the state in a label. */
  | { kind: 'one-hot'; rule: 'S1' | 'S2'; label: string }
  /** The same, in a label that is called like the metric (prometheus_client's Enum). */
  | { kind: 'enum'; rule: 'S2' }
  | { kind: 'code'; rule: 'S3'; codes: Readonly<Record<string, 'closed' | 'half-open' | 'open'>> }
  /** A number whose meaning only HELP may say. */
  | { kind: 'guess'; rule: 'S7' }
  /** `declares`: series of other events tell that the breaker exists, so that none of its states was entered yet. */
  | { kind: 'moves'; rule: 'S4'; to: string; from?: string; declares?: true }
  | { kind: 'time'; rule: 'S5'; label: string }
  | { kind: 'rejected'; rule: 'S6'; label?: string; values?: readonly string[] }
  | { kind: 'calls'; label: string; ok: readonly string[]; failed: readonly string[] }
  | { kind: 'calls by status'; label: string }
  /** What the library's own window holds now. */
  | { kind: 'window'; label: string; ok: readonly string[]; failed: readonly string[] }
  /** Percent; negative where there were too few calls. */
  | { kind: 'failure percent' | 'threshold percent' | 'wait ms' }
  | { kind: 'full' | 'available' | 'limit'; rule: 'S8' }
  | { kind: 'overflow'; rule: 'S8'; label?: string; values?: readonly string[] }
  | { kind: 'ejected' | 'hosts'; rule: 'S9' }
  /** Endpoints counted by a label; those in one of `out` take no calls. */
  | { kind: 'endpoints'; rule: 'S9'; label: string; out: readonly string[] }
  | { kind: 'endpoint code'; rule: 'S9'; up: number };

/** One family of one library. */
export interface BreakerRow {
  dialect: string;
  /** Folded, see `stemOf`. `*` at the front stands for a prefix that may be missing. */
  stems: readonly string[];
  /** Labels that must all be there. */
  labels: readonly string[];
  /** Labels that name the breaker, joined; of each group the first that is there. */
  name: readonly (readonly string[])[];
  /** The label that names the callee; the first of the name where it is not told. */
  callee?: string;
  reads: readonly BreakerRead[];
}

interface LibraryDefaults {
  errorRatio: number;
  waitSeconds: number;
  /** Calls that its window must hold before it judges, and calls that it lets through to try. */
  calls?: number;
  probes?: number;
}

/** What a library does when nobody configures it: share of failures, seconds until it tries again. */
export const libraryDefaults: Readonly<Record<string, LibraryDefaults>> = {
  Resilience4j: { errorRatio: 0.5, waitSeconds: 60, calls: 100, probes: 10 },
  'Hystrix (Micrometer)': { errorRatio: 0.5, waitSeconds: 5 },
  'prometheus-hystrix': { errorRatio: 0.5, waitSeconds: 5 },
};

/** Stems whose HELP lies about the codes. */
export const helpDenyList: ReadonlySet<string> = new Set(['dapr_resiliency_cb_state']);

const rejectedBy = (label: string, ...values: string[]): BreakerRead => ({ kind: 'rejected', rule: 'S6', label, values });
const overflowBy = (label: string, ...values: string[]): BreakerRead => ({ kind: 'overflow', rule: 'S8', label, values });
const callsBy = (label: string, ok: string[], failed: string[]): BreakerRead => ({ kind: 'calls', label, ok, failed });
const oneHot = (label: string, rule: 'S1' | 'S2' = 'S1'): BreakerRead => ({ kind: 'one-hot', rule, label });

const anyName = [
  ...['name', 'breaker', 'breaker_name', 'circuit_breaker', 'circuitbreaker', 'circuit', 'circuit_name', 'service', 'service_name', 'target_service'],
  ...['upstream', 'dependency', 'downstream', 'destination', 'target', 'provider', 'client', 'peer', 'backend', 'host', 'resource', 'command'],
];

const own: BreakerRow[] = [
  {
    ...{ dialect: 'Signalbox SDK', stems: ['service_circuit_breaker_state'], labels: ['service'], name: [['service']] },
    reads: [{ kind: 'code', rule: 'S3', codes: { 0: 'closed', 1: 'half-open', 2: 'open' } }],
  },
  {
    ...{ dialect: 'Signalbox SDK', stems: ['service_circuit_breaker_transitions'], labels: ['service', 'to'], name: [['service']] },
    reads: [{ kind: 'moves', rule: 'S4', to: 'to' }],
  },
  {
    ...{ dialect: 'Signalbox SDK', stems: ['service_requests'], labels: ['service', 'method', 'status'], name: [['service']] },
    reads: [{ kind: 'calls by status', label: 'status' }],
  },
  {
    ...{ dialect: 'Signalbox SDK', stems: ['service_bulkhead_rejections'], labels: ['service'], name: [['service']] },
    reads: [{ kind: 'overflow', rule: 'S8' }],
  },
];

const r4j = { dialect: 'Resilience4j', name: [['name']] };
const resilience4j: BreakerRow[] = [
  { ...r4j, stems: ['resilience4j_circuitbreaker_state'], labels: ['name', 'state'], reads: [oneHot('state')] },
  {
    ...{ ...r4j, stems: ['resilience4j_circuitbreaker_calls'], labels: ['name', 'kind'] },
    reads: [callsBy('kind', ['successful'], ['failed']), rejectedBy('kind', 'not_permitted')],
  },
  {
    ...{ ...r4j, stems: ['resilience4j_circuitbreaker_not_permitted_calls'], labels: ['name'] },
    reads: [{ kind: 'rejected', rule: 'S6' }],
  },
  {
    ...{ ...r4j, stems: ['resilience4j_circuitbreaker_buffered_calls'], labels: ['name', 'kind'] },
    reads: [{ kind: 'window', label: 'kind', ok: ['successful'], failed: ['failed'] }],
  },
  { ...r4j, stems: ['resilience4j_circuitbreaker_failure_rate'], labels: ['name'], reads: [{ kind: 'failure percent' }] },
  { ...r4j, stems: ['resilience4j_bulkhead_available_concurrent_calls'], labels: ['name'], reads: [{ kind: 'available', rule: 'S8' }] },
  { ...r4j, stems: ['resilience4j_bulkhead_max_allowed_concurrent_calls'], labels: ['name'], reads: [{ kind: 'limit', rule: 'S8' }] },
];

const hystrixEvents: BreakerRead[] = [
  rejectedBy('event', 'short_circuited'),
  callsBy('event', ['success'], ['failure', 'timeout']),
  overflowBy('event', 'thread_pool_rejected', 'semaphore_rejected'),
];
const zeroOne: BreakerRead = { kind: 'code', rule: 'S3', codes: { 0: 'closed', 1: 'open' } };
const micrometerHystrix = { dialect: 'Hystrix (Micrometer)', name: [['group'], ['key']], labels: ['group', 'key'] };
const prometheusHystrix = { dialect: 'prometheus-hystrix', name: [['command_group'], ['command_name']], labels: ['command_group', 'command_name'] };
const hystrix: BreakerRow[] = [
  { ...micrometerHystrix, stems: ['hystrix_circuit_breaker_open'], reads: [zeroOne] },
  { ...micrometerHystrix, stems: ['hystrix_execution'], labels: ['group', 'key', 'event'], reads: hystrixEvents },
  { ...prometheusHystrix, stems: ['*hystrix_command_is_circuit_breaker_open'], reads: [zeroOne] },
  { ...prometheusHystrix, stems: ['*hystrix_command_event'], labels: [...prometheusHystrix.labels, 'event'], reads: hystrixEvents },
  {
    ...{ ...prometheusHystrix, stems: ['*hystrix_command_property_value_circuit_breaker_error_threshold_percentage'] },
    reads: [{ kind: 'threshold percent' }],
  },
  {
    ...{ ...prometheusHystrix, stems: ['*hystrix_command_property_value_circuit_breaker_sleep_window_in'] },
    reads: [{ kind: 'wait ms' }],
  },
];

const opossumEvents: BreakerRead[] = [
  { kind: 'moves', rule: 'S4', to: 'event', declares: true },
  rejectedBy('event', 'reject'),
  callsBy('event', ['success'], ['failure']),
  overflowBy('event', 'semaphoreLocked'),
];
const node: BreakerRow[] = [
  { dialect: 'opossum-prometheus', stems: ['*circuit'], labels: ['name', 'event'], name: [['name']], reads: opossumEvents },
  {
    dialect: '@iamelevich/opossum-prometheus',
    stems: ['*circuit_breaker_counter'],
    labels: ['name', 'event'],
    name: [['name']],
    reads: opossumEvents,
  },
  { dialect: '@mollitia/prometheus', stems: ['*breaker_state'], labels: ['circuit', 'state'], name: [['circuit']], reads: [oneHot('state')] },
];

const method = { dialect: 'MicroProfile Fault Tolerance', name: [['method']] };
const jvm: BreakerRow[] = [
  { ...method, stems: ['ft_circuitbreaker_state_current'], labels: ['method', 'state'], reads: [oneHot('state')] },
  {
    ...{ ...method, stems: ['ft_circuitbreaker_state_total', 'ft_circuitbreaker_state'], labels: ['method', 'state'] },
    reads: [{ kind: 'time', rule: 'S5', label: 'state' }],
  },
  {
    ...{ ...method, stems: ['ft_circuitbreaker_calls'], labels: ['method', 'circuitBreakerResult'] },
    reads: [rejectedBy('circuitBreakerResult', 'circuitBreakerOpen'), callsBy('circuitBreakerResult', ['success'], ['failure'])],
  },
  {
    ...{ ...method, stems: ['ft_bulkhead_calls'], labels: ['method', 'bulkheadResult'] },
    reads: [overflowBy('bulkheadResult', 'rejected')],
  },
  {
    ...{ dialect: 'Armeria', stems: ['*armeria_client_circuit_breaker_state'], labels: ['name'], name: [['name']] },
    reads: [{ kind: 'code', rule: 'S3', codes: { 1: 'closed', 0.5: 'half-open', 0: 'open' } }],
  },
  {
    ...{ dialect: 'Armeria', stems: ['*armeria_client_circuit_breaker_transitions'], labels: ['name', 'state'], name: [['name']] },
    reads: [{ kind: 'moves', rule: 'S4', to: 'state' }],
  },
  {
    ...{ dialect: 'Armeria', stems: ['*armeria_client_circuit_breaker_rejected_requests'], labels: ['name'], name: [['name']] },
    reads: [{ kind: 'rejected', rule: 'S6' }],
  },
];

const dapr = { dialect: 'Dapr', name: [['target'], ['name']], callee: 'target' };
const tower = { dialect: 'tower-resilience', name: [['circuitbreaker']] };
const others: BreakerRow[] = [
  { ...dapr, stems: ['dapr_resiliency_cb_state'], labels: ['target', 'status'], reads: [oneHot('status', 'S2')] },
  {
    ...{ dialect: 'Polly', stems: ['*resilience_polly_strategy_events'], labels: ['event_name'] },
    name: [['pipeline_name'], ['pipeline_instance'], ['strategy_name']],
    reads: [{ kind: 'moves', rule: 'S4', to: 'event_name' }],
  },
  {
    ...{ dialect: 'sentinel-golang', stems: ['sentinel_go_circuit_breaker_state_changed'], labels: ['resource', 'to_state'], name: [['resource']] },
    reads: [{ kind: 'moves', rule: 'S4', to: 'to_state', from: 'from_state' }],
  },
  {
    ...{ dialect: 'sentinel-golang', stems: ['sentinel_go_handled'], labels: ['resource', 'result', 'block_type'], name: [['resource']] },
    reads: [rejectedBy('block_type', 'CircuitBreaking', 'BlockTypeCircuitBreaking')],
  },
  { dialect: 'GoFr', stems: ['app_http_circuit_breaker_state'], labels: ['service'], name: [['service']], reads: [zeroOne] },
  { ...tower, stems: ['circuitbreaker_state'], labels: ['circuitbreaker', 'state'], reads: [oneHot('state')] },
  {
    ...{ ...tower, stems: ['circuitbreaker_transitions'], labels: ['circuitbreaker', 'to'] },
    reads: [{ kind: 'moves', rule: 'S4', to: 'to', from: 'from' }],
  },
  {
    ...{ ...tower, stems: ['circuitbreaker_calls'], labels: ['circuitbreaker', 'outcome'] },
    reads: [rejectedBy('outcome', 'rejected'), callsBy('outcome', ['success'], ['failure'])],
  },
  {
    ...{ dialect: 'tower-resilience', stems: ['bulkhead_calls_rejected'], labels: ['bulkhead'], name: [['bulkhead']] },
    reads: [{ kind: 'overflow', rule: 'S8' }],
  },
];

const envoyLimits = ['cx_open', 'cx_pool_open', 'rq_pending_open', 'rq_open', 'rq_retry_open'];
const envoyOverflows = ['rq_pending_overflow', 'rq_active_overflow', 'cx_overflow', 'cx_pool_overflow', 'rq_retry_overflow'];
const envoy = { dialect: 'Envoy', labels: [], name: [['envoy_cluster_name', 'cluster_name']] };
const proxies: BreakerRow[] = [
  {
    ...{
      ...envoy,
      stems: ['default', 'high'].flatMap((priority) => envoyLimits.map((limit) => `envoy_cluster_circuit_breakers_${priority}_${limit}`)),
    },
    reads: [{ kind: 'full', rule: 'S8' }],
  },
  { ...envoy, stems: envoyOverflows.map((one) => `envoy_cluster_upstream_${one}`), reads: [{ kind: 'overflow', rule: 'S8' }] },
  { ...envoy, stems: ['envoy_cluster_outlier_detection_ejections_active'], reads: [{ kind: 'ejected', rule: 'S9' }] },
  { ...envoy, stems: ['envoy_cluster_membership'], reads: [{ kind: 'hosts', rule: 'S9' }] },
  {
    ...{ dialect: 'Linkerd', stems: ['outbound_http_balancer_endpoints'], labels: ['endpoint_state'], name: [['backend_name', 'parent_name']] },
    reads: [{ kind: 'endpoints', rule: 'S9', label: 'endpoint_state', out: ['pending'] }],
  },
  {
    ...{ dialect: 'Kong', stems: ['kong_upstream_target_health'], labels: ['upstream', 'state'], name: [['upstream']] },
    reads: [{ kind: 'endpoints', rule: 'S9', label: 'state', out: ['unhealthy', 'dns_error'] }],
  },
  {
    ...{ dialect: 'HAProxy', stems: ['haproxy_server_status'], labels: ['proxy', 'server', 'state'], name: [['proxy']] },
    reads: [{ kind: 'endpoints', rule: 'S9', label: 'state', out: ['DOWN', 'MAINT', 'DRAIN', 'NOLB'] }],
  },
  {
    ...{ dialect: 'NGINX Plus', stems: ['nginxplus_upstream_server_state'], labels: ['upstream', 'server'], name: [['upstream']] },
    reads: [{ kind: 'endpoint code', rule: 'S9', up: 1 }],
  },
];

const homeMade: BreakerRow[] = [
  {
    ...{ dialect: 'one series for each state', stems: ['*breaker_state', '*circuitbreaker_state', '*cb_state'], labels: ['state'], name: [anyName] },
    reads: [oneHot('state')],
  },
  {
    ...{
      dialect: 'prometheus_client Enum',
      stems: ['*breaker_state', '*circuitbreaker_state', '*cb_state', '*circuit_state', '*breaker'],
      labels: [],
    },
    ...{ name: [anyName], reads: [{ kind: 'enum', rule: 'S2' }] },
  },
  {
    ...{ dialect: 'a number, library not known', stems: ['*breaker_state', '*circuitbreaker_state', '*cb_state'], labels: [], name: [anyName] },
    reads: [{ kind: 'guess', rule: 'S7' }],
  },
];

/** The first row that fits a family is the one that reads it. A library that joins later is one more row. */
export const breakerRows: readonly BreakerRow[] = [...own, ...resilience4j, ...hystrix, ...node, ...jvm, ...others, ...proxies, ...homeMade];
