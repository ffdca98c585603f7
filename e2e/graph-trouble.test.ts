import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkAxe, expectNoConsoleErrors, type OpenBrowser, openBrowser, shoot, signIn, visit } from './support/browser.ts';
import { type Signalbox, startSignalbox } from './support/signalbox.ts';

const servers: Server[] = [];
const patience = { timeout: 90_000 };
let calls = 0;
let signalbox: Signalbox;
let browser: OpenBrowser;
let page: Page;

async function serve(status: number, metrics: () => string): Promise<string> {
  const server = createServer((request, response) => {
    const [code, body] = request.url === '/metrics' ? [200, metrics()] : [status, '{"status":"healthy"}'];
    response.writeHead(code, { 'content-type': request.url === '/metrics' ? 'text/plain; version=0.0.4' : 'application/json' }).end(body);
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** A histogram whose requests all fall below one bound, in seconds. */
const histogram = (name: string, labels: string, below: number) =>
  [0.005, 0.05, 0.1, '+Inf']
    .map((le) => `${name}_bucket{${labels},le="${le}"} ${Number(le) < below ? 0 : calls}\n`)
    .join('')
    .concat(`${name}_sum{${labels}} ${calls * below}\n${name}_count{${labels}} ${calls}\n`);

beforeAll(async () => {
  const ordersUrl = await serve(200, () => {
    calls += 30;
    const own = 'service="stock",method="GET"';
    const toSelf = `service_requests_total{service="signalbox",method="POST",status="200"} ${calls}\n`;
    return `${toSelf}service_requests_total{${own},status="200"} ${calls}\n# TYPE service_request_duration_seconds histogram\n${histogram('service_request_duration_seconds', own, 0.1)}`;
  });
  const stockUrl = await serve(
    200,
    () =>
      `# TYPE http_request_duration_seconds histogram\n${histogram('http_request_duration_seconds', 'method="GET",route="/stock",status="200"', 0.005)}`,
  );
  const [well, sick] = [await serve(200, () => ''), await serve(503, () => '')];
  signalbox = await startSignalbox();
  browser = await openBrowser();
  page = await browser.newPage();
  await signIn(page, signalbox);
  const register = async (name: string, baseUrl: string, ...services: string[]) => {
    const body = { name, baseUrl, pollIntervalSeconds: 1, dependencies: services.map((service) => ({ service })) };
    expect((await signalbox.api('POST', '/api/v1/services', body)).status).toBe(201);
  };
  await register('stock', stockUrl);
  await register('payments', sick);
  await register('archive', well);
  await register('reports', well, 'archive');
  await register('orders', ordersUrl, 'payments', 'stock');
  await register('web', well, 'orders');
});

afterAll(async () => {
  await browser?.close();
  await signalbox?.stop();
  for (const server of servers) server.close();
});

const node = (name: string) => page.locator(`[data-node="${name}"]`);
const isDim = async (name: string) => (await node(name).getAttribute('data-dim')) === 'true';

test('where something is not well it stands out with its callers, and the rest recedes until it is asked for', async () => {
  await expect.poll(async () => (await signalbox.api<{ verdict: string }>('GET', '/api/v1/services/payments')).body.verdict, patience).toBe('down');
  await visit(page, `${signalbox.url}/graph`);
  await page.getByText('1 service is not well.').waitFor();
  const before = await node('reports').boundingBox();
  expect(await Promise.all(['payments', 'orders', 'web', 'reports', 'archive', 'stock'].map(isDim))).toEqual([false, false, false, true, true, true]);
  await checkAxe(page);
  await shoot(page, 'graph-trouble');
  await page.getByRole('button', { name: 'Dim what is well' }).click();
  await page.waitForURL((url) => url.searchParams.get('dim') === '0');
  await expect.poll(() => isDim('reports'), patience).toBe(false);
  expect(await node('reports').boundingBox()).toEqual(before);
  await page.getByRole('button', { name: 'Dim what is well' }).click();
  await page.waitForURL((url) => !url.searchParams.has('dim'));
  await expect.poll(() => isDim('reports'), patience).toBe(true);
  expectNoConsoleErrors(page);
});

test('a badge stands where an incident begins, and is told in words', async () => {
  expect(await node('payments').innerText()).toContain('1 incident');
  expect(await node('orders').innerText()).not.toContain('incident');
  await visit(page, `${signalbox.url}/graph?node=payments`);
  await page.getByText('1 incident begins here').waitFor();
  await page.getByText('If it fails, 2 services are hit').waitFor();
  await page.getByText('A failure hits who calls').waitFor();
});

test('a call whose caller sees another latency than the callee has two tones, and both stand in the table', async () => {
  await visit(page, `${signalbox.url}/graph?dim=0`);
  const edge = page.locator('[data-edge="orders stock"]');
  await edge.locator('[data-two-tone]').waitFor({ state: 'attached', timeout: patience.timeout });
  const row = page.locator('tr[data-row]').filter({ hasText: 'orders' }).filter({ hasText: 'stock' });
  expect(await row.innerText()).toMatch(/50–100 ms\s*itself < 5.0 ms/);
  expect(await page.locator('[data-edge="web orders"] [data-two-tone]').count()).toBe(0);
  await checkAxe(page);
  await shoot(page, 'graph-two-tone');
  expectNoConsoleErrors(page);
});

test.each([
  ['dark', { colorScheme: 'dark' as const }],
  ['phone', { viewport: { width: 390, height: 844 }, hasTouch: true }],
])('trouble reads well: %s', async (name, options) => {
  const other = await browser.newPage(options);
  await signIn(other, signalbox);
  await visit(other, `${signalbox.url}/graph`);
  await other.locator('[data-node="payments"]').waitFor();
  await checkAxe(other);
  expect(await other.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
  await shoot(other, `graph-trouble-${name}`);
  expectNoConsoleErrors(other);
  await other.context().close();
});

test('calls to Signalbox itself are left out, said, and shown by a switch that the address keeps', async () => {
  const { api } = signalbox;
  const edges = async () => (await api<{ edges: { to: string }[] }>('GET', '/api/v1/graph')).body.edges.map(({ to }) => to);
  await expect.poll(edges, patience).toContain('signalbox');
  await visit(page, `${signalbox.url}/graph`);
  await page.getByText('1 call to Signalbox itself is left out').waitFor();
  await node('orders').waitFor();
  expect(await node('signalbox').count()).toBe(0);
  await page.getByRole('button', { name: 'Show calls to Signalbox itself' }).click();
  await node('signalbox').waitFor();
  expect(new URL(page.url()).searchParams.get('self')).toBe('1');
  await checkAxe(page);
  await page.getByRole('button', { name: 'Leave out calls to Signalbox itself' }).click();
  await node('signalbox').waitFor({ state: 'detached' });
  await visit(page, `${signalbox.url}/services/orders`);
  const calls = page.getByRole('region', { name: 'Calls', exact: true });
  await calls.getByText('stock').waitFor();
  expect(await calls.getByText('not declared').isVisible()).toBe(false);
  await calls.getByText('Signalbox itself: services register and push there').click();
  await calls.getByText('not declared, seen in metrics').waitFor();
  expectNoConsoleErrors(page);
});
