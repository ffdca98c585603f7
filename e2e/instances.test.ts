import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkAxe, expectNoConsoleErrors, type OpenBrowser, openBrowser, shoot, signIn, visit } from './support/browser.ts';
import { type Signalbox, startSignalbox } from './support/signalbox.ts';

interface Process {
  server: Server;
  url: string;
  version: string;
  breaker: number;
}

let processes: Process[];
let signalbox: Signalbox;
let browser: OpenBrowser;
let page: Page;
/** On a busy machine a look comes late, and two of them make a state. */
const patientMs = 90_000;
const startedAt = Math.floor(Date.now() / 1000) - 7200;

/** One process of a service: ten requests a second, and a breaker of its own. */
async function startProcess(version: string): Promise<Process> {
  const bornMs = performance.now();
  const made: Process = { server: createServer(), url: '', version, breaker: 0 };
  const expose = () => {
    const requests = (performance.now() - bornMs) / 100;
    return [
      `process_start_time_seconds ${startedAt}`,
      '# TYPE http_requests_total counter',
      `http_requests_total{method="GET",status="200"} ${requests}`,
      '# TYPE http_request_duration_seconds histogram',
      ...['0.1', '0.5', '+Inf'].map((le) => `http_request_duration_seconds_bucket{le="${le}"} ${requests}`),
      `http_request_duration_seconds_sum ${requests * 0.02}`,
      `http_request_duration_seconds_count ${requests}`,
      `service_circuit_breaker_state{service="payments"} ${made.breaker}`,
      '',
    ].join('\n');
  };
  made.server.on('request', (request, response) => {
    if (request.url === '/metrics') response.writeHead(200, { 'content-type': 'text/plain; version=0.0.4' }).end(expose());
    else response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ status: 'healthy', version: made.version }));
  });
  await new Promise<void>((resolve) => made.server.listen(0, '127.0.0.1', resolve));
  made.url = `http://127.0.0.1:${(made.server.address() as AddressInfo).port}`;
  return made;
}

function stopProcess({ server }: Process): void {
  server.close();
  server.closeAllConnections();
}

beforeAll(async () => {
  processes = await Promise.all(['1.4.0', '1.4.0', '1.5.0'].map(startProcess));
  signalbox = await startSignalbox();
  const [first] = processes;
  await signalbox.api('POST', '/api/v1/services', { name: 'orders', baseUrl: first?.url, team: 'shop', pollIntervalSeconds: 2 });
  browser = await openBrowser();
  page = await browser.newPage({ colorScheme: 'dark' });
  page.setDefaultTimeout(patientMs);
  await signIn(page, signalbox);
});

afterAll(async () => {
  await browser?.close();
  await signalbox?.stop();
  for (const one of processes ?? []) stopProcess(one);
});

test('instances given in the settings are looked at one by one, added up, and missed when one is gone', { timeout: 300_000 }, async () => {
  const [, second, third] = processes as [Process, Process, Process];
  await visit(page, `${signalbox.url}/services/orders?tab=settings`);
  await page.locator('summary').filter({ hasText: 'Instances' }).click();
  const field = page.getByRole('combobox', { name: 'Address of each instance' });
  for (const { url } of processes) {
    await field.fill(url);
    await field.press('Enter');
  }
  await page.getByRole('button', { name: /^Save/ }).click();

  await visit(page, `${signalbox.url}/services/orders`);
  const panel = page.getByRole('region', { name: 'Instances' });
  await panel.getByText(/3 up; 1\.4\.0 on 2, 1\.5\.0 on 1/).waitFor();
  expect(await panel.getByRole('rowheader').count()).toBe(3);
  const rowOf = ({ url }: Process) => panel.getByRole('row').filter({ hasText: new URL(url).host });
  for (const one of processes) await rowOf(one).getByText(/\d\/s/).waitFor();
  await shoot(page, 'instances');
  await checkAxe(page);

  stopProcess(third);
  await rowOf(third).locator('[data-verdict="down"]').waitFor();
  await page
    .getByText(/1 of 3 instances down: 127\.0\.0\.1:\d+, .*refused/)
    .first()
    .waitFor();
  const rate = page.getByRole('region', { name: 'Rate' });
  // Of the latest minute the fewest count: a scrape that a busy machine missed is among them.
  await rate.getByText(/^[012] of 3 instances$/).waitFor();
  await shoot(page, 'instances-down');

  second.breaker = 2;
  const tab = await browser.newPage();
  tab.setDefaultTimeout(patientMs);
  await tab.context().addCookies(await page.context().cookies());
  await visit(tab, `${signalbox.url}/services/orders?tab=resilience`);
  const line = tab.getByRole('listitem', { name: 'orders to payments' });
  await line.getByText(/1 of \d open|all 1 open/).waitFor();
  await shoot(tab, 'instances-breaker');
  await checkAxe(tab);

  const phone = await browser.newPage({ viewport: { width: 390, height: 844 } });
  await phone.context().addCookies(await page.context().cookies());
  await visit(phone, `${signalbox.url}/services/orders`);
  const small = phone.getByRole('region', { name: 'Instances' });
  await small.getByText(new URL(third.url).host).first().waitFor();
  await small.scrollIntoViewIfNeeded();
  const sideways = await phone.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(sideways).toBeLessThanOrEqual(0);
  await shoot(phone, 'instances-phone');
  for (const each of [page, tab, phone]) expectNoConsoleErrors(each);
});
