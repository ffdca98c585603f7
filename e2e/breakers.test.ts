import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkAxe, expectNoConsoleErrors, type OpenBrowser, openBrowser, shoot, signIn, visit } from './support/browser.ts';
import { type Signalbox, startSignalbox } from './support/signalbox.ts';

/** What the caller's metrics say: changed by the tests while Signalbox looks. */
const caller = { state: 0, opens: 0, ok: 0, failed: 0, rejected: 0 };
/** How the callee answers at its own health endpoint. */
let paymentsStatus = 200;
const statusOf = (path = '') => (path === '/payments/health' ? paymentsStatus : path === '/health' ? 200 : 404);
let services: Server;
let origin: string;
let signalbox: Signalbox;
let browser: OpenBrowser;
let page: Page;

function expose(): string {
  caller.ok += 40;
  caller.failed += caller.state === 0 ? 1 : 30;
  const { state, opens, ok, failed, rejected } = caller;
  return [
    `service_circuit_breaker_state{service="payments"} ${state}`,
    `service_circuit_breaker_transitions_total{service="payments",to="open"} ${opens}`,
    `service_requests_total{service="payments",method="GET",status="200"} ${ok}`,
    `service_requests_total{service="payments",method="GET",status="503"} ${failed}`,
    ...['closed', 'open', 'half_open'].map((one) => `resilience4j_circuitbreaker_state{name="stock",state="${one}"} ${one === 'closed' ? 1 : 0}`),
    'resilience4j_circuitbreaker_failure_rate{name="stock"} 31',
    `resilience4j_circuitbreaker_not_permitted_calls_total{name="stock",kind="not_permitted"} ${rejected}`,
    `ft_circuitbreaker_state_total_seconds{method="audit",state="closed"} ${caller.ok * 3}`,
    `ft_circuitbreaker_state_total_seconds{method="audit",state="open"} ${caller.ok}`,
    'mail_cb_state{provider="postbox"} 1',
    'resilience4j_circuitbreaker_state{name="reports",state="forced_open"} 1',
    'envoy_cluster_circuit_breakers_default_rq_pending_open{envoy_cluster_name="outbound|80||payments.shop.svc.cluster.local"} 1',
    'envoy_cluster_outlier_detection_ejections_active{envoy_cluster_name="outbound|80||payments.shop.svc.cluster.local"} 1',
    'envoy_cluster_membership_total{envoy_cluster_name="outbound|80||payments.shop.svc.cluster.local"} 3',
    '',
  ].join('\n');
}

