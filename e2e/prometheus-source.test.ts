import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { checkAxe, expectNoConsoleErrors, type OpenBrowser, openBrowser, shoot, signIn, visit } from './support/browser.ts';
import { type Daemon, hasDaemon, startDaemon } from './support/daemon.ts';
import { until } from './support/process.ts';
import { type Signalbox, startSignalbox } from './support/signalbox.ts';

const requestsPerSecond = 20;
const failedShare = 0.1;
const bornMs = performance.now();

/** Counts that anybody can work out: 20 a second, each tenth fails, 90 % within 0.1 s, 97 % within 0.5 s. */
function exposition(): string {
  const count = Math.floor(((performance.now() - bornMs) / 1000) * requestsPerSecond);
  const failed = Math.floor(count * failedShare);
  const within = (bound: string, share: number) => `http_request_duration_seconds_bucket{path="/orders",le="${bound}"} ${Math.floor(count * share)}`;
  return `# TYPE http_requests_total counter
http_requests_total{path="/orders",code="200"} ${count - failed}
http_requests_total{path="/orders",code="500"} ${failed}
http_requests_total{path="/health",code="200"} ${count * 7}
# TYPE http_request_duration_seconds histogram
${within('0.1', 0.9)}
${within('0.5', 0.97)}
${within('+Inf', 1)}
http_request_duration_seconds_sum{path="/orders"} ${count * 0.08}
http_request_duration_seconds_count{path="/orders"} ${count}
# TYPE resilience4j_circuitbreaker_state gauge
resilience4j_circuitbreaker_state{name="payments",state="open"} 1
resilience4j_circuitbreaker_state{name="payments",state="closed"} 0
`;
}

interface Signals {
  source: { from?: { source: string; queries: { what: string; query: string }[] } } | null;
  latest: { requestRate: number; errorRatio: number; latencyMs: { p95: { low: number; high: number } | null; mean: number | null } } | null;
  series: { requestRate: number | null }[];
}

let service: Server;
let serviceUrl: string;
let prometheus: Daemon;
let signalbox: Signalbox;
let open: OpenBrowser;
let page: Page;

const isPresent = hasDaemon('prometheus');

beforeAll(async () => {
  service = createServer((request, response) => {
    if (request.url === '/metrics') response.setHeader('content-type', 'text/plain; version=0.0.4').end(exposition());
    else response.setHeader('content-type', 'application/json').end('{"status":"healthy"}');
  });
  await new Promise<void>((done) => service.listen(0, '127.0.0.1', () => done()));
  const address = `127.0.0.1:${(service.address() as AddressInfo).port}`;
  serviceUrl = `http://${address}`;
  const config = `global:
  scrape_interval: 1s
scrape_configs:
  - job_name: orders
    static_configs:
      - targets: ['${address}']
        labels: { namespace: shop, endpoint: web }
  - job_name: elsewhere
    static_configs:
      - targets: ['127.0.0.1:1']
`;
  if (isPresent) prometheus = await startDaemon('prometheus', { config });
  signalbox = await startSignalbox();
  if (isPresent)
    await until(
      async () => (await activeTargets()) === 2,
      60_000,
      () => 'Prometheus takes up its targets',
    );
  open = await openBrowser();
  page = await open.newPage();
  await signIn(page, signalbox);
  await signalbox.api('POST', '/api/v1/services', { name: 'orders', baseUrl: serviceUrl, metricsPath: null, pollIntervalSeconds: 2 });
});

afterAll(async () => {
  await open?.close();
  await signalbox?.stop();
  await prometheus?.remove();
  service?.closeAllConnections();
  service?.close();
});

const readSignals = async () => (await signalbox.api<Signals>('GET', '/api/v1/services/orders/signals?window=15m')).body;
const metricsTarget = async () => {
  const { body } = await signalbox.api<{ targets: { kind: string; ok: boolean; reason: string }[] }>('GET', '/api/v1/services/orders');
  return body.targets.find(({ kind }) => kind === 'metrics');
};

/** A Prometheus that has just started knows none for some seconds. */
async function activeTargets(): Promise<number> {
  const response = await fetch(`${prometheus.url}/api/v1/targets?state=active`);
  return ((await response.json()) as { data: { activeTargets: unknown[] } }).data.activeTargets.length;
}

async function ask(query: string): Promise<number> {
  const response = await fetch(`${prometheus.url}/api/v1/query`, { method: 'POST', body: new URLSearchParams({ query }) });
  expect([query, response.status]).toEqual([query, 200]);
  const { data } = (await response.json()) as { data: { result: { value: [number, string] }[] } };
  return Number(data.result[0]?.value[1]);
}

