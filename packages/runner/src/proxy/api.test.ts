import { spawn } from 'node:child_process';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runCommand } from '../command.ts';
import { startProgram } from '../program.test.kit.ts';
import { type FaultApi, serveFaultApi } from './api.ts';
import { FaultBoard, type PathView } from './board.ts';
import { holdLease } from './lease.ts';

const leaseMs = 400;
const board = new FaultBoard({ leaseMs });
const service = createServer((_, response) => response.end('fine'));
let api: FaultApi;
let upstream: string;

beforeAll(async () => {
  await new Promise<void>((resolve) => service.listen(0, '127.0.0.1', resolve));
  upstream = `127.0.0.1:${(service.address() as AddressInfo).port}`;
  api = await serveFaultApi(board, '127.0.0.1:0');
});
afterAll(async () => {
  await api?.close();
  await board.close();
  service.closeAllConnections();
  service.close();
});

async function call(method: string, path: string, body?: unknown, url = api.url) {
  const response = await fetch(url + path, { method, ...(body !== undefined && { body: JSON.stringify(body) }) });
  const text = await response.text();
  return { status: response.status, body: text ? JSON.parse(text) : null };
}

test('speaks as Toxiproxy does: proxies, toxics, populate, reset', async () => {
  expect(await call('POST', '/proxies', { name: 'shop', upstream })).toMatchObject({
    status: 201,
    body: { name: 'shop', enabled: true, toxics: [] },
  });
  expect(await call('POST', '/proxies', { name: 'shop', upstream })).toMatchObject({ status: 409 });
  const toxic = { type: 'latency', attributes: { latency: 10 } };
  expect(await call('POST', '/proxies/shop/toxics', toxic)).toMatchObject({
    status: 200,
    body: { name: 'latency_downstream', stream: 'downstream', toxicity: 1, attributes: { latency: 10, jitter: 0 } },
  });
  expect(await call('POST', '/proxies/shop/toxics/latency_downstream', { attributes: { jitter: 5 } })).toMatchObject({
    body: { attributes: { latency: 10, jitter: 5 } },
  });
  expect(await call('GET', '/proxies')).toMatchObject({ body: { shop: { toxics: [{ name: 'latency_downstream' }] } } });
  expect(
    await call('POST', '/populate', [
      { name: 'shop', upstream },
      { name: 'mail', upstream },
    ]),
  ).toMatchObject({ status: 201 });
  expect((await call('POST', '/reset')).status).toBe(204);
  expect(await call('GET', '/proxies/shop/toxics')).toEqual({ status: 200, body: [] });
  expect((await call('DELETE', '/proxies/mail')).status).toBe(204);
  expect((await call('GET', '/proxies/mail')).status).toBe(404);
});

test.each([
  ['an unknown type', 'POST', '/proxies/shop/toxics', { type: 'plague' }, 400, 'type must be one of latency'],
  ['an unknown attribute', 'POST', '/proxies/shop/toxics', { type: 'latency', attributes: { delay: 1 } }, 400, 'latency has no attribute delay'],
  ['a wrong number', 'POST', '/proxies/shop/toxics', { type: 'latency', attributes: { latency: -1 } }, 400, 'from 0 to'],
  ['a wrong stream', 'POST', '/proxies/shop/toxics', { type: 'latency', stream: 'sideways' }, 400, 'upstream or downstream'],
  ['an unknown proxy', 'POST', '/proxies/nobody/toxics', { type: 'latency' }, 404, 'no proxy nobody'],
  ['no address', 'POST', '/proxies', { name: 'x', upstream: 'somewhere' }, 400, 'host:port'],
  ['a wrong method', 'PUT', '/proxies', {}, 405, 'GET, POST'],
  ['nowhere', 'GET', '/nowhere', undefined, 404, 'nothing at'],
])('%s is refused in words', async (_, method, path, body, status, words) => {
  expect(await call(method, path, body)).toEqual({ status, body: { status, error: expect.stringContaining(words) } });
});

test('web pages cannot reach it', async () => {
  const asked = await fetch(`${api.url}/proxies`, { headers: { origin: 'https://evil.example' } });
  const status = await new Promise((resolve) => {
    const { port } = new URL(api.url);
    request({ port, host: '127.0.0.1', path: '/proxies', headers: { host: 'evil.example' } }, (answer) => resolve(answer.statusCode)).end();
  });
  expect([asked.status, status]).toEqual([403, 403]);
});

test('a fault ends by itself; one with a lease lives as long as that is renewed', async () => {
  await call('POST', '/proxies/shop/toxics', { type: 'latency', name: 'alone' });
  const lease = await holdLease(api.url);
  await call('POST', '/proxies/shop/toxics', { type: 'latency', name: 'held', lease: lease.name });
  await call('POST', '/proxies/shop', { enabled: false });
  const names = async () => ((await call('GET', '/proxies/shop')).body as PathView).toxics.map(({ name }) => name);
  await expect.poll(names, { timeout: 5000 }).toEqual(['held']);
  await expect.poll(async () => (await call('GET', '/proxies/shop')).body.enabled, { timeout: 5000 }).toBe(true);
  await lease.end();
  expect(await names()).toEqual([]);
});

/** Orders a fault and renews its lease until it is killed. */
function startController(url: string) {
  const lease = new URL('./lease.ts', import.meta.url).href;
  const script = `
    const { holdLease } = await import(${JSON.stringify(lease)});
    const { name } = await holdLease(${JSON.stringify(url)});
    await fetch(${JSON.stringify(`${url}/proxies/shop/toxics`)}, { method: 'POST', body: JSON.stringify({ type: 'http_status', lease: name }) });
    setInterval(() => {}, 1000);`;
  return spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: 'ignore' });
}

test('a controller that is killed leaves no fault behind, and a proxy that is stopped ends', async () => {
  const proxy = startProgram(['proxy', `shop=127.0.0.1:0,${upstream}`, '--api', '127.0.0.1:0', '--lease-seconds', '1.5', '--json']);
  await expect.poll(() => proxy.output.out, { timeout: 15_000 }).toContain('\n');
  const { api: url, proxies } = JSON.parse(proxy.output.out) as { api: string; proxies: PathView[] };
  const toxics = async () => (await call('GET', '/proxies/shop/toxics', undefined, url)).body.length;
  const controller = startController(url);
  await expect.poll(toxics, { timeout: 15_000 }).toBe(1);
  const expiry = async () => (await call('GET', '/proxies/shop/toxics/http_status_downstream', undefined, url)).body.expiresAt;
  const first = await expiry();
  await expect.poll(expiry, { timeout: 10_000 }).not.toBe(first);
  controller.kill('SIGKILL');
  await expect.poll(toxics, { timeout: 10_000 }).toBe(0);
  expect((await fetch(`http://${proxies[0]?.listen}/`)).status).toBe(200);
  proxy.child.kill('SIGTERM');
  expect(await proxy.ended).toBe(0);
});

test('what is typed wrongly is told in words', async () => {
  const complaints: string[] = [];
  const world = { env: {}, print: () => {}, complain: (line: string) => complaints.push(line) };
  const codes = [
    await runCommand(['proxy', 'orders'], world),
    await runCommand(['proxy', '--lease-seconds', '900'], world),
    await runCommand(['proxy', 'a=127.0.0.1:0,nowhere'], world),
  ];
  expect(codes).toEqual([2, 2, 2]);
  expect(complaints.join('\n')).toMatch(/is no proxy[\s\S]*from 0.1 to 30[\s\S]*upstream must be host:port/);
});
