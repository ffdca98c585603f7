import type { Gauge, GaugeKind, Runtime } from './gauge.ts';

/** What a service of a runtime could say of itself and does not, with the line that adds it. */
export interface MissingGauge {
  kind: GaugeKind;
  how: string;
}

const inflight: Record<Runtime, string> = {
  node: "new Gauge({ name: 'http_requests_in_progress', help: 'Requests under way' }): inc() when one begins, dec() when it ends",
  jvm: 'OpenTelemetry’s Java agent exports http.server.active_requests; Micrometer: ObservationRegistry with http.server.requests.active',
  go: 'promhttp.InstrumentHandlerInFlight(prometheus.NewGauge(prometheus.GaugeOpts{Name: "http_requests_in_flight"}), handler)',
  python: 'Instrumentator(should_instrument_requests_inprogress=True, inprogress_name="http_requests_in_progress")',
  dotnet: '.WithMetrics(m => m.AddAspNetCoreInstrumentation()): http.server.active_requests; prometheus-net: app.UseHttpMetrics()',
  ruby: 'Puma’s metrics plugin: activate_control_app, plugin :metrics',
  envoy: 'stats_matcher: include downstream_rq_active',
  unknown: 'a gauge http_requests_in_progress: up when a request begins, down when it ends',
};

const processMetrics: Record<Runtime, string> = {
  node: "require('prom-client').collectDefaultMetrics()",
  jvm: 'new ProcessorMetrics().bindTo(registry); new JvmMemoryMetrics().bindTo(registry) (Spring Boot does it by itself)',
  go: 'prometheus.MustRegister(collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}), collectors.NewGoCollector())',
  python: 'the default registry of prometheus_client holds ProcessCollector: expose it, not a registry of your own',
  dotnet: '.AddRuntimeInstrumentation().AddProcessInstrumentation()',
  ruby: 'Yabeda’s or prometheus_exporter’s process collector: PrometheusExporter::Instrumentation::Process.start',
  envoy: 'stats_matcher: include what begins with server.',
  unknown: 'the process collector of the client library: process_cpu_seconds_total, process_resident_memory_bytes, process_open_fds',
};

const pools: Record<Runtime, string> = {
  node: "new Gauge({ name: 'db_client_connection_count', labelNames: ['state'], collect() { this.set({ state: 'used' }, pool.totalCount - pool.idleCount) } }), and db_client_connection_max",
  jvm: 'HikariDataSource.setMetricRegistry(registry); TaggedBulkheadMetrics.ofBulkheadRegistry(bulkheads).bindTo(registry)',
  go: 'prometheus.MustRegister(collectors.NewDBStatsCollector(db, "orders"))',
  python: 'OpenTelemetry’s SQLAlchemyInstrumentor().instrument(engine=engine): db.client.connections.usage',
  dotnet: '.AddMeter("Npgsql"): db.client.connections.usage',
  ruby: 'PrometheusExporter::Instrumentation::ActiveRecord.start',
  envoy: 'circuit_breakers.thresholds[].track_remaining: true',
  unknown: 'gauges db_client_connection_count{state="used"} and db_client_connection_max of the pool',
};

const only: Partial<Record<GaugeKind, Runtime[]>> = {
  eventloop: ['node'],
  gc: ['jvm', 'go', 'node', 'dotnet'],
  heap: ['jvm', 'go', 'node', 'dotnet'],
};

/** Every kind that its runtime can tell and it does not. Pools and bulkheads are one question: neither says that there is one. */
export function missingGauges(gauges: readonly Pick<Gauge, 'kind'>[], runtime: Runtime): MissingGauge[] {
  const told = new Set(gauges.map(({ kind }) => kind));
  const wanted: [GaugeKind, Record<Runtime, string>][] = [
    ['inflight', inflight],
    ['cpu', processMetrics],
    ['memory', processMetrics],
    ['heap', processMetrics],
    ['eventloop', processMetrics],
    ['gc', processMetrics],
    ['pool', pools],
    ['fds', processMetrics],
  ];
  return wanted.flatMap(([kind, lines]) => {
    const fits = only[kind]?.includes(runtime) ?? true;
    const saidElsewhere = (kind === 'pool' && told.has('bulkhead')) || (kind === 'memory' && told.has('heap'));
    return fits && !told.has(kind) && !saidElsewhere ? [{ kind, how: lines[runtime] }] : [];
  });
}
