import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkAxe, expectNoConsoleErrors, type OpenBrowser, openBrowser, shoot, signIn, visit } from './support/browser.ts';
import { type Signalbox, startSignalbox } from './support/signalbox.ts';

/** Requests so far, by the bound of the bucket that holds them; and what the health answer says. */
const served = new Map([
  ['0.1', 0],
  ['0.25', 0],
  ['0.5', 0],
]);
const called = new Map([
  ['0.5', 0],
  ['1', 0],
]);
const add = (counts: Map<string, number>, bound: string, count: number) => counts.set(bound, (counts.get(bound) ?? 0) + count);
let version = '2.3.0';
let isSlow = false;
let services: Server;
let origin: string;
let signalbox: Signalbox;
let browser: OpenBrowser;
let page: Page;

function expose(family: string, counts: Map<string, number>, labels: string): string[] {
  let total = 0;
  const buckets = [...counts].map(([bound, count]) => {
    total += count;
    return `${family}_bucket{${labels}le="${bound}"} ${total}`;
  });
  const ends = [`_bucket{${labels}le="+Inf"} ${total}`, `_sum{${labels}} ${total * 0.2}`, `_count{${labels}} ${total}`];
  return [`# TYPE ${family} histogram`, ...buckets, ...ends.map((line) => family + line)];
}

/** Of a hundred requests ninety are answered within 100 ms, four within 250 ms, six within 500 ms; when slow all take half a second. */
function serve(): string {
  for (const [bound, count] of isSlow
    ? ([['0.5', 100]] as const)
    : ([
        ['0.1', 90],
        ['0.25', 4],
        ['0.5', 6],
      ] as const))
    add(served, bound, count);
  return expose(
    'http_server_request_duration_seconds',
    served,
    'http_request_method="GET",http_route="/orders/{id}",http_response_status_code="200",',
  ).join('\n');
}

function call(): string {
  add(called, '1', 50);
  return expose(
    'http_client_request_duration_seconds',
    called,
    'http_request_method="GET",server_address="orders",http_response_status_code="200",',
  ).join('\n');
}

const summed = { sum: 0, count: 0 };
function sumUp(): string {
  summed.sum += 2;
  summed.count += 10;
  const family = 'http_request_duration_seconds';
  return `# TYPE ${family} summary\n${family}_sum{method="GET",status="200"} ${summed.sum}\n${family}_count{method="GET",status="200"} ${summed.count}`;
}

const metrics: Record<string, () => string> = { '/orders': serve, '/gateway': call, '/mean': sumUp, '/mute': () => 'up 1' };

