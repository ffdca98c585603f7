import { Counter, collectDefaultMetrics, Gauge, Histogram, type Registry, register } from 'prom-client';
import type { Event } from './event.ts';
import { shared } from './state.ts';

const callBuckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/** States of a breaker as `service_circuit_breaker_state` counts them. */
export const stateNumber = { closed: 0, half_open: 1, open: 2 } as const;
export type BreakerState = keyof typeof stateNumber;

interface Child {
  count: Counter.Internal;
  seconds: Histogram.Internal<string>;
}

/** Every metric of this package, in one registry. */
export interface SdkMetrics {
  registry: Registry;
  names: string[];
  requests: Counter;
  duration: Histogram;
  transitions: Counter;
  retries: Counter;
  rejections: Counter;
  served: Histogram;
  inFlight: Gauge;
  published: Counter;
  handled: Counter;
  children: Map<string, Child>;
}

/** The worst state of a service's breakers, one for each of its hosts. */
function collectStates(gauge: Gauge): void {
  gauge.reset();
  const worst = new Map<string, number>();
  for (const breaker of shared().breakers.values()) {
    const { service, state } = breaker as { service: string; state: BreakerState };
    worst.set(service, Math.max(worst.get(service) ?? 0, stateNumber[state]));
  }
  for (const [service, number] of worst) gauge.set({ service }, number);
}

/** What a consumer knows of the letters that wait in its topics. */
export interface LetterCounter {
  /** By topic; a topic whose transport does not answer in time is left out. */
  countDeadLetters(): Promise<Map<string, number>>;
}

async function collectLetters(gauge: Gauge): Promise<void> {
  const counts = await Promise.all([...shared().consumers].map((consumer) => (consumer as LetterCounter).countDeadLetters()));
  gauge.reset();
  for (const [topic, count] of counts.flatMap((topics) => [...topics])) gauge.inc({ topic }, count);
}

function create(registry: Registry): SdkMetrics {
  const names: string[] = [];
  const common = (name: string, help: string, labelNames: string[]) => {
    names.push(name);
    return { name, help, labelNames, registers: [registry] };
  };
  const counter = (name: string, help: string, ...labelNames: string[]) => new Counter(common(`service_${name}_total`, help, labelNames));
  const histogram = (name: string, help: string, ...labelNames: string[]) =>
    new Histogram({ ...common(name, help, labelNames), buckets: callBuckets });
  new Gauge({
    ...common('service_circuit_breaker_state', 'State of the circuit breaker: 0 closed, 1 half-open, 2 open', ['service']),
    collect() {
      collectStates(this);
    },
  });
  new Gauge({
    ...common('service_event_dead_letters', 'Events given up on that wait for a replay, up to 1,000 of a topic', ['topic']),
    collect() {
      return collectLetters(this);
    },
  });
  return {
    registry,
    names,
    children: new Map(),
    requests: counter('requests', 'Attempts to call a service; status error or timeout: no answer', 'service', 'method', 'status'),
    duration: histogram('service_request_duration_seconds', 'Time of attempts to call a service', 'service', 'method'),
    transitions: counter('circuit_breaker_transitions', 'Changes of the circuit breaker, by the new state', 'service', 'to'),
    retries: counter('retries', 'Attempts after the first of a call', 'service'),
    rejections: counter('bulkhead_rejections', 'Calls refused by a full bulkhead', 'service'),
    served: histogram('http_request_duration_seconds', 'Time of requests served', 'method', 'route', 'status'),
    inFlight: new Gauge(common('http_requests_in_flight', 'Requests being served now', [])),
    published: counter('events_published', 'Events that the transport has taken', 'topic', 'type', 'version'),
    handled: counter('events_handled', 'Tries to handle an event: handled, retried or dead', 'topic', 'type', 'version', 'outcome'),
  };
}

/** The metrics of the process; made in prom-client's own registry unless `useMetricsRegistry` named another before. */
export function metrics(): SdkMetrics {
  const state = shared();
  state.metrics ??= create(register);
  return state.metrics as SdkMetrics;
}

/** The prom-client registry that holds the metrics of this package and that `/metrics` shows. */
export function metricsRegistry(): Registry {
  return metrics().registry;
}

/** Moves the metrics of this package to another prom-client registry, where they begin anew. Call it before clients and services are made. */
export function useMetricsRegistry(registry: Registry): void {
  const state = shared();
  const before = state.metrics as SdkMetrics | undefined;
  if (before?.registry === registry) return;
  for (const name of before?.names ?? []) before?.registry.removeSingleMetric(name);
  state.metrics = create(registry);
}

/** Adds memory, processor, event loop and start time of the process, unless the registry has them. */
export function collectProcessMetrics(): void {
  const { registry } = metrics();
  if (!registry.getSingleMetric('process_cpu_seconds_total')) collectDefaultMetrics({ register: registry });
}

/** Counts one attempt. */
export function countAttempt(service: string, method: string, status: number | string, seconds: number): void {
  const { children, requests, duration } = metrics();
  const key = `${service} ${method} ${status}`;
  let child = children.get(key);
  if (!child) {
    child = { count: requests.labels(service, method, String(status)), seconds: duration.labels(service, method) };
    children.set(key, child);
  }
  child.count.inc();
  child.seconds.observe(seconds);
}

type Told = Pick<Event, 'type' | 'version'>;

export function countPublished(topic: string, { type, version }: Told): void {
  metrics().published.inc({ topic, type, version });
}

export function countHandled(topic: string, { type, version }: Told, outcome: 'handled' | 'retried' | 'dead'): void {
  metrics().handled.inc({ topic, type, version, outcome });
}