describe.skipIf(!isPresent)('a service whose signals come from a Prometheus', () => {
  test('an admin tries the connection and adds the server', async () => {
    await visit(page, `${signalbox.url}/admin/sources`);
    await page.getByRole('button', { name: 'Add a metrics source' }).click();
    await page.getByLabel('Address').fill(prometheus.url);
    await page.getByLabel('Name', { exact: true }).fill('main');
    await page.getByLabel('Title').fill('Main Prometheus');
    await page.getByRole('button', { name: 'Test connection' }).click();
    await page.getByText(/Prometheus 2\.\d+.*· 2 active targets/).waitFor();
    await checkAxe(page);
    await page.getByRole('dialog').getByRole('button', { name: 'Add', exact: true }).click();
    await page.getByRole('row', { name: /Main Prometheus/ }).waitFor();
    await checkAxe(page);
    expectNoConsoleErrors(page);
  });

  test('the settings suggest its labels, tell a wrong mapping, and show what the right one finds before it is saved', async () => {
    await visit(page, `${signalbox.url}/services/orders?tab=settings`);
    await page.locator('summary', { hasText: 'Signals' }).click();
    await page.getByLabel('Signals come from').selectOption({ label: 'Main Prometheus' });
    const preview = page.getByRole('region', { name: 'Preview of the mapping' });
    await page.getByLabel('Labels', { exact: true }).fill('job="nobody"');
    await preview.getByText('0 series: nothing has these labels now. Its jobs are elsewhere, orders.').waitFor();
    await page.getByLabel('Labels', { exact: true }).fill('job=~".+"');
    await preview.getByText('These are 2 values of job: elsewhere, orders.').waitFor();
    await preview.getByText(/connection refused/).waitFor();
    await page.getByRole('button', { name: 'Use job="orders", namespace="shop"' }).click();
    await preview.getByText('20/s').waitFor({ timeout: 30_000 });
    await preview.getByText('Breakers: payments').waitFor();
    await preview.getByText('The same in PromQL').click();
    await preview.getByRole('button', { name: 'Copy the query for requests per second' }).waitFor();
    await checkAxe(page);
    await shoot(page, 'source-preview');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText('orders is changed.').waitFor();
    expectNoConsoleErrors(page);
  });

  test('rate, errors and percentiles are the true ones, and agree with the PromQL that is shown', async () => {
    const isSettled = async () => ((await readSignals()).series.length >= 3 ? true : null);
    await until(
      async () => (await isSettled()) === true,
      60_000,
      () => 'the signals of orders came',
    );
    const { latest, source } = await readSignals();
    expect(latest?.requestRate).toBeGreaterThan(requestsPerSecond * 0.98);
    expect(latest?.requestRate).toBeLessThan(requestsPerSecond * 1.02);
    expect(latest?.errorRatio).toBeCloseTo(failedShare, 2);
    expect(latest?.latencyMs).toMatchObject({ p95: { low: 100, high: 500 } });
    expect(source?.from?.source).toBe('main');
    const queries = source?.from?.queries ?? [];
    const told = new Map<string, number>();
    for (const { what, query } of queries) told.set(what, await ask(query.replaceAll('[60s]', '[10s]')));
    expect([...told.keys()]).toContain('circuit breakers');
    expect((told.get('requests per second') ?? 0) / (latest?.requestRate ?? 0)).toBeCloseTo(1, 1);
    expect(told.get('share of server errors, 0–1')).toBeCloseTo(latest?.errorRatio ?? 0, 2);
    const p95Ms = (told.get('p95 of durations, s') ?? 0) * 1000;
    expect(p95Ms).toBeGreaterThan(latest?.latencyMs.p95?.low ?? 0);
    expect(p95Ms).toBeLessThanOrEqual(latest?.latencyMs.p95?.high ?? 0);
    expect((told.get('mean duration, s') ?? 0) * 1000).toBeCloseTo(latest?.latencyMs.mean ?? 0, 0);
  });

  test('the page says how it knows, and the breaker is there', async () => {
    await visit(page, `${signalbox.url}/services/orders`);
    await page.getByRole('button', { name: /How do I know/ }).click();
    await page.getByText('Prometheus main', { exact: true }).waitFor();
    await page.getByText('{job="orders", namespace="shop"}', { exact: true }).first().waitFor();
    await checkAxe(page);
    await shoot(page, 'source-how-known');
    await visit(page, `${signalbox.url}/services/orders?tab=resilience`);
    await page.getByText('payments').first().waitFor();
    expectNoConsoleErrors(page);
  });

  test('a Prometheus that is killed makes the signals stale with the reason, and the verdict stays', async () => {
    const verdict = async () =>
      (await signalbox.api<{ services: Record<string, { verdict: string }> }>('GET', '/api/v1/health')).body.services.orders?.verdict;
    // A tenth of its answers are 5xx.
    await until(
      async () => (await verdict()) === 'degraded',
      60_000,
      () => 'the errors count',
    );
    await visit(page, `${signalbox.url}/services/orders`);
    await prometheus.stop();
    await page.getByRole('main').getByText('Prometheus main: connection refused').first().waitFor({ timeout: 60_000 });
    expect(await verdict()).toBe('degraded');
    await shoot(page, 'source-stale');
    await visit(page, `${signalbox.url}/admin/sources`);
    await page.getByRole('row', { name: /connection refused/ }).waitFor({ timeout: 30_000 });
    await shoot(page, 'source-admin-away');
  });

  test('it recovers by itself once the Prometheus is back', async () => {
    await prometheus.start();
    await until(
      async () => (await metricsTarget())?.ok === true,
      60_000,
      () => 'the source answers again',
    );
    await page.getByRole('row', { name: /answers/ }).waitFor({ timeout: 30_000 });
    await until(
      async () => ((await readSignals()).latest?.requestRate ?? 0) > requestsPerSecond * 0.9,
      60_000,
      () => 'the rate is back',
    );
  });

  test('removing the server names what it affects', async () => {
    await page.getByRole('button', { name: 'Remove Main Prometheus' }).click();
    await page.getByText('1 service (orders) takes its signals from it').waitFor();
    await shoot(page, 'source-removal');
    await page.getByLabel('Type main to confirm').fill('main');
    await page.getByRole('button', { name: 'Remove metrics source' }).click();
    await page.getByText('No metrics sources yet').waitFor();
  });
});
