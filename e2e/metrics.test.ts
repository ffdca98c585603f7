import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkAxe, expectNoConsoleErrors, type OpenBrowser, openBrowser, shoot, signIn, visit } from './support/browser.ts';
import { type Signalbox, startSignalbox } from './support/signalbox.ts';

const startedAt = Math.floor(Date.now() / 1000) - 7200;
let server: Server;
let looks = 0;
/** Whether the histogram contradicts itself. */
let lies = false;
let signalbox: Signalbox;
let browser: OpenBrowser;
let page: Page;

/** A JVM with a summary of requests without status, a pool that is nearly full, and a breaker that nobody explains. */
const metrics = () => `process_start_time_seconds ${startedAt}
process_cpu_seconds_total ${looks * 0.3}
process_open_fds 20
process_max_fds 80
jvm_memory_used_bytes{area="heap",id="old"} 3e8
jvm_memory_max_bytes{area="heap",id="old"} 1e9
hikaricp_connections_active{pool="orders"} 19
hikaricp_connections_max{pool="orders"} 20
target_info{service_version="2.4.1"} 1
my_circuit_breaker_state{name="pay"} 1
# TYPE http_request_duration_seconds histogram
http_request_duration_seconds_bucket{route="/a",le="0.1"} ${looks * 9}
http_request_duration_seconds_bucket{route="/a",le="0.5"} ${lies ? 0 : looks * 10}
http_request_duration_seconds_bucket{route="/a",le="+Inf"} ${looks * 10}
http_request_duration_seconds_sum{route="/a"} ${looks}
http_request_duration_seconds_count{route="/a"} ${looks * 10}
`;

beforeAll(async () => {
  server = createServer((request, response) => {
    if (request.url === '/health') response.writeHead(200, { 'content-type': 'application/json' }).end('{"status":"healthy"}');
    else if (request.url === '/metrics') {
      looks += 1;
      response.writeHead(200, { 'content-type': 'text/plain; version=0.0.4' }).end(metrics());
    } else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  signalbox = await startSignalbox();
  browser = await openBrowser();
  page = await browser.newPage();
  await signIn(page, signalbox);
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  for (const body of [
    { name: 'orders', baseUrl, metricsPath: '/metrics', pollIntervalSeconds: 1 },
    { name: 'mute', baseUrl, metricsPath: null },
  ])
    expect((await signalbox.api('POST', '/api/v1/services', body)).status).toBe(201);
});

afterAll(async () => {
  await browser?.close();
  await signalbox?.stop();
  server?.close();
});

test('the overview shows how full the service is, and what it does not export', async () => {
  await visit(page, `${signalbox.url}/services/orders`);
  await page.getByText('19 of 20').waitFor({ timeout: 60_000 });
  const saturation = page.locator('section').filter({ has: page.getByRole('heading', { name: 'Saturation', exact: true }) });
  await saturation.getByText(/cores?$/).waitFor({ timeout: 60_000 });
  expect(await saturation.innerText()).toMatch(/nearly full[\s\S]*no restart seen|no restart seen[\s\S]*nearly full/);
  await saturation.getByText(/^Not exported: in flight/).click();
  await saturation.getByText('This service exports no in flight').waitFor();
  await page.getByText('2.4.1').first().waitFor();
  await checkAxe(page);
  await shoot(page, 'metrics-overview');
  expectNoConsoleErrors(page);
});

test('one key tells of every value how it is known', async () => {
  await page.keyboard.press('?');
  const dialog = page.getByRole('dialog');
  await dialog.getByText('hikaricp_connections_active, hikaricp_connections_max').waitFor();
  const words = await dialog.innerText();
  for (const told of ['http_request_duration_seconds_count', 's, by its name', 'not known', 'target_info']) expect(words).toContain(told);
  await checkAxe(page);
  await shoot(page, 'metrics-known');
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
});

test('the doctor names what is wrong, and the line that mends it', async () => {
  await page.getByRole('link', { name: 'Metrics', exact: true }).click();
  await page.getByText('http_request_duration_seconds_count does not say how requests ended.').waitFor();
  await page.getByText(/# HELP my_circuit_breaker_state/).waitFor();
  await page.getByRole('cell', { name: 'HikariCP' }).first().waitFor();
  await checkAxe(page);
  await shoot(page, 'metrics-doctor');
  expectNoConsoleErrors(page);
});

test('a histogram that contradicts itself is an error of the doctor, and no rate is made of it', async () => {
  lies = true;
  await expect
    .poll(async () => JSON.stringify((await signalbox.api('GET', '/api/v1/services/orders/metrics-doctor')).body), {
      timeout: 150_000,
      interval: 1000,
    })
    .toContain('buckets-fall');
  const { body } = await signalbox.api<{ source: { faults?: string[] } }>('GET', '/api/v1/services/orders/signals?window=5m');
  expect(body.source.faults?.[0]).toContain('can only grow');
});

test('a service without metrics says what to do', async () => {
  await visit(page, `${signalbox.url}/services/mute`);
  await page.getByText('It has no metrics path. Set one in Settings to see how full the service is.').waitFor();
  await checkAxe(page);
});

test.each([
  ['dark', { colorScheme: 'dark' as const }],
  ['phone', { viewport: { width: 390, height: 844 }, hasTouch: true }],
  ['phone-dark', { viewport: { width: 390, height: 844 }, hasTouch: true, colorScheme: 'dark' as const }],
])('reads well: %s', async (name, options) => {
  const other = await browser.newPage(options);
  await signIn(other, signalbox);
  for (const [part, path] of [
    ['overview', ''],
    ['doctor', '?tab=metrics'],
  ]) {
    await visit(other, `${signalbox.url}/services/orders${path}`);
    await other
      .getByText(part === 'doctor' ? 'Recognised' : '19 of 20', { exact: true })
      .first()
      .waitFor();
    const [width, wide] = await other.evaluate(() => [document.documentElement.clientWidth, document.documentElement.scrollWidth]);
    expect(wide).toBeLessThanOrEqual(width ?? 0);
    await checkAxe(other);
    await shoot(other, `metrics-${part}-${name}`);
  }
  await other.keyboard.press('?');
  await other.getByRole('dialog').getByText('Restarts', { exact: true }).waitFor();
  await shoot(other, `metrics-known-${name}`);
  expectNoConsoleErrors(other);
});
