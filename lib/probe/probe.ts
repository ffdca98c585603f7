import type { Discovery } from '#lib/model/discovery.ts';
import type { MetricsServer } from '#lib/model/metrics-source.ts';
import type { Reading } from '#lib/model/reading.ts';
import { discover } from './discovery.ts';
import { type DocumentLook, type DocumentTarget, lookDocument } from './document.ts';
import type { Exchange, ExchangeLimits, Outgoing } from './exchange.ts';
import { type HealthTarget, type LookContext, lookHealth } from './health.ts';
import { createHttp, type HttpOptions } from './http.ts';
import type { Credentials } from './place.ts';
import { askServer, type Question, type Told } from './prometheus.ts';
import { lookMetrics, type MetricsTarget, type Scrape } from './scrape.ts';

export interface ProbeOptions extends Omit<HttpOptions, 'userAgent'> {
  /** An answer later than this is `slow`, where a target says nothing else. */
  slowMs?: number;
  /** Signalbox's own version, for the User-Agent. */
  version?: string;
}

/** How Signalbox looks at services. One pool of connections; close it when done. */
export interface Probe {
  lookHealth(target: HealthTarget, context: LookContext): Promise<Reading>;
  lookMetrics(target: MetricsTarget, context: LookContext): Promise<Scrape>;
  lookDocument(target: DocumentTarget, context: LookContext): Promise<DocumentLook>;
  /** Sends one request to a service, with its credentials. Never rejects for what the service does. */
  send(target: { baseUrl: string; path: string } & Credentials, outgoing: Outgoing, limits: ExchangeLimits, signal?: AbortSignal): Promise<Exchange>;
  /** Throws `outbound_denied` for a base URL that may not be called; all else is in the result. */
  discover(baseUrl: string, context: LookContext & { deadlineMs?: number }): Promise<Discovery>;
  /** Asks a Prometheus-compatible server. Never rejects for what the server does. */
  ask<T>(server: MetricsServer, question: Question<T>, signal?: AbortSignal): Promise<Told<T>>;
  close(): Promise<void>;
}

export function createProbe({ slowMs = 1000, version = '0.1.0', ...options }: ProbeOptions): Probe {
  const http = createHttp({ ...options, userAgent: `Signalbox/${version}` });
  return {
    lookHealth: (target, context) => lookHealth(http, target, target.slowMs ?? slowMs, context),
    lookMetrics: (target, context) => lookMetrics(http, target, context),
    lookDocument: (target, context) => lookDocument(http, target, context),
    send: (target, outgoing, limits, signal) => http.send(http.placeOf('document', target.baseUrl, target.path, target), outgoing, limits, signal),
    discover: (baseUrl, context) => discover(http, options.policy, baseUrl, context),
    ask: (server, question, signal) => askServer(http, server, question, signal),
    close: () => http.close(),
  };
}
