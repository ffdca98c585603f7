import { writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { expectNoConsoleErrors, type OpenBrowser, openBrowser, shoot, signIn, visit } from './support/browser.ts';
import { type Signalbox, startSignalbox } from './support/signalbox.ts';

const kinds = ['notification-preferences', 'payment-settlement-gateway', 'orders', 'customer-profile-enrichment', 'inventory-reservation'];
const names = Array.from({ length: 22 }, (_, at) => `${kinds[at % kinds.length]}-${String(at + 1).padStart(2, '0')}`);
const gateway = 'edge-gateway-for-partners';
/** Whether all is well. */
let isCalm = true;
let server: Server;
let signalbox: Signalbox;
let browser: OpenBrowser;
let page: Page;

beforeAll(async () => {
  server = createServer((request, response) => {
    const [, name, path] = (request.url ?? '').split('/');
    if (path === 'metrics') {
      const state = isCalm ? 0 : 2;
      const lines = name === gateway ? names.map((callee) => `service_circuit_breaker_state{service="${callee}"} ${state}\n`) : [];
      response.writeHead(200, { 'content-type': 'text/plain; version=0.0.4' }).end(lines.join(''));
    } else response.writeHead(isCalm || name === gateway ? 200 : 503, { 'content-type': 'application/json' }).end('{"status":"healthy"}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  signalbox = await startSignalbox();
  browser = await openBrowser();
  page = await browser.newPage();
  await signIn(page, signalbox);
  for (const name of [gateway, ...names]) {
    const body = { name, baseUrl: `${url}/${name}`, pollIntervalSeconds: 1 };
    expect((await signalbox.api('POST', '/api/v1/services', body)).status).toBe(201);
  }
});

afterAll(async () => {
  await browser?.close();
  await signalbox?.stop();
  server?.close();
});

interface Handover {
  services: number;
  breakers: number;
  rows: unknown[];
}

const pagesOf = (pdf: Buffer) => pdf.toString('latin1').match(/\/Type\s*\/Page\b(?!s)/g)?.length ?? 0;

test('the last 8 hours of a bad night, as many rows as are listed and long names, are one printed page', { timeout: 240_000 }, async () => {
  const patience = { timeout: 120_000, interval: 500 };
  const verdicts = async () => (await signalbox.api<{ services: Record<string, { verdict: string }> }>('GET', '/api/v1/health')).body.services;
  await expect.poll(async () => Object.values(await verdicts()).every(({ verdict }) => verdict === 'up'), patience).toBe(true);
  const closed = async () => (await signalbox.api<{ breakers: unknown[] }>('GET', '/api/v1/breakers?limit=100')).body.breakers.length;
  await expect.poll(closed, patience).toBe(names.length);
  isCalm = false;
  const handover = async () => (await signalbox.api<Handover>('GET', '/api/v1/handover')).body;
  await expect.poll(async () => (await handover()).services + (await handover()).breakers, patience).toBe(2 * names.length);
  expect((await handover()).rows).toHaveLength(40);
  await visit(page, signalbox.url);
  await page.getByRole('region', { name: 'Last 8 hours' }).getByText('4 more, less disruptive').waitFor();
  const pdf = await page.pdf({ preferCSSPageSize: true });
  if (process.env.SIGNALBOX_SHOTS) writeFileSync(join(process.env.SIGNALBOX_SHOTS, 'handover.pdf'), pdf);
  expect(pagesOf(pdf)).toBe(1);
  expectNoConsoleErrors(page);
});

test('on paper nothing but the handover stands', async () => {
  await page.emulateMedia({ media: 'print' });
  await page.getByText(/left their calm state in the last 8 h/).waitFor();
  for (const name of ['What is wrong', 'What changed']) expect(await page.getByRole('heading', { name }).first().isVisible()).toBe(false);
  expect(await page.getByRole('button', { name: 'Print for the handover' }).isVisible()).toBe(false);
  await shoot(page, 'handover-paper');
  await page.emulateMedia({ media: null });
});
