import { AggregatorRegistry, Counter, Gauge, Histogram, type MetricObjectWithValues, type MetricValue, Registry } from 'prom-client';

/** Signalbox's own metrics. Labels come from closed sets only. */
export const registry = new Registry();
const registers = [registry];
const writeBuckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];

export const metrics = {
  polls: new Counter({ name: 'signalbox_polls_total', help: 'Looks at targets.', labelNames: ['kind', 'outcome'], registers }),
  scheduleLagSeconds: new Histogram({
    name: 'signalbox_schedule_lag_seconds',
    help: 'How late looks began.',
    buckets: [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5],
    registers,
  }),
  targets: new Gauge({ name: 'signalbox_targets', help: 'Services by verdict.', labelNames: ['verdict'], registers }),
  selfGateOpen: new Gauge({ name: 'signalbox_self_gate_open', help: '1 while nothing speaks for trouble of our own.', registers }),
  outboundRefusals: new Counter({ name: 'signalbox_outbound_refusals_total', help: 'Outbound calls that the policy refused.', registers }),
  scrapeRejections: new Counter({ name: 'signalbox_scrape_rejections_total', help: 'Scrapes refused as a whole.', registers }),
  leaseEpoch: new Gauge({ name: 'signalbox_lease_epoch', help: 'Epoch of the poller lease held by this worker.', registers }),
  openStreams: new Gauge({ name: 'signalbox_open_streams', help: 'Live streams that are open.', registers }),
  batchWriteSeconds: new Histogram({
    name: 'signalbox_batch_write_seconds',
    help: 'Duration of the batch writes of the poller.',
    buckets: writeBuckets,
    registers,
  }),
  runs: new Counter({
    name: 'signalbox_runs_total',
    help: 'Validation runs that have ended, made here or pushed.',
    labelNames: ['kind', 'state', 'origin'],
    registers,
  }),
  runsUnderWay: new Gauge({ name: 'signalbox_runs_under_way', help: 'Validation runs that Signalbox is making.', registers }),
  runRequests: new Counter({ name: 'signalbox_run_requests_total', help: 'Requests that validation runs have sent.', registers }),
  storeBytes: new Gauge({ name: 'signalbox_store_bytes', help: 'Size of the database.', registers }),
  eventLoopLagSeconds: new Gauge({
    name: 'signalbox_event_loop_lag_seconds',
    help: '99th percentile of the event loop lag, by process.',
    labelNames: ['process'],
    registers,
  }),
  httpRequestSeconds: new Histogram({
    name: 'http_server_request_duration_seconds',
    help: 'Duration of answered API calls.',
    labelNames: ['http_request_method', 'http_route', 'http_response_status_code'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers,
  }),
};

/** What another process needs to serve this one's metrics as well. */
export function exportMetrics(): Promise<MetricObjectWithValues<MetricValue<string>>[]> {
  return registry.getMetricsAsJSON();
}

/** Several processes' metrics as one exposition, Prometheus text 0.0.4. */
export function mergeMetrics(exports: MetricObjectWithValues<MetricValue<string>>[][]): Promise<string> {
  return AggregatorRegistry.aggregate(exports as unknown as Parameters<typeof AggregatorRegistry.aggregate>[0]).metrics();
}

export const metricsContentType = registry.contentType;
