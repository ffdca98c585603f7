import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { callApi, enrol } from './stage.test.kit.ts';

process.env.SIGNALBOX_OUTBOUND_ALLOW = '127.0.0.1:*';

let admin: Record<string, string>;
let user: Record<string, string>;
let server: Server;
let url: string;
const seen: string[] = [];

beforeAll(async () => {
  [admin, user] = [(await enrol('admin')).headers, (await enrol('user')).headers];
  server = createServer((request, response) => {
    seen.push(request.headers.authorization ?? 'nobody');
    const isTargets = request.url?.startsWith('/api/v1/targets');
    const target = { labels: { job: 'orders', instance: 'orders.example.com:80' }, scrapeUrl: '', health: 'down', lastError: 'refused' };
    const data = isTargets ? { activeTargets: [target] } : request.url?.startsWith('/api/v1/status') ? { version: '3.1.0' } : [];
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ status: 'success', data }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(() => {
  server.close();
  server.closeAllConnections();
});

const call = (method: string, path: string, body?: object, headers = admin) =>
  callApi<Record<string, unknown> & { details?: { issues?: { path: string }[] } }>(method, path, { headers, body });

describe('metrics sources over the API', () => {
  test('201 adds one, 409 for the same name, and no answer holds a secret', async () => {
    const added = await call('POST', '/metrics-sources', { name: 'main', url, bearerToken: 'very-secret' });
    expect(added).toMatchObject({ status: 201, body: { name: 'main', displayName: 'main', hasBearerToken: true, services: 0 } });
    expect((await call('POST', '/metrics-sources', { name: 'main', url })).status).toBe(409);
    const listed = await call('GET', '/metrics-sources', undefined, user);
    expect(JSON.stringify([added.body, listed.body])).not.toContain('very-secret');
    const audit = await call('GET', '/audit');
    expect(JSON.stringify(audit.body)).not.toContain('very-secret');
  });

  test('400 names the field: an address that may not be called, or that is none', async () => {
    for (const wrong of ['http://169.254.169.254', 'ftp://x', 'http://user:x@h']) {
      const { status, body } = await call('POST', '/metrics-sources', { name: 'other', url: wrong });
      expect([status, body.details?.issues?.[0]?.path]).toEqual([400, 'url']);
    }
  });

  test('a trial says what the server is, with the stored credentials where none are given', async () => {
    seen.length = 0;
    const { status, body } = await call('POST', '/metrics-source-tests', { name: 'main', url });
    expect(status).toBe(200);
    expect(body).toMatchObject({ ok: true, flavour: 'Prometheus 3.1.0', targets: { active: 1, down: 1 } });
    expect(new Set(seen)).toEqual(new Set(['Bearer very-secret']));
  });

  test('a trial elsewhere never sends what was stored for this address', async () => {
    seen.length = 0;
    await call('POST', '/metrics-source-tests', { name: 'main', url: url.replace('127.0.0.1', 'localhost') });
    await call('POST', '/metrics-source-tests', { name: 'main', url: url.replace('http:', 'https:') });
    expect(seen.filter((authorization) => authorization !== 'nobody')).toEqual([]);
  });

  test('suggestions go by name and address; labels that cannot be read are refused with the reason', async () => {
    const { body } = await call('GET', '/metrics-sources/main/suggestions?service=orders', undefined, user);
    expect(body).toMatchObject({ suggestions: [{ selector: 'job="orders"', targets: 1 }] });
    const wrong = await call('POST', '/metrics-sources/main/previews', { selector: 'job=orders' }, user);
    expect(wrong).toMatchObject({ status: 400, body: { details: { issues: [{ path: 'selector' }] } } });
    const nothing = await call('POST', '/metrics-sources/main/previews', { selector: 'job="nobody"' }, user);
    expect(nothing).toMatchObject({ status: 200, body: { ok: false, reason: expect.stringContaining('0 series') } });
  });

  test('404 for one that is not there; removing says 204 and sets its services back', async () => {
    const mapping = { metricsSource: 'main', metricsSelector: ' { job = "orders" } ' };
    const registered = await call('POST', '/services', { name: 'orders', baseUrl: 'http://10.20.30.40', ...mapping });
    expect(registered).toMatchObject({ status: 201, body: { metricsSource: 'main', metricsSelector: 'job="orders"' } });
    expect((await call('GET', '/metrics-sources/main')).body).toMatchObject({ mapped: ['orders'], services: 1 });
    expect((await call('DELETE', '/metrics-sources/main')).status).toBe(204);
    expect((await call('GET', '/services/orders')).body).toMatchObject({ metricsSource: null, metricsSelector: null });
    for (const [method, path] of [
      ['GET', ''],
      ['PATCH', ''],
      ['DELETE', ''],
    ] as const)
      expect((await call(method, `/metrics-sources/main${path}`, method === 'PATCH' ? { displayName: 'x' } : undefined)).status).toBe(404);
  });
});
