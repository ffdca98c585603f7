import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { checkAxe, expectNoConsoleErrors, type OpenBrowser, openBrowser, shoot, signIn, visit } from './support/browser.ts';
import { type Signalbox, startSignalbox } from './support/signalbox.ts';

const order = { type: 'object', required: ['id'], properties: { id: { type: 'string' }, state: { type: 'string', enum: ['open', 'paid'] } } };
const answering = (status: string, schema: object) => ({ [status]: { description: 'Well', content: { 'application/json': { schema } } } });
const ordersDocument = {
  openapi: '3.1.0',
  info: { title: 'Order Service', version: '2.4.0', description: 'Takes orders.' },
  servers: [{ url: '/api' }],
  tags: [{ name: 'orders', description: 'What was bought' }],
  paths: {
    '/orders': {
      get: {
        operationId: 'listOrders',
        tags: ['orders'],
        summary: 'List the orders',
        parameters: [{ name: 'limit', in: 'query', description: 'At most this many', schema: { type: 'integer', default: 20 } }],
        responses: answering('200', { type: 'array', items: { $ref: '#/components/schemas/Order' } }),
      },
      post: {
        operationId: 'placeOrder',
        tags: ['orders'],
        summary: 'Place an order',
        requestBody: { required: true, content: { 'application/json': { schema: { $ref: '#/components/schemas/Order' } } } },
        responses: answering('201', { $ref: '#/components/schemas/Order' }),
      },
    },
    '/orders/{id}': {
      parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }],
      get: { tags: ['orders'], summary: 'Read one order', deprecated: true, responses: answering('200', { $ref: '#/components/schemas/Order' }) },
    },
  },
  webhooks: { orderShipped: { post: { summary: 'An order left the house', responses: { 204: { description: 'Heard' } } } } },
  components: { schemas: { Order: order } },
};

let orders: Server;
let origin: string;
let signalbox: Signalbox;
let browser: OpenBrowser;
let cookies: Awaited<ReturnType<ReturnType<Page['context']>['cookies']>>;
let page: Page;
const seen: { method: string; url: string; apiKey: string | null; body: string }[] = [];

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

async function answer(request: IncomingMessage): Promise<[status: number, body: unknown]> {
  const url = request.url ?? '';
  if (url === '/openapi.json') return [200, ordersDocument];
  if (url === '/health') return [200, { status: 'healthy' }];
  if (!url.startsWith('/api/')) return [404, {}];
  seen.push({ method: request.method ?? '', url, apiKey: request.headers['x-api-key']?.toString() ?? null, body: await bodyOf(request) });
  return request.method === 'POST' ? [201, { id: 'o-2', state: 'open' }] : [200, [{ id: 'o-1', state: 'paid' }]];
}