beforeAll(async () => {
  services = createServer((request, response) => {
    const text = metrics[request.url ?? ''];
    if (text) response.writeHead(200, { 'content-type': 'text/plain; version=0.0.4' }).end(`${text()}\n`);
    else response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ status: 'healthy', version }));
  });
  await new Promise<void>((resolve) => services.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(services.address() as AddressInfo).port}`;
  signalbox = await startSignalbox();
  const register = (name: string, metricsPath: string, fields: object = {}) =>
    signalbox.api('POST', '/api/v1/services', { name, baseUrl: origin, healthCheckPath: '/health', metricsPath, pollIntervalSeconds: 1, ...fields });
  expect((await register('orders', '/orders', { latencyObjective: { percentile: 95, thresholdMs: 300 } })).status).toBe(201);
  for (const [name, path] of [
    ['gateway', '/gateway'],
    ['averaging', '/mean'],
    ['mute', '/mute'],
  ] as const)
    expect((await register(name, path)).status).toBe(201);
  browser = await openBrowser();
  page = await browser.newPage({ colorScheme: 'dark' });
  await signIn(page, signalbox);
});

afterAll(async () => {
  await browser?.close();
  await signalbox?.stop();
  services?.close();
});

const tabOf = (name: string) => `${signalbox.url}/services/${name}?tab=latency&window=5m`;
const panel = (title: string) => page.getByRole('region', { name: title, exact: true });

test('the p95 is the bucket that holds it, and an objective inside of it names the bound to add', async () => {
  await visit(page, tabOf('orders'));
  const latency = panel('Latency');
  await latency.locator('[data-line="now"]').getByText('250–500 ms').first().waitFor();
  await latency.getByText('p95 ≤ 300 ms').first().waitFor();
  await latency.getByText('cannot be judged with these buckets: add 0.3').waitFor();
  expect((await signalbox.api('PATCH', '/api/v1/services/orders', { latencyObjective: { percentile: 95, thresholdMs: 250 } })).status).toBe(200);
  await latency.getByText('missed').waitFor();
  await latency.getByText(/^6.0 % of requests slower, 5 % allowed/).waitFor();
  expectNoConsoleErrors(page);
});

test('what a caller waits beyond the service is told as an interval, and routes are told apart', async () => {
  const row = panel('On the wire').getByRole('row', { name: /gateway/ });
  await row.getByText('0.5–1 s').waitFor({ timeout: 90_000 });
  await row.getByText('< 750 ms').waitFor();
  await panel('Routes').getByText('/orders/{id}').waitFor({ timeout: 90_000 });
});

test('a release is a mark, and slower only once the buckets say so', async () => {
  version = '2.4.0';
  isSlow = true;
  const row = panel('Before and after each release').getByRole('row', { name: /2\.3\.0 → 2\.4\.0/ });
  await row.waitFor({ timeout: 60_000 });
  await page.locator('figure svg text', { hasText: '2.4.0' }).waitFor();
  await checkAxe(page);
  await shoot(page, 'latency-tab-dark');
});

test('arrow keys read single steps, and a finger does', async () => {
  const cursor = panel('Latency').getByRole('slider');
  await cursor.focus();
  await page.keyboard.press('ArrowLeft');
  await panel('Latency')
    .getByText(/\d+ requests/)
    .last()
    .waitFor();
  expect(await cursor.getAttribute('aria-valuetext')).toMatch(/\d+ requests, p50 .*, p95 .*, p99 .* in /);
  const before = await cursor.getAttribute('aria-valuenow');
  await page.keyboard.press('ArrowLeft');
  expect(Number(await cursor.getAttribute('aria-valuenow'))).toBe(Number(before) - 1);
  await page.keyboard.press('Escape');
});

test('a mean is called a mean, and without durations the tab says how to bring them', async () => {
  await visit(page, tabOf('averaging'));
  await page.getByText('no percentile follows from them').waitFor();
  await visit(page, tabOf('mute'));
  await page.getByText('No durations in the metrics').waitFor();
  await page.getByText('http_server_request_duration_seconds', { exact: false }).waitFor();
  await checkAxe(page);
  expectNoConsoleErrors(page);
});

test('all services stand worst first; the filter is in the URL, and keys move through the rows', async () => {
  await visit(page, `${signalbox.url}/latency?window=15m`);
  const rows = page.locator('tbody tr');
  await rows.first().getByText('missed').waitFor();
  expect(await rows.first().getByRole('rowheader').textContent()).toContain('orders');
  await page.keyboard.press('j');
  expect(await page.evaluate(() => document.activeElement?.textContent)).toContain('orders');
  await checkAxe(page);
  await shoot(page, 'latency-list-dark');
  await page.getByRole('button', { name: /^missed/ }).click();
  await page.waitForURL(/objective=missed/);
  await page.getByRole('rowheader', { name: /gateway/ }).waitFor({ state: 'detached' });
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  await page.waitForURL(/services\/orders\?tab=latency/);
  expectNoConsoleErrors(page);
});

test('an objective is set in Settings', async () => {
  await visit(page, `${signalbox.url}/services/gateway?tab=settings`);
  await page.getByText('Latency objective').click();
  await page.getByText('p99', { exact: true }).click();
  await page.getByLabel('Threshold').fill('750');
  await page.getByRole('button', { name: /^Save/ }).click();
  await expect
    .poll(async () => (await signalbox.api<{ latencyObjective: unknown }>('GET', '/api/v1/services/gateway')).body.latencyObjective)
    .toEqual({
      ...{ percentile: 99, thresholdMs: 750 },
    });
});

test('while the charts load, their axes stand where they will stand', async () => {
  const other = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await other.context().addCookies(await page.context().cookies());
  const { promise: gate, resolve: open } = Promise.withResolvers<void>();
  await other.route('**/_next/static/**/*.js', async (route) => {
    const response = await route.fetch();
    const body = await response.text();
    if (body.includes('recharts-wrapper')) await gate;
    await route.fulfill({ response, body });
  });
  await visit(other, `${signalbox.url}/services/orders?window=5m`);
  const frames = other.locator('figure:has(> div)');
  const boxOf = async (selector: string) => {
    const box = await other.getByRole('figure', { name: 'Requests per second' }).locator(selector).boundingBox();
    return box && [box.x, box.y, box.width, box.height].map(Math.round);
  };
  const heights = () => frames.evaluateAll((all) => all.map((figure) => figure.getBoundingClientRect().height));
  await other.getByRole('figure', { name: 'Requests per second' }).locator('[data-axes]').waitFor();
  await expect.poll(() => other.locator('[data-axes]').count()).toBe(3);
  const [axes, before] = [await boxOf('[data-axes]'), await heights()];
  await shoot(other, 'charts-loading-1440-light');
  open();
  await other.locator('.recharts-cartesian-grid-horizontal').first().waitFor();
  await expect.poll(() => other.locator('[data-axes]').count()).toBe(0);
  expect(await heights()).toEqual(before);
  const grid = await boxOf('.recharts-cartesian-grid-horizontal');
  expect(axes?.map((edge, at) => Math.abs(edge - (grid?.[at] ?? 0)) <= 1)).toEqual([true, true, true, true]);
  expectNoConsoleErrors(other);
  await other.context().close();
});

test('light, and on a phone, it reads as well', async () => {
  const phone = await browser.newPage({ viewport: { width: 390, height: 844 }, colorScheme: 'light' });
  await phone.context().addCookies(await page.context().cookies());
  for (const [path, shot] of [
    ['/latency?window=15m', 'latency-list-phone'],
    ['/services/orders?tab=latency&window=5m', 'latency-tab-phone'],
    ['/services/orders?window=5m', 'latency-overview-phone'],
  ] as const) {
    await visit(phone, signalbox.url + path);
    await phone.getByText('p95').locator('visible=true').first().waitFor();
    expect(await phone.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    await checkAxe(phone);
    await shoot(phone, shot);
  }
  expectNoConsoleErrors(phone);
  await phone.context().close();
});
