import type { Runtime } from '../gauge.ts';

type Wanted = 'buckets' | 'status' | 'duration' | 'requests' | 'bound';

const micrometer = 'management.metrics.distribution.percentiles-histogram.http.server.requests=true';

/** By the start of a dialect's name: the line that its library needs. */
const byDialect: readonly [string, Partial<Record<Wanted, string>>][] = [
  ['Micrometer (Spring', { buckets: micrometer, bound: 'management.metrics.distribution.slo.http.server.requests={bound}' }],
  ['Spring Cloud Gateway', { buckets: 'management.metrics.distribution.percentiles-histogram.spring.cloud.gateway.requests=true' }],
  [
    'Ktor',
    {
      buckets:
        'install(MicrometerMetrics) { distributionStatisticConfig = DistributionStatisticConfig.Builder().percentilesHistogram(true).build() }',
    },
  ],
  [
    'Vert.x',
    { buckets: 'new MicrometerMetricsOptions().setPrometheusOptions(new VertxPrometheusOptions().setEnabled(true).setPublishQuantiles(true))' },
  ],
  [
    'gRPC server (go-grpc-prometheus)',
    {
      duration: 'grpc_prometheus.EnableHandlingTimeHistogram()',
      bound: 'grpc_prometheus.EnableHandlingTimeHistogram(grpc_prometheus.WithHistogramBuckets([]float64{…, {bound}, …}))',
    },
  ],
  ['prometheus-fastapi-instrumentator', { bound: 'Instrumentator().instrument(app, latency_highr_buckets=(…, {bound}, …))' }],
  [
    'prometheus_flask_exporter',
    { bound: 'PrometheusMetrics(app, buckets=(…, {bound}, …))', buckets: 'PrometheusMetrics(app, default_latency_as_histogram=True)' },
  ],
  ['starlette_exporter', { bound: 'app.add_middleware(PrometheusMiddleware, buckets=[…, {bound}, …])' }],
  ['prometheus_exporter (Ruby)', { buckets: 'PrometheusExporter::Metric::Base.default_aggregation = PrometheusExporter::Metric::Histogram' }],
  ['Signalbox SDK', {}],
  ['Traefik', { bound: '--metrics.prometheus.buckets=…,{bound},…' }],
  ['OpenTelemetry HTTP server', { bound: 'a View of http.server.request.duration with explicit bucket boundaries […, {bound}, …]' }],
  ['Istio', { bound: 'the annotation sidecar.istio.io/statsHistogramBuckets: \'{"istiocustom":[…,{bound},…]}\'' }],
  ['Envoy', { bound: 'stats_config.histogram_bucket_settings: buckets […, {bound}, …]' }],
  [
    'Kong',
    { duration: 'the prometheus plugin with config.latency_metrics=true', requests: 'the prometheus plugin with config.status_code_metrics=true' },
  ],
  [
    'NGINX',
    {
      status: 'an exporter that reads the access log, or NGINX Plus: stub_status tells no status',
      duration: 'an exporter that reads $request_time of the access log',
    },
  ],
  ['HAProxy', { duration: 'a histogram in the services behind it: HAProxy exports means of the last 1,024 requests only' }],
];

const byRuntime: Record<Runtime, Record<Wanted, string>> = {
  node: {
    requests: "app.use(require('express-prom-bundle')({ includeMethod: true, includePath: true, includeStatusCode: true }))",
    duration: "new Histogram({ name: 'http_request_duration_seconds', help: 'Time of requests served', labelNames: ['method', 'route', 'status'] })",
    buckets: 'new Histogram({ …, buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10] }) instead of new Summary(…)',
    status: "labelNames: ['method', 'route', 'status'], and observe({ status: response.statusCode })",
    bound: 'new Histogram({ …, buckets: […, {bound}, …] })',
  },
  jvm: {
    requests: 'implementation "io.micrometer:micrometer-registry-prometheus", and management.endpoints.web.exposure.include=prometheus',
    duration: 'a Timer around each request: Micrometer names it http.server.requests',
    buckets: micrometer,
    status: 'Timer.builder("http.server.requests").tag("status", String.valueOf(status))',
    bound: 'Timer.builder(…).serviceLevelObjectives(Duration.ofMillis({ms}))',
  },
  go: {
    requests:
      'promhttp.InstrumentHandlerDuration(prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: "http_request_duration_seconds"}, []string{"code", "method"}), handler)',
    duration: 'promhttp.InstrumentHandlerDuration(histogram, handler)',
    buckets: 'prometheus.NewHistogramVec(prometheus.HistogramOpts{…, Buckets: prometheus.DefBuckets}, labels) instead of NewSummaryVec',
    status: '[]string{"code", "method"} as the labels of the vector: promhttp fills them in',
    bound: 'HistogramOpts{Buckets: []float64{…, {bound}, …}}',
  },
  python: {
    requests:
      'Instrumentator().instrument(app).expose(app) of prometheus-fastapi-instrumentator, or PrometheusMetrics(app) of prometheus_flask_exporter',
    duration: "Histogram('http_request_duration_seconds', 'Time of requests served', ['method', 'handler', 'status'])",
    buckets: 'Histogram(…) instead of Summary(…)',
    status: "the label 'status' on the metric, and .labels(…, status=response.status_code)",
    bound: 'Histogram(…, buckets=(…, {bound}, …))',
  },
  dotnet: {
    requests: 'builder.Services.AddOpenTelemetry().WithMetrics(m => m.AddAspNetCoreInstrumentation().AddPrometheusExporter())',
    duration: 'app.UseHttpMetrics()',
    buckets: 'new HistogramConfiguration { Buckets = Histogram.ExponentialBuckets(0.005, 2, 12) } instead of a Summary',
    status: 'app.UseHttpMetrics(): its label code carries the status',
    bound: 'AddView("http.server.request.duration", new ExplicitBucketHistogramConfiguration { Boundaries = [ …, {bound}, … ] })',
  },
  ruby: {
    requests: 'use Prometheus::Middleware::Collector',
    duration: 'use Prometheus::Middleware::Collector',
    buckets: 'Prometheus::Client::Histogram instead of Summary',
    status: 'labels: [:method, :path, :code] on the metric',
    bound: 'buckets: [ …, {bound}, … ]',
  },
  envoy: {
    requests: 'stats_matcher: include what begins with http.',
    duration: 'stats_matcher: include downstream_rq_time',
    buckets: 'GET /stats/prometheus without histogram_buckets=none',
    status: 'stats_matcher: include downstream_rq_xx',
    bound: 'stats_config.histogram_bucket_settings: buckets […, {bound}, …]',
  },
  unknown: {
    requests: 'a histogram http_request_duration_seconds with the labels method, route and status, observed once for each request',
    duration: 'a histogram http_request_duration_seconds with the labels method, route and status',
    buckets: 'a histogram in place of the summary: buckets of several instances can be added, quantiles cannot',
    status: 'the label status on the family that counts requests',
    bound: 'buckets: […, {bound}, …]',
  },
};

/** The one line that brings what is wanted, in the words of the library where it is known. `bound` in seconds. */
export function fixOf(wanted: Wanted, { dialect, runtime }: { dialect: string | null; runtime: Runtime }, bound: number | null = null): string {
  const ofDialect = dialect === null ? undefined : byDialect.find(([start]) => dialect.startsWith(start))?.[1][wanted];
  const line = ofDialect ?? byRuntime[runtime][wanted];
  return bound === null ? line : line.replaceAll('{bound}', String(bound)).replaceAll('{ms}', String(Math.round(bound * 1000)));
}