beforeAll(async () => {
  services = createServer((request, response) => {
    if (request.url === '/metrics') response.writeHead(200, { 'content-type': 'text/plain; version=0.0.4' }).end(expose());
    else response.writeHead(statusOf(request.url), { 'content-type': 'application/json' }).end('{"status":"healthy"}');
  });
  await new Promise<void>((resolve) => services.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(services.address() as AddressInfo).port}`;
  signalbox = await startSignalbox();
  const register = (name: string, fields: object) =>
    signalbox.api('POST', '/api/v1/services', { name, baseUrl: origin, healthCheckPath: '/health', pollIntervalSeconds: 1, ...fields });
  expect((await register('payments', { circuitBreakerTimeoutSeconds: 600, metricsPath: null, healthCheckPath: '/payments/health' })).status).toBe(
    201,
  );
  expect((await register('stock-service', { metricsPath: null })).status).toBe(201);
  expect((await register('orders', { metricsPath: '/metrics' })).status).toBe(201);
  browser = await openBrowser();
  page = await browser.newPage({ colorScheme: 'dark' });
  await signIn(page, signalbox);
});

afterAll(async () => {
  await browser?.close();
  await signalbox?.stop();
  services?.close();
});

/** Another page of the same person. */
const beside = async (options: Parameters<OpenBrowser['newPage']>[0] = {}) => {
  const made = await browser.newPage(options);
  await made.context().addCookies(await page.context().cookies());
  return made;
};

const lineOf = (where: Page, callee: string) => where.getByRole('listitem', { name: `orders to ${callee}` });

test('a breaker that opens, tries again and closes is followed on every page without a reload', async () => {
  const [fleet, tab] = [await beside(), await beside({ colorScheme: 'dark' })];
  await visit(page, `${signalbox.url}/breakers`);
  await visit(fleet, signalbox.url);
  await visit(tab, `${signalbox.url}/services/payments?tab=resilience`);
  const [listed, held] = [lineOf(page, 'payments'), lineOf(tab, 'payments')];
  await listed.locator('[data-verdict="closed"]').waitFor();
  await held.locator('[data-verdict="closed"]').waitFor();
  await fleet.getByText('breaker open', { exact: true }).waitFor();
  const wrong = fleet.getByRole('region', { name: 'What is wrong' });

  Object.assign(caller, { state: 2, opens: 1 });
  await listed.locator('[data-verdict="open"]').waitFor();
  await listed.getByText(/next try in \d+ min/).waitFor();
  await held.locator('[data-verdict="open"]').waitFor();
  await wrong.getByText(/next try in/).waitFor();
  await fleet.getByText('breakers open', { exact: true }).waitFor();
  await fleet.getByRole('region', { name: 'What changed' }).getByText('breaker to payments opened').waitFor();
  const { body } = await signalbox.api<{ service: { breakerState: string } }>('GET', '/api/v1/services/payments/document/live');
  expect(body.service.breakerState).toBe('open');
  const first = page
    .getByRole('listitem')
    .filter({ has: page.getByText('How do I know?') })
    .first();
  await expect.poll(() => first.getAttribute('aria-label'), { timeout: 60_000 }).toBe('orders to payments');
  await shoot(page, 'breakers-open');
  await shoot(fleet, 'breakers-fleet');
  await shoot(tab, 'breakers-tab');
  for (const each of [page, fleet, tab]) await checkAxe(each);

  caller.state = 1;
  await listed.locator('[data-verdict="half-open"]').waitFor();
  await held.locator('[data-verdict="half-open"]').waitFor();
  await wrong.getByText('tries again now').waitFor();

  caller.state = 0;
  await listed.locator('[data-verdict="closed"]').waitFor();
  await held.locator('[data-verdict="closed"]').waitFor();
  await wrong.getByText('tries again now').waitFor({ state: 'detached' });
  const ribbon = await listed.getByText(/^last 1 h: /).textContent();
  for (const word of ['closed', 'open', 'half-open']) expect(ribbon).toMatch(new RegExp(`[:,] ${word} \\d+ s`));
  for (const each of [page, fleet, tab]) expectNoConsoleErrors(each);
  await fleet.context().close();
  await tab.context().close();
});

test('a callee that is down is one incident with the breaker to it, until both are well; the handover tells of it', async () => {
  const fleet = await beside();
  await visit(fleet, signalbox.url);
  const wrong = fleet.getByRole('region', { name: 'What is wrong' });
  paymentsStatus = 503;
  Object.assign(caller, { state: 2, opens: 2 });
  const incident = wrong.getByRole('listitem').filter({ hasText: 'HTTP 503' });
  await incident.getByText('hits orders').waitFor({ timeout: 60_000 });
  const follows = incident.getByRole('list', { name: 'What follows from it' });
  await follows.getByText(/next try in/).waitFor({ timeout: 60_000 });
  const handover = fleet.getByRole('region', { name: 'Last 8 hours' });
  await handover.getByText(/left their calm state in the last 8 h/).waitFor();
  await handover.getByRole('link', { name: 'payments' }).first().waitFor();
  await shoot(fleet, 'fleet-incident');
  await checkAxe(fleet);
  paymentsStatus = 200;
  caller.state = 0;
  await incident.waitFor({ state: 'detached', timeout: 60_000 });
  await wrong.getByText(/next try in/).waitFor({ state: 'detached', timeout: 60_000 });
  await fleet.getByRole('button', { name: 'Breakers', exact: true }).click();
  await fleet.waitForURL(/changes=breakers/);
  const changed = fleet.getByRole('region', { name: 'What changed' });
  await changed
    .getByText(/breaker to payments opened/)
    .first()
    .waitFor();
  await changed.getByText('payments is down').waitFor({ state: 'detached' });
  expectNoConsoleErrors(fleet);
  await fleet.context().close();
});

test('what no state says is told too: an open between two scrapes, a number without meaning, a full limit, endpoints that are out', async () => {
  await visit(page, `${signalbox.url}/breakers`);
  const stock = lineOf(page, 'stock-service');
  await stock.locator('[data-verdict="closed"]').waitFor();
  caller.rejected += 25;
  await stock.getByText('≥ 1 open, ≤ 1 s · 24 h').waitFor();
  await lineOf(page, 'postbox').getByText('it reads 1, and nothing says what that means').first().waitFor();
  await lineOf(page, 'audit').getByText('open 25 %, closed 75 %').waitFor();
  await lineOf(page, 'reports').getByText('by operator').waitFor();
  await page.getByRole('region', { name: 'Capacity' }).getByText(/^full/).waitFor();
  await page.getByRole('region', { name: 'Endpoints' }).getByText('1 of 3 out').waitFor();
  await stock.getByText('How do I know?').click();
  await stock.getByText('S1: of one series for each state, the one that reads 1').waitFor();
  await shoot(page, 'breakers-lanes');
  expectNoConsoleErrors(page);
});

test('the filter is in the URL and finds by state and by name', async () => {
  await visit(page, `${signalbox.url}/breakers`);
  await page.getByRole('button', { name: /forced open/ }).click();
  await page.waitForURL(/state=forced-open/);
  await lineOf(page, 'payments').waitFor({ state: 'detached' });
  await visit(page, `${signalbox.url}/breakers?q=STOCK&ribbon=15m`);
  await lineOf(page, 'stock-service').waitFor();
  expect(await lineOf(page, 'postbox').count()).toBe(0);
  await visit(page, `${signalbox.url}/breakers?q=nothing-is-called-so`);
  await page.getByText('No breakers match this filter.').waitFor();
});

test('light, and on a phone, it reads as well', async () => {
  const phone = await beside({ viewport: { width: 390, height: 844 }, colorScheme: 'light' });
  await visit(phone, `${signalbox.url}/breakers`);
  await lineOf(phone, 'payments').waitFor();
  expect(await phone.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  await checkAxe(phone);
  await shoot(phone, 'breakers-phone-light');
  await visit(phone, `${signalbox.url}/services/orders?tab=resilience`);
  await lineOf(phone, 'payments').waitFor();
  await checkAxe(phone);
  await shoot(phone, 'breakers-tab-phone-light');
  expectNoConsoleErrors(phone);
  await phone.context().close();
});

test('a service without metrics says what would fill the tab', async () => {
  await signalbox.api('POST', '/api/v1/services', { name: 'lonely', baseUrl: origin, healthCheckPath: '/health', metricsPath: null });
  await visit(page, `${signalbox.url}/services/lonely?tab=resilience`);
  await page.getByText('lonely has no metrics path', { exact: false }).waitFor();
  await shoot(page, 'breakers-empty');
  await checkAxe(page);
});

test('a caller that falls silent leaves no closed breaker behind', async () => {
  expect((await signalbox.api('PATCH', '/api/v1/services/orders', { metricsPath: '/gone' })).status).toBe(200);
  await visit(page, `${signalbox.url}/breakers`);
  await lineOf(page, 'payments').locator('[data-verdict="unknown"]').waitFor({ timeout: 60_000 });
  await lineOf(page, 'payments')
    .getByText(/was closed, last told/)
    .waitFor();
  await shoot(page, 'breakers-stale');
});
