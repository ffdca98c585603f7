import { createServer, type RequestListener, type ServerResponse } from 'node:http';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import type { Discovery } from '#lib/model/discovery.ts';
import { pathBelow } from './discovery/places.ts';
import { slugOf } from './discovery/suggestion.ts';
import { parsePolicy } from './outbound.ts';
import { createProbe } from './probe.ts';

const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

type Route = string | [number, string, string?] | ((response: ServerResponse) => void);

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  closers.push(() => {
    server.close();
    server.closeAllConnections();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** Answers these paths; all others with `otherwise`. */
const serveRoutes = (routes: Record<string, Route>, otherwise: Route = [404, 'not found']) =>
  serve((request, response) => {
    const route = routes[request.url ?? ''] ?? otherwise;
    if (typeof route === 'function') return route(response);
    const [status, body, type] = typeof route === 'string' ? [200, route] : route;
    response.writeHead(status, { 'content-type': type ?? (body.startsWith('{') ? 'application/json' : 'text/plain') }).end(body);
  });

async function discover(baseUrl: string, deadlineMs = 5000): Promise<Discovery> {
  const probe = createProbe({ policy: parsePolicy({ SIGNALBOX_OUTBOUND_ALLOW: '127.0.0.1:*', SIGNALBOX_OUTBOUND_MODE: 'private' }, []) });
  try {
    return await probe.discover(baseUrl, { nowMs: 1, deadlineMs });
  } finally {
    await probe.close();
  }
}

const openapi = JSON.stringify({
  openapi: '3.0.3',
  info: { title: 'User Service API', version: '1.2.0', description: 'Who is who.' },
  paths: { '/users': { get: {}, post: {} }, '/users/{id}': { get: {}, delete: {} } },
});
const exposition = '# TYPE a counter\na{x="1"} 1\na{x="2"} 1\n# TYPE b gauge\nb 2\n';

describe('discovery finds', () => {
  test('health, metrics and document, and says what it saw', async () => {
    const url = await serveRoutes({ '/health': '{"status":"healthy","version":"9"}', '/metrics': exposition, '/openapi.json': openapi });
    const found = await discover(url);
    expect(found).toMatchObject({
      reachable: true,
      reason: 'Found a health endpoint, metrics, and an API document.',
      health: { path: '/health', confidence: 'certain', evidence: 'answers {"status":"healthy"}', statusCode: 200 },
      metrics: { path: '/metrics', confidence: 'certain', evidence: 'Prometheus text, 3 samples, 2 families' },
      document: { path: '/openapi.json', url: `${url}/openapi.json`, evidence: 'OpenAPI 3.0.3, User Service API 1.2.0, 4 operations' },
      others: [],
      suggestion: {
        name: 'user-service',
        displayName: 'User Service API',
        description: 'Who is who.',
        version: '1.2.0',
        healthCheckPath: '/health',
        metricsPath: '/metrics',
        openapiPath: '/openapi.json',
      },
    });
    expect(found.looked).toContainEqual({ kind: 'health', path: '/q/health', result: 'HTTP 404' });
  });

  test('Spring Boot', async () => {
    const url = await serveRoutes({
      '/actuator/health': [503, '{"status":"DOWN","components":{"db":{"status":"DOWN"}}}'],
      '/actuator/prometheus': exposition,
      '/v3/api-docs': openapi,
    });
    expect(await discover(url)).toMatchObject({
      health: { path: '/actuator/health', confidence: 'certain', evidence: 'answers {"status":"DOWN"}, Spring Boot health, HTTP 503' },
      metrics: { path: '/actuator/prometheus' },
      document: { path: '/v3/api-docs' },
    });
  });

  test('the surest place first, the others beside it', async () => {
    const url = await serveRoutes({ '/health': 'fine thanks', '/healthz': 'ok', '/readyz': [204, ''] });
    const found = await discover(url);
    expect(found.health).toMatchObject({ path: '/healthz', confidence: 'certain' });
    expect(found.others.map(({ path, confidence }) => [path, confidence])).toEqual([
      ['/health', 'likely'],
      ['/readyz', 'likely'],
    ]);
  });

  test('a daemon that says its name only in its metrics', async () => {
    const url = await serveRoutes({
      '/-/healthy': 'Prometheus Server is Healthy.',
      '/metrics': `${exposition}prometheus_build_info{version="2.42.0"} 1\n`,
    });
    const found = await discover(url);
    expect(found.health).toMatchObject({ path: '/-/healthy', confidence: 'certain', evidence: 'says Healthy' });
    expect(found.suggestion).toMatchObject({ name: 'prometheus', displayName: 'Prometheus', version: '2.42.0', openapiPath: null });
  });

  test('places below the path of the base URL, and those at the root of its host', async () => {
    const url = await serveRoutes({ '/shop/orders/health': '{"status":"UP"}', '/metrics': exposition });
    const found = await discover(`${url}/shop/orders/`);
    expect(found).toMatchObject({
      baseUrl: `${url}/shop/orders`,
      health: { path: '/health', url: `${url}/shop/orders/health` },
      metrics: { path: '/../../metrics', url: `${url}/metrics` },
      suggestion: { name: 'orders' },
    });
  });

  test('the documents that an API catalog names, of the same origin only', async () => {
    const links = [{ href: '/apis/orders.json' }, { href: 'http://169.254.169.254/openapi.json' }];
    const url = await serveRoutes({
      '/.well-known/api-catalog': [200, JSON.stringify({ linkset: [{ anchor: '/apis/orders', 'service-desc': links }] }), 'application/linkset+json'],
      '/apis/orders.json': openapi,
    });
    const found = await discover(url);
    expect(found.document).toMatchObject({ path: '/apis/orders.json', confidence: 'certain' });
    expect(found.looked.map(({ path }) => path).join()).not.toContain('169.254');
  });

  test('a root that answers, when nothing else does', async () => {
    const url = await serveRoutes({ '/': [200, '<html>hi</html>', 'text/html'] });
    expect((await discover(url)).health).toMatchObject({ path: '/', confidence: 'possible', evidence: 'answers HTTP 200 at its root' });
  });

  test('a place that asks for credentials', async () => {
    const url = await serveRoutes({ '/metrics': [401, ''], '/health': 'ok' });
    expect((await discover(url)).metrics).toMatchObject({
      path: '/metrics',
      confidence: 'possible',
      evidence: 'answers HTTP 401, credentials are needed',
    });
  });
});

describe('discovery is not fooled', () => {
  test('by a single-page app that answers everything with its page', async () => {
    const found = await discover(await serveRoutes({}, [200, '<!doctype html><div id=root>', 'text/html']));
    expect(found).toMatchObject({ health: { path: '/', confidence: 'possible' }, metrics: null, document: null, others: [] });
  });

  test('by a server that says the same of every path', async () => {
    for (const answer of ['{"status":"ok"}', 'ok']) {
      const found = await discover(await serveRoutes({}, answer));
      expect(found).toMatchObject({ health: { path: '/', confidence: 'possible' }, metrics: null, document: null });
    }
  });

  test('by a server that echoes every path', async () => {
    const found = await discover(await serve((request, response) => response.end(JSON.stringify({ status: 'ok', path: request.url }))));
    expect(found.health).toMatchObject({ path: '/' });
  });

  test('by a gate that asks everybody for credentials', async () => {
    const found = await discover(await serveRoutes({}, [401, '']));
    expect(found).toMatchObject({ reachable: true, health: null, metrics: null, document: null });
  });

  test('but finds the real places of an app that answers everything', async () => {
    const url = await serveRoutes({ '/health': '{"status":"ok"}', '/metrics': exposition }, [200, '<!doctype html>', 'text/html']);
    expect(await discover(url)).toMatchObject({ health: { path: '/health' }, metrics: { path: '/metrics' } });
  });
});

describe('discovery never throws for what a target does', () => {
  test('nobody there', async () => {
    const server = createTcpServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    await new Promise((resolve) => server.close(resolve));
    expect(await discover(`http://127.0.0.1:${port}`)).toMatchObject({ reachable: false, reason: 'connection refused', health: null });
  });

  test('a host that hangs ends at the one deadline', async () => {
    const found = await discover(await serveRoutes({}, () => undefined), 300);
    expect(found).toMatchObject({ reachable: false, reason: expect.stringContaining('timed out') });
    expect(found.durationMs).toBeLessThan(5000);
  });

  test('a redirect to another address is told', async () => {
    const found = await discover(await serveRoutes({}, (response) => response.writeHead(301, { location: 'https://orders.example.com/' }).end()));
    expect(found).toMatchObject({ reachable: true, health: null, reason: expect.stringContaining('redirects to https://orders.example.com') });
  });

  test('a name that does not exist', async () => {
    expect(await discover('http://no-such-host.invalid')).toMatchObject({ reachable: false, suggestion: { name: 'no-such-host' } });
  });
});

test.each(['http://169.254.169.254', 'http://localhost:22', 'nonsense', 'http://u:p@h/'])('%s is refused', async (url) => {
  await expect(discover(url)).rejects.toMatchObject({ code: 'outbound_denied' });
});

test.each([
  ['http://h', 'http://h/a?b=1', '/a?b=1'],
  ['http://h/x', 'http://h/x/a', '/a'],
  ['http://h/x', 'http://h/xy/a', '/../xy/a'],
  ['http://h/x/y', 'http://h/a', '/../../a'],
])('below %s the path to %s is %s', (base, url, path) => expect(pathBelow(base, new URL(url))).toBe(path));

test.each([
  ['Über Größe 2', 'uber-gro-e-2'],
  ['  --A__b--', 'a-b'],
  ['…', ''],
])('the slug of %j is %j', (text, slug) => expect(slugOf(text)).toBe(slug));
