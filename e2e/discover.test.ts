import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { checkAxe, expectNoConsoleErrors, type OpenBrowser, openBrowser, reload, shoot, signIn, visit } from './support/browser.ts';
import { findFreePort, until } from './support/process.ts';
import { type Signalbox, startSignalbox } from './support/signalbox.ts';

let signalbox: Signalbox;
let browser: OpenBrowser;
let page: Page;

type Json = Record<string, unknown>;

const ok = (schema: Json) => ({ 200: { description: 'done', content: { 'application/json': { schema } } } });
const orderId = { name: 'orderId', in: 'path', required: true, schema: { type: 'string', minLength: 1 } };
const region = { name: 'region', in: 'query', required: true, schema: { type: 'string', enum: ['eu', 'us'] } };

const order = (total: Json) => ({
  type: 'object',
  required: ['id', 'total'],
  properties: { id: { type: 'string' }, total, state: { type: 'string', enum: ['open', 'paid'] } },
});

function ordersDocument(version: string, { total, parameters }: { total: Json; parameters: Json[] }) {
  return {
    openapi: '3.1.0',
    info: { title: 'Orders', version, description: 'Takes orders.' },
    servers: [{ url: 'https://orders.example.com' }],
    paths: {
      '/orders': { get: { operationId: 'listOrders', summary: 'List the orders of a customer', tags: ['orders'], responses: ok({ type: 'array' }) } },
      '/orders/{orderId}': {
        get: {
          operationId: 'readOrder',
          summary: 'Read one order',
          tags: ['orders'],
          parameters,
          responses: ok({ $ref: '#/components/schemas/Order' }),
        },
      },
    },
    components: { schemas: { Order: order(total) } },
  };
}

const paymentsDocument = (version: string, tags: string[]) => ({
  openapi: '3.0.3',
  info: { title: 'Payments', version },
  paths: {
    '/refunds/{refundId}': {
      get: {
        operationId: 'readRefund',
        summary: 'Read a refund',
        tags,
        parameters: [{ name: 'refundId', in: 'path', required: true, schema: { type: 'string' } }],
        responses: ok({ $ref: '#/components/schemas/Refund' }),
      },
    },
  },
  components: { schemas: { Refund: { type: 'object', properties: { refundId: { type: 'string' }, amount: { type: 'number' } } } } },
});

const services = [
  { name: 'orders', team: 'checkout', dependencies: [] },
  { name: 'payments', team: 'billing', dependencies: [] },
  { name: 'gateway', team: 'platform', dependencies: [{ service: 'orders', critical: true }] },
];

async function upload(name: string, document: Json): Promise<void> {
  const { status, body } = await signalbox.api('PUT', `/api/v1/services/${name}/document`, document);
  expect(body).toMatchObject({ created: true });
  expect(status).toBe(201);
}

beforeAll(async () => {
  signalbox = await startSignalbox();
  const baseUrl = `http://127.0.0.1:${await findFreePort()}`;
  for (const service of services) expect((await signalbox.api('POST', '/api/v1/services', { ...service, baseUrl })).status).toBe(201);
  await upload('orders', ordersDocument('1.4.0', { total: { type: 'number' }, parameters: [orderId] }));
  await upload('orders', ordersDocument('1.4.1', { total: { type: ['number', 'string'] }, parameters: [orderId, region] }));
  await upload('payments', paymentsDocument('1.0.0', ['money']));
  await upload('payments', paymentsDocument('1.0.1', ['refunds']));
  browser = await openBrowser();
  page = await browser.newPage();
  await signIn(page, signalbox);
});

afterAll(async () => {
  await browser?.close();
  await signalbox?.stop();
});

const untilCount = (text: string | RegExp) => page.getByRole('status').filter({ hasText: text }).waitFor();
const headline = () => page.getByRole('heading', { level: 2 }).filter({ hasText: /break/ });

async function expectToFitPhone(name: string, visit: () => Promise<void>): Promise<void> {
  await page.setViewportSize({ width: 390, height: 844 });
  await visit();
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
  await checkAxe(page);
  await shoot(page, name);
  await page.setViewportSize({ width: 1440, height: 900 });
}

async function openChanges(query = ''): Promise<void> {
  await visit(page, `${signalbox.url}/services/orders?tab=api&view=changes${query}`);
  await headline().waitFor();
}

