import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type OpenBrowser, openBrowser } from './support/browser.ts';
import { type Signalbox, startSignalbox } from './support/signalbox.ts';

let signalbox: Signalbox;
let open: OpenBrowser;
let wiki: Server;

beforeAll(async () => {
  signalbox = await startSignalbox();
  open = await openBrowser();
});

afterAll(async () => {
  wiki?.closeAllConnections();
  wiki?.close();
  await open?.close();
  await signalbox?.stop();
});

/** A page of somebody else, that shows a picture. */
async function serveWiki(picture: string): Promise<string> {
  wiki = createServer((_, response) => {
    response.setHeader('content-type', 'text/html');
    response.end(`<!doctype html><title>Wiki</title><img id="badge" alt="level" src="${picture}">`);
  });
  await new Promise<void>((resolve) => wiki.listen(0, '127.0.0.1', resolve));
  return `http://localhost:${(wiki.address() as AddressInfo).port}/`;
}

test('a wiki shows the badge of a service to readers who are not signed in', async () => {
  await signalbox.api('POST', '/api/v1/services', { name: 'orders', baseUrl: signalbox.url, healthCheckPath: '/healthz' });
  const { body } = await signalbox.api<{ badgePath: string }>('GET', '/api/v1/services/orders/ladder');
  const address = `${signalbox.url}${body.badgePath}`;
  const answer = await fetch(address, { redirect: 'manual' });
  expect(answer.status).toBe(200);
  expect(Object.fromEntries(answer.headers)).toMatchObject({
    'content-type': 'image/svg+xml; charset=utf-8',
    'cache-control': 'public, max-age=300',
    'content-security-policy': expect.stringContaining("default-src 'none'"),
    'x-content-type-options': 'nosniff',
    'cross-origin-resource-policy': 'cross-origin',
  });
  expect(answer.headers.get('set-cookie')).toBeNull();
  expect((await fetch(address, { headers: { 'if-none-match': answer.headers.get('etag') ?? '' } })).status).toBe(304);
  expect((await fetch(`${signalbox.url}/badge/orders.svg`, { redirect: 'manual' })).status).toBe(404);

  const page = await open.newPage();
  await page.goto(await serveWiki(address));
  await page.waitForFunction(() => (document.querySelector<HTMLImageElement>('#badge')?.naturalWidth ?? 0) > 0);
  expect(await page.evaluate(() => document.querySelector<HTMLImageElement>('#badge')?.naturalHeight)).toBe(20);
});