beforeAll(async () => {
  orders = createServer(async (request, response) => {
    const [status, body] = await answer(request);
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => orders.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(orders.address() as AddressInfo).port}`;
  signalbox = await startSignalbox();
  const basics = { healthCheckPath: '/health', baseUrl: origin };
  await signalbox.api('POST', '/api/v1/services', { name: 'orders', ...basics, openapiPath: '/openapi.json', apiKey: 'secret-of-orders' });
  await signalbox.api('POST', '/api/v1/services', {
    ...{ name: 'gateway', ...basics, team: 'edge' },
    dependencies: [{ service: 'orders', kind: 'http', critical: true }],
  });
  browser = await openBrowser();
  const first = await browser.newPage();
  await signIn(first, signalbox);
  cookies = await first.context().cookies();
  await first.context().close();
  let kept = 0;
  while (kept === 0) {
    const { body } = await signalbox.api<{ pagination: { total: number } }>('GET', '/api/v1/services/orders/document/revisions');
    kept = body.pagination.total;
  }
});

afterAll(async () => {
  await browser?.close();
  await signalbox?.stop();
  orders?.close();
});

async function newPage(options: Parameters<OpenBrowser['newPage']>[0] = {}): Promise<Page> {
  const made = await browser.newPage(options);
  await made.context().addCookies(cookies);
  return made;
}

beforeEach(async () => {
  await page?.context().close();
  page = await newPage();
  seen.length = 0;
});

const tab = (query = '') => `${signalbox.url}/services/orders?tab=api${query}`;
const opKey = (key: string) => `&${new URLSearchParams({ op: key })}`;
const heading = (path: string) => page.getByRole('heading', { level: 3, name: path, exact: true });
const openTab = (query = '') => visit(page, tab(query));
const list = () => page.getByRole('navigation', { name: 'Operations' });
const shownDocs = () => page.locator('.sb-slice .opblock-body').filter({ visible: true });

describe('the list of a document that was fetched', () => {
  test('has its operations in the first answer, with what they are', async () => {
    const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
    const html = await (await fetch(tab(), { headers: { cookie } })).text();
    expect(html).toContain('List the orders');
    await openTab();
    await page.getByRole('heading', { name: 'Order Service' }).waitFor();
    await page.getByText('4 operations', { exact: true }).waitFor();
    await list().getByText('deprecated').waitFor();
    await list()
      .getByRole('button', { name: /Webhooks/ })
      .waitFor();
    expectNoConsoleErrors(page);
  });

  test('is filtered by words, which the URL says, and folds its groups', async () => {
    await openTab();
    await page.keyboard.press('/');
    await page.keyboard.type('place order');
    await page.getByText('1 of 4', { exact: true }).waitFor();
    await page.waitForURL((url) => url.searchParams.get('q') === 'place order');
    await page.keyboard.press('Escape');
    await page.getByText('4 operations', { exact: true }).waitFor();
    await list()
      .getByRole('button', { name: /orders/ })
      .click();
    expect(await list().getByRole('link').count()).toBe(1);
  });

  test('is walked with j and k, and Enter opens', async () => {
    await openTab();
    await page.keyboard.press('j');
    await page.keyboard.press('Home');
    await page.keyboard.press('j');
    await page.keyboard.press('k');
    await page.keyboard.press('Enter');
    await heading('/orders').waitFor();
    await shownDocs().waitFor();
    expect(new URL(page.url()).searchParams.get('op')).toBe('GET /orders');
    await page.goBack();
    await page.getByText('Choose an operation').waitFor();
  });
});

describe('an operation that is open', () => {
  test('is reached by a link, says what is known of it, and how it is called', async () => {
    await openTab(opKey('GET /orders'));
    await shownDocs().waitFor();
    await page.getByText('At most this many').waitFor();
    await page.getByText('no breaker reports').waitFor();
    await page.getByRole('link', { name: 'gateway' }).waitFor();
    expect(await page.getByRole('textbox', { name: 'curl sample' }).inputValue()).toContain(`${origin}/api/orders`);
    await page.getByRole('tab', { name: 'SDK' }).click();
    await page.getByRole('textbox', { name: 'SDK sample' }).waitFor();
    await page.getByRole('tab', { name: 'Schema' }).first().click();
    await page.getByText('array of Order').waitFor();
    expectNoConsoleErrors(page);
  });

  test('takes the parameters of its path, and the next one takes its place', async () => {
    await openTab(opKey('GET /orders/{id}'));
    await shownDocs().locator('.parameter__name', { hasText: 'id' }).waitFor();
    await list()
      .getByRole('link', { name: /Place an order/ })
      .click();
    await shownDocs().getByText('Request body').waitFor();
    await list()
      .getByRole('link', { name: /An order left the house/ })
      .click();
    await page.getByText('The service calls you here').waitFor();
    await shownDocs().getByText('Heard').waitFor();
    expectNoConsoleErrors(page);
  });

  test('GET is tried through Signalbox, with the stored credential, and the answer is seen', async () => {
    await openTab(opKey('GET /orders'));
    await page.getByRole('button', { name: 'Try it out' }).click();
    await page.getByRole('button', { name: 'Execute' }).click();
    await page.getByText('sent with the stored API key').waitFor();
    await page.getByText(`${origin}/api/orders?limit=20`, { exact: true }).first().waitFor();
    await expect.poll(() => page.locator('.live-responses-table textarea').first().inputValue()).toContain('"o-1"');
    expect(seen).toEqual([{ method: 'GET', url: '/api/orders?limit=20', apiKey: 'secret-of-orders', body: '' }]);
    expect(await page.content()).not.toContain('secret-of-orders');
    expectNoConsoleErrors(page);
  });

  test('POST is refused until the service allows it', async () => {
    await openTab(opKey('POST /orders'));
    await page.getByText('Trying POST is switched off for orders').waitFor();
    await shownDocs().waitFor();
    expect(await page.getByRole('button', { name: 'Try it out' }).count()).toBe(0);
    await signalbox.api('PATCH', '/api/v1/services/orders', { tryWrites: true });
    await page.getByRole('button', { name: 'Try it out' }).click();
    await page.getByRole('button', { name: 'Execute' }).click();
    await page.getByText('HTTP 201').waitFor();
    expect(seen.map(({ method, url }) => `${method} ${url}`)).toEqual(['POST /api/orders']);
    expect(JSON.parse(seen[0]?.body ?? '{}')).toHaveProperty('id');
  });

  test('guests read it and are told what trying takes', async () => {
    const made = await signalbox.api<{ token: string }>('POST', '/api/v1/tokens', { name: 'reader', role: 'guest', expiresInDays: 1 });
    const tried = await fetch(`${signalbox.url}/api/v1/services/orders/try`, {
      method: 'POST',
      headers: { authorization: `Bearer ${made.body.token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ method: 'GET', path: '/api/orders' }),
    });
    expect(tried.status).toBe(403);
    expect(seen).toEqual([]);
  });
});

