import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkAxe, expectNoConsoleErrors, type OpenBrowser, openBrowser, signIn, visit } from './support/browser.ts';
import { findFreePort } from './support/process.ts';
import { type Signalbox, startSignalbox } from './support/signalbox.ts';

let orders: Server;
let ordersUrl: string;
let silentUrl: string;
let signalbox: Signalbox;
let browser: OpenBrowser;
let page: Page;

const document = {
  openapi: '3.1.0',
  info: { title: 'Order Service', version: '2.4.0', description: 'Takes orders.' },
  paths: { '/orders': { get: {} } },
};
const answers: Record<string, [type: string, body: string]> = {
  '/healthz': ['application/json', '{"status":"healthy"}'],
  '/metrics': ['text/plain; version=0.0.4', '# TYPE http_requests_total counter\nhttp_requests_total{status="200"} 7\n'],
  '/openapi.json': ['application/json', JSON.stringify(document)],
};

beforeAll(async () => {
  orders = createServer((request, response) => {
    const answer = answers[request.url ?? ''];
    response.writeHead(answer ? 200 : 404, { 'content-type': answer?.[0] ?? 'text/plain' }).end(answer?.[1] ?? 'nothing here');
  });
  await new Promise<void>((resolve) => orders.listen(0, '127.0.0.1', resolve));
  const { port } = orders.address() as AddressInfo;
  ordersUrl = `http://127.0.0.1:${port}`;
  const silentPort = await findFreePort();
  silentUrl = `http://127.0.0.1:${silentPort}`;
  signalbox = await startSignalbox({ env: { SIGNALBOX_OUTBOUND_ALLOW: `127.0.0.1:${port},127.0.0.1:${silentPort}` } });
  browser = await openBrowser();
  page = await browser.newPage();
  await signIn(page, signalbox);
});

afterAll(async () => {
  await browser?.close();
  await signalbox?.stop();
  orders?.close();
});

const baseUrl = () => page.getByLabel('Base URL');
const look = async (address: string) => {
  await visit(page, `${signalbox.url}/register`);
  await baseUrl().fill(address);
  await baseUrl().press('Enter');
};

test('a URL without a scheme is enough: what was found fills the form in, one click registers, and the page shows it up', async () => {
  await look(ordersUrl.replace('http://', ''));
  await page.getByText('Found a health endpoint').waitFor();
  expect(await baseUrl().inputValue()).toBe(ordersUrl);
  expect(await page.getByLabel('Path of health').inputValue()).toBe('/healthz');
  expect(await page.getByLabel('Path of metrics').inputValue()).toBe('/metrics');
  expect(await page.getByLabel('Path of api document').inputValue()).toBe('/openapi.json');
  expect(await page.getByText('certain', { exact: true }).count()).toBeGreaterThan(0);
  expect(await page.getByLabel('Name', { exact: true }).inputValue()).toBe('order-service');
  expect(await page.getByLabel('Title').inputValue()).toBe('Order Service');
  await checkAxe(page);
  await page.getByRole('button', { name: 'Register order-service' }).click();
  await page.waitForURL('**/services/order-service?window=15m');
  await page.locator('[data-verdict="up"]').first().waitFor();
  expectNoConsoleErrors(page);
});

test('a name that is taken is said at its field, and another one is a click away', async () => {
  await look(ordersUrl);
  await page.getByText('order-service is taken').waitFor();
  await page.getByRole('button', { name: 'Use order-service-2' }).click();
  await page.getByRole('button', { name: 'Register order-service-2' }).click();
  await page.waitForURL('**/services/order-service-2?window=15m');
});

test('what was typed stays when another look fills in the rest', async () => {
  await look(ordersUrl);
  await page.getByLabel('Title').fill('Mine');
  await baseUrl().fill(`${ordersUrl}/`);
  await baseUrl().press('Enter');
  await page.getByText('Found a health endpoint').waitFor();
  expect(await page.getByLabel('Title').inputValue()).toBe('Mine');
});

test('an address that the policy forbids says what to do about it', async () => {
  const port = await findFreePort();
  await look(`http://127.0.0.1:${port}`);
  await page.getByText(`Add 127.0.0.1:${port} to SIGNALBOX_OUTBOUND_ALLOW`).waitFor();
  expect(await baseUrl().getAttribute('aria-invalid')).toBe('true');
});

test('a service that does not answer is told so, and can be registered all the same', async () => {
  await look(silentUrl);
  await page.getByText('It does not answer now').waitFor();
  await page.getByLabel('Name', { exact: true }).fill('sleeper');
  await page.getByRole('button', { name: 'Register sleeper' }).click();
  await page.waitForURL('**/services/sleeper?window=15m');
});

test('a fault is said at its field, and its group opens', async () => {
  await look(ordersUrl);
  await page.getByLabel('Name', { exact: true }).fill('fresh');
  await page.getByText('Polling', { exact: true }).click();
  await page.getByLabel('Look every').fill('9999');
  await page.getByText('Polling', { exact: true }).click();
  await page.getByRole('button', { name: 'Register fresh' }).click();
  await page.locator('[aria-invalid="true"]').first().waitFor();
  expect(await page.getByLabel('Look every').getAttribute('aria-invalid')).toBe('true');
  expect(await page.getByLabel('Look every').isVisible()).toBe(true);
});

test('settings change the changed field alone, undo takes it back, and a credential never comes back', async () => {
  const service = async () => (await signalbox.api<Record<string, unknown>>('GET', '/api/v1/services/order-service')).body;
  await visit(page, `${signalbox.url}/services/order-service?tab=settings`);
  await page.getByLabel('Title').fill('Orders');
  await page.getByText('Changed: display name').waitFor();
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByRole('button', { name: 'Undo' }).waitFor();
  expect(await service()).toMatchObject({ displayName: 'Orders', healthCheckPath: '/healthz' });
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect.poll(async () => (await service()).displayName).toBe('Order Service');

  await page.getByText('Credentials', { exact: true }).click();
  await page.getByLabel('API key', { exact: true }).fill('secret-of-orders');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByRole('button', { name: 'Replace the API key' }).waitFor();
  expect(await page.content()).not.toContain('secret-of-orders');
  expect(await service()).toMatchObject({ hasApiKey: true });
  await checkAxe(page);

  await page.getByLabel('Base URL').fill(silentUrl);
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByText('is bound to the old address').waitFor();
  await page.getByRole('button', { name: 'Discard' }).click();
});

test('removing a service asks for its name', async () => {
  await visit(page, `${signalbox.url}/services/order-service-2?tab=settings`);
  await page.getByRole('button', { name: 'Remove order-service-2' }).click();
  const dialog = page.getByRole('dialog');
  expect(await dialog.getByRole('button', { name: 'Remove service' }).isDisabled()).toBe(true);
  await dialog.getByRole('textbox').fill('order-service-2');
  await dialog.getByRole('button', { name: 'Remove service' }).click();
  await page.waitForURL('**/services');
  expect((await signalbox.api('GET', '/api/v1/services/order-service-2')).status).toBe(404);
});