describe('what changed', () => {
  test('two revisions are compared: what breaks, the version it deserves, who is hit, and a request that proves it', async () => {
    await openChanges();
    expect(await headline().textContent()).toContain('2 breaking changes');
    await page
      .getByText(/2\.0\.0/)
      .first()
      .waitFor();
    const hit = page.getByRole('region', { name: 'Who is hit' });
    expect(await hit.textContent()).toMatch(/1 service calls orders.*gateway.*platform.*critical · declared/);
    const witness = page.getByText('This request was valid in revision 1, revision 2 refuses it:').first();
    await witness.waitFor();
    expect(await page.locator('figure pre').first().textContent()).toMatch(/^GET \/orders\//);
    await page.getByText('proven', { exact: true }).first().waitFor();
  });

  test('the pair of revisions and the filter are in the URL', async () => {
    await openChanges();
    await page.getByLabel('Compare from').selectOption('2');
    await page.getByLabel('Compare to').selectOption('1');
    await page.waitForURL('**from=2&to=1');
    await headline().filter({ hasText: '1 breaking change' }).waitFor();
    await page.goBack();
    await page.goBack();
    await headline().filter({ hasText: '2 breaking' }).waitFor();
    await page.getByRole('button', { name: /^Breaking/ }).click();
    await page.waitForURL('**severity=breaking');
    await page.getByLabel('Filter findings').fill('region');
    await page.waitForURL('**q=region**');
    await reload(page);
    await page.getByText('1 of', { exact: false }).waitFor();
  });

  test('a finding is accepted with a reason and an end, and taken back', async () => {
    await openChanges();
    await page.getByRole('button', { name: 'Accept …' }).first().click();
    await page.getByLabel('Why is this all right?').fill('The gateway sends it since Monday.');
    await page.getByLabel('Ends').selectOption('90');
    await page.getByRole('button', { name: 'Accept', exact: true }).click();
    await headline().filter({ hasText: '1 breaking change' }).filter({ hasText: '1 accepted' }).waitFor();
    await page.locator('summary', { hasText: '1 accepted' }).click();
    await page.getByText('The gateway sends it since Monday.').waitFor();
    await page.getByRole('button', { name: 'Take back' }).click();
    await headline().filter({ hasText: '2 breaking changes' }).waitFor();
    await page.getByRole('button', { name: 'Undo' }).last().click();
    await headline().filter({ hasText: '1 accepted' }).waitFor();
    await reload(page);
    await page.locator('summary', { hasText: '1 accepted' }).click();
    await page.getByRole('button', { name: 'Take back' }).click();
    await headline().filter({ hasText: '2 breaking changes' }).waitFor();
  });

  test('a link leads to one finding and opens it', async () => {
    const { body } = await signalbox.api<{ findings: { fingerprint: string; severity: string; message: string }[] }>(
      'GET',
      '/api/v1/services/orders/document/diff?from=1&to=2',
    );
    const last = body.findings.at(-1);
    await openChanges(`&from=1&to=2&finding=${encodeURIComponent(last?.fingerprint ?? '')}`);
    const row = page.locator('li[data-pointed]');
    await row.waitFor();
    expect(await row.getByRole('button').first().getAttribute('aria-expanded')).toBe('true');
  });

  test.each(['dark', 'light'] as const)('passes axe in %s, with the form that accepts open', async (colorScheme) => {
    await page.emulateMedia({ colorScheme });
    await openChanges();
    await page.getByRole('button', { name: 'Accept …' }).first().click();
    await page.getByLabel('Why is this all right?').waitFor();
    await checkAxe(page);
    await shoot(page, `changes-1440-${colorScheme}`);
    expectNoConsoleErrors(page);
  });

  test('fits a phone, one side above the other', async () => {
    await expectToFitPhone('changes-390', () => openChanges());
  });
});

test('a document gets a score, and what to do about each finding', async () => {
  const linted = async () => {
    const { body } = await signalbox.api<{ lint: unknown }>('GET', '/api/v1/services/payments/document/findings');
    return body.lint !== null;
  };
  await until(linted, 60_000, () => `the document is linted: ${signalbox.output()}`);
  await visit(page, `${signalbox.url}/services/payments?tab=api&view=quality`);
  await page.getByText('of 100').waitFor();
  await page.getByRole('region', { name: 'Style', exact: true }).waitFor();
  await checkAxe(page);
  await shoot(page, 'quality-1440');
  expectNoConsoleErrors(page);
});

describe('every API', () => {
  test('has its first rows in the first answer', async () => {
    const cookie = (await page.context().cookies()).map(({ name, value }) => `${name}=${value}`).join('; ');
    const html = await (await fetch(`${signalbox.url}/apis`, { headers: { cookie } })).text();
    expect(html).toContain('/services/payments?tab=api&amp;op=GET+%2Frefunds%2F%7BrefundId%7D');
  });

  test('an operation is found in spite of a typo, from the keyboard, and opens', async () => {
    await visit(page, `${signalbox.url}/apis`);
    await untilCount(/^\d+ operations$/);
    const field = page.getByRole('textbox', { name: 'Search operations' });
    await page.keyboard.press('/');
    await expect.poll(() => field.evaluate((element) => element === document.activeElement)).toBe(true);
    await page.keyboard.type('refunsd', { delay: 20 });
    await untilCount('1 found');
    await page.waitForURL('**/apis?q=refunsd');
    expect(await page.locator('mark').first().textContent()).toBe('refunds');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.waitForURL((url) => url.searchParams.get('op') === 'GET /refunds/{refundId}');
    await page.getByRole('heading', { name: 'payments', level: 1 }).waitFor();
  });

  test('narrows by service and by tag, in the URL', async () => {
    await visit(page, `${signalbox.url}/apis?tag=orders`);
    await untilCount('2 found');
    await page.getByRole('button', { name: 'Service', exact: true }).click();
    await page.getByRole('button', { name: 'payments', exact: true }).click();
    await page.waitForURL('**service=payments**');
    await page.getByText('No operation matches').waitFor();
    await page.getByRole('button', { name: 'Clear filters' }).last().click();
    await untilCount(/^\d+ operations$/);
    expect(new URL(page.url()).search).toBe('');
  });

  test('lists schemas by their properties', async () => {
    await visit(page, `${signalbox.url}/apis?mode=schemas&q=refundId`);
    await page.getByRole('list', { name: 'Schemas' }).getByText('Refund', { exact: true }).first().waitFor();
    await checkAxe(page);
  });

  test.each(['dark', 'light'] as const)('passes axe in %s', async (colorScheme) => {
    await page.emulateMedia({ colorScheme });
    await visit(page, `${signalbox.url}/apis?q=order`);
    await page.locator('mark').first().waitFor();
    await checkAxe(page);
    await shoot(page, `apis-1440-${colorScheme}`);
    expectNoConsoleErrors(page);
  });

  test('fits a phone', async () => {
    await expectToFitPhone('apis-390', () => visit(page, `${signalbox.url}/apis`).then(() => untilCount(/^\d+ operations$/)));
  });
});

describe('the palette', () => {
  async function openPalette(typed: string): Promise<void> {
    await visit(page, `${signalbox.url}/services`);
    await page.keyboard.press('Control+k');
    await page.getByRole('dialog').getByRole('combobox').waitFor();
    await page.keyboard.type(typed, { delay: 20 });
  }

  test('finds an operation in spite of a typo and lands on it', async () => {
    await openPalette('refnuds');
    const option = page.getByRole('option').filter({ hasText: '/refunds/{refundId}' });
    await option.waitFor();
    expect(await option.getAttribute('aria-selected')).toBe('true');
    await page.keyboard.press('Enter');
    await page.waitForURL((url) => url.pathname === '/services/payments' && url.searchParams.get('op') === 'GET /refunds/{refundId}');
  });

  test('says why a schema matches, and leads to it', async () => {
    await openPalette('amount');
    await page.getByRole('option').filter({ hasText: 'property amount of Refund' }).click();
    await page.waitForURL('**/apis?mode=schemas&q=Refund');
  });

  test('takes at once what is typed at once: Enter never opens what an older search found', async () => {
    await openPalette('');
    await page.keyboard.type('gateway');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/services/gateway');
  });

  test.each(['dark', 'light'] as const)('passes axe in %s', async (colorScheme) => {
    await page.emulateMedia({ colorScheme });
    await openPalette('order');
    await page.getByRole('option').filter({ hasText: '/orders/{orderId}' }).waitFor();
    await checkAxe(page);
    await shoot(page, `palette-${colorScheme}`);
    expectNoConsoleErrors(page);
  });
});