test('a second revision is uploaded, shown at once, and the first one stays', async () => {
  await openTab();
  const dialog = page.getByRole('dialog');
  await page.getByRole('button', { name: 'Upload document' }).click();
  const next = { ...ordersDocument, info: { ...ordersDocument.info, version: '2.5.0' } };
  const file = (text: string) => ({ name: 'openapi.json', mimeType: 'application/json', buffer: Buffer.from(text) });
  await dialog.locator('input[type=file]').setInputFiles(file('{"openapi": "3.1.0",\n "info": oops'));
  await dialog.getByRole('button', { name: 'Upload', exact: true }).click();
  await dialog.getByText('Nothing was stored').waitFor();
  await dialog.getByText('line 2', { exact: true }).waitFor();
  await dialog.locator('input[type=file]').setInputFiles(file(JSON.stringify(next)));
  await dialog.getByRole('button', { name: 'Upload', exact: true }).click();
  await dialog.getByText('Revision 2 stored').waitFor();
  await dialog.getByRole('button', { name: 'Done' }).click();
  await page.getByText('2.5.0', { exact: true }).waitFor();
  await page.getByLabel('Revision').selectOption('1');
  await page.getByText('You are looking at revision 1 of 2').waitFor();
  expect(new URL(page.url()).searchParams.get('revision')).toBe('1');
  await page.getByRole('button', { name: 'Open the current one' }).click();
  await page.getByText('You are looking at').waitFor({ state: 'detached' });
});

test('without a document the tab says what it will show and how to bring one', async () => {
  await visit(page, `${signalbox.url}/services/gateway?tab=api`);
  await page.getByRole('heading', { name: 'No API document yet' }).waitFor();
  await page.getByRole('link', { name: 'Set the path' }).waitFor();
  await page.getByText(`curl -X PUT ${signalbox.url}/api/v1/services/gateway/document`).waitFor();
  await checkAxe(page);
  expectNoConsoleErrors(page);
});

describe('how it looks', () => {
  test.each([
    ['dark', 1440, 900],
    ['light', 1440, 900],
    ['dark', 390, 844],
    ['light', 1920, 1080],
  ] as const)('in %s at %i', async (colorScheme, width, height) => {
    page = await newPage({ colorScheme, viewport: { width, height } });
    await openTab();
    await page.getByText('4 operations', { exact: true }).waitFor();
    await checkAxe(page);
    await shoot(page, `documents-list-${colorScheme}-${width}`);
    await openTab(opKey('POST /orders'));
    await shownDocs().waitFor();
    await page.getByRole('tab', { name: 'Schema' }).first().click();
    await checkAxe(page);
    await shoot(page, `documents-operation-${colorScheme}-${width}`);
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
    expectNoConsoleErrors(page);
  });

  test('on a phone an operation is a screen of its own, with a way back', async () => {
    page = await newPage({ viewport: { width: 390, height: 844 } });
    await openTab();
    await list()
      .getByRole('link', { name: /Place an order/ })
      .click();
    await heading('/orders').waitFor();
    expect(await list().isVisible()).toBe(false);
    await page.getByRole('link', { name: 'All operations' }).click();
    await list()
      .getByRole('link', { name: /Place an order/ })
      .waitFor();
  });
});
