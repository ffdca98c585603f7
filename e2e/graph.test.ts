import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkAxe, expectNoConsoleErrors, type OpenBrowser, openBrowser, reload, shoot, signIn, visit } from './support/browser.ts';
import { type Signalbox, startSignalbox } from './support/signalbox.ts';

const servers: Server[] = [];
/** What the metrics of the shop say of its calls. */
let callees = '';
let calls = 0;
let signalbox: Signalbox;
let browser: OpenBrowser;
let page: Page;

async function serve(metrics: () => string): Promise<string> {
  const server = createServer((request, response) => {
    if (request.url === '/health') response.writeHead(200, { 'content-type': 'application/json' }).end('{"status":"healthy"}');
    else response.writeHead(request.url === '/metrics' ? 200 : 404, { 'content-type': 'text/plain; version=0.0.4' }).end(metrics());
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const lineOf = (service: string, status: string, count: number) =>
  `service_requests_total{service="${service}",method="GET",status="${status}"} ${count}\n`;

beforeAll(async () => {
  const shopUrl = await serve(() => {
    calls += 30;
    return callees === '' ? '' : `${lineOf(callees, '200', calls)}${lineOf(callees, 'error', calls / 4)}`;
  });
  const payUrl = await serve(() => '');
  callees = new URL(payUrl).host;
  signalbox = await startSignalbox();
  browser = await openBrowser();
  page = await browser.newPage();
  await signIn(page, signalbox);
  const register = (body: object) => signalbox.api('POST', '/api/v1/services', { pollIntervalSeconds: 1, ...body });
  await visit(page, `${signalbox.url}/graph`);
  await page.getByText('No edges yet').waitFor();
  await checkAxe(page);
  const instances = [payUrl, await serve(() => '')];
  expect((await register({ name: 'pay', baseUrl: payUrl, domain: 'money', instances })).status).toBe(201);
  const dependencies = [{ service: 'warehouse' }];
  const shop = {
    name: 'shop',
    baseUrl: shopUrl,
    domain: 'commerce',
    team: 'checkout',
    dependencies,
    datastores: ['shop-db'],
    publishes: ['order.placed'],
  };
  expect((await register(shop)).status).toBe(201);
});

afterAll(async () => {
  await browser?.close();
  await signalbox?.stop();
  for (const server of servers) server.close();
});

const row = (from: string, to: string) =>
  page
    .locator('tr[data-row]')
    .filter({ has: page.getByText(from, { exact: true }) })
    .filter({ hasText: to });
const node = (name: string) => page.locator(`[data-node="${name}"]`);

test('a call that only metrics know appears on the open page, beside what is declared and never seen', async () => {
  await row('shop', 'pay').waitFor();
  expect(await row('shop', 'pay').innerText()).toMatch(/seen in metrics\s*not declared/);
  expect(await row('shop', 'warehouse').innerText()).toMatch(/not registered[\s\S]*declared\s*never seen/);
  expect(await row('shop', 'shop-db').innerText()).toContain('datastore');
  await node('pay').waitFor();
  await checkAxe(page);
  await shoot(page, 'graph');
  expectNoConsoleErrors(page);
});

test('choosing a node shows what is hit when it fails, and leaves the rest in place but dim', async () => {
  const before = await node('pay').boundingBox();
  await node('pay').click();
  await page.getByText('If it fails, 1 service and 1 topic are hit').waitFor();
  expect(page.url()).toContain('node=pay');
  expect(await node('external:warehouse').getAttribute('data-dim')).toBe('true');
  expect(await node('shop').getAttribute('data-dim')).toBeNull();
  expect(await node('pay').boundingBox()).toEqual(before);
  await checkAxe(page);
  await shoot(page, 'graph-chosen');
});

test('keys zoom and let go of the node', async () => {
  const wide = async () => (await node('shop').boundingBox())?.width ?? 0;
  const before = await wide();
  await node('pay').press('-');
  await page.waitForFunction((width) => (document.querySelector('[data-node="shop"]')?.getBoundingClientRect().width ?? width) < width, before);
  await node('pay').press('Escape');
  await page.waitForURL((url) => !url.search.includes('node='));
});

test('a chosen way is told in words and lit, and the places of nodes outlive a reload', async () => {
  await visit(page, `${signalbox.url}/graph?node=shop&to=pay`);
  await page.getByText('1 step, the shortest way:').waitFor();
  expect(await page.locator('ol').filter({ hasText: 'shop calls pay' }).count()).toBe(1);
  await node('pay').waitFor();
  expect(await node('external:warehouse').getAttribute('data-dim')).toBe('true');
  const places = async () => (await signalbox.api<{ places: object[]; version: number }>('GET', '/api/v1/graph/places?view=all')).body;
  await expect.poll(async () => (await places()).places.length, { timeout: 30_000 }).toBe(6);
  const before = await places();
  const transform = await node('pay').getAttribute('style');
  await reload(page);
  await node('pay').waitFor();
  expect(await node('pay').getAttribute('style')).toBe(transform);
  expect(await places()).toEqual(before);
  await page.getByRole('button', { name: 'Lay it out anew, for everybody' }).click();
  await expect.poll(async () => (await places()).version, { timeout: 30_000 }).toBe(1);
  await page.getByText('laid out by').waitFor();
});

test('folded domains open and close again, and the URL says which', async () => {
  await visit(page, `${signalbox.url}/graph?fold=1`);
  await node('domain:commerce').click();
  await node('shop').waitFor();
  expect(new URL(page.url()).searchParams.get('open')).toBe('domain:commerce');
  expect(await node('domain:money').count()).toBe(1);
  await node('shop').press('Backspace');
  await node('domain:commerce').waitFor();
  await page.waitForURL((url) => !url.search.includes('open='));
});

test('a service opens into its instances, beside it, and nothing else moves', async () => {
  await visit(page, `${signalbox.url}/graph?node=pay`);
  await node('pay').waitFor();
  const before = await node('shop').getAttribute('style');
  await page.getByRole('button', { name: 'Show 2 instances' }).click();
  const instances = page.locator('[data-node^="instance:pay "]');
  await expect.poll(() => instances.count(), { timeout: 30_000 }).toBe(2);
  expect(new URL(page.url()).searchParams.get('open')).toBe('service:pay');
  expect(await node('shop').getAttribute('style')).toBe(before);
  await checkAxe(page);
  await shoot(page, 'graph-instances');
  await page.getByRole('button', { name: 'Fold instances of pay' }).click();
  await instances.first().waitFor({ state: 'detached' });
});

test('an observed call is forgotten and brought back by its toast, then confirmed: it is declared', async () => {
  await visit(page, `${signalbox.url}/services/pay`);
  await page.getByText('not declared, seen in metrics').waitFor();
  await visit(page, `${signalbox.url}/services/shop?tab=dependencies`);
  const waiting = page.locator('[data-review="shop pay"]');
  await page.getByText('1 observed call nobody declared').waitFor();
  await checkAxe(page);
  await shoot(page, 'graph-review');
  await waiting.getByRole('button', { name: 'Forget for good' }).click();
  await page.getByText('shop → pay is forgotten for good.').waitFor();
  await page.getByText('1 edge forgotten').waitFor();
  await row('shop', 'pay').waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Undo' }).click();
  await row('shop', 'pay').waitFor();
  await waiting.getByRole('button', { name: 'Confirm' }).click();
  await page.getByText('shop → pay is declared now.').waitFor();
  await waiting.waitFor({ state: 'detached' });
  expect((await signalbox.api('GET', '/api/v1/services/shop')).body).toMatchObject({
    dependencies: [
      { service: 'pay', kind: 'http', critical: true },
      { service: 'warehouse', kind: 'http', critical: true },
    ],
  });
  expectNoConsoleErrors(page);
});

test('the tab Dependencies shows the same edge, its rate and its failures', async () => {
  await visit(page, `${signalbox.url}/services/pay?tab=dependencies`);
  await row('shop', 'pay').filter({ hasText: '20 %' }).waitFor({ timeout: 60_000 });
  expect(await row('shop', 'pay').innerText()).toMatch(/\d\/s/);
  await node('shop').waitFor();
  await checkAxe(page);
  await shoot(page, 'graph-tab');
  expectNoConsoleErrors(page);
});

test.each([
  ['dark', { colorScheme: 'dark' as const }],
  ['phone', { viewport: { width: 390, height: 844 }, hasTouch: true }],
])('reads well: %s', async (name, options) => {
  const other = await browser.newPage(options);
  await signIn(other, signalbox);
  await visit(other, `${signalbox.url}/graph`);
  await other.locator('[data-node="pay"]').waitFor();
  await checkAxe(other);
  expect(await other.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
  await shoot(other, `graph-${name}`);
  expectNoConsoleErrors(other);
  await other.context().close();
});
