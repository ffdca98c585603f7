import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { zipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Finding } from '#lib/model/finding.ts';
import { callApi, database, enrol, type Person } from './stage.test.kit.ts';

interface Uploaded {
  created: boolean;
  revision: { number: number; breaking: number | null; version: string | null; kind: string };
  findings: Finding[];
}

const order = (properties: string[], version: string) => ({
  openapi: '3.1.0',
  info: { title: 'Orders', version },
  servers: [{ url: '/api' }],
  paths: {
    '/orders/{id}': {
      get: {
        operationId: 'getOrder',
        parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }],
        responses: { 200: { description: 'OK', content: { 'application/json': { schema: { $ref: '#/components/schemas/Order' } } } } },
      },
    },
  },
  components: {
    schemas: {
      Order: { type: 'object', required: properties, properties: Object.fromEntries(properties.map((name) => [name, { type: 'string' }])) },
    },
  },
});

let admin: Person;
let target: Server;
let baseUrl: string;
const seen: { method: string; url: string; headers: Record<string, unknown>; body: string }[] = [];

beforeAll(async () => {
  admin = await enrol('admin');
  target = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    seen.push({ method: request.method ?? '', url: request.url ?? '', headers: request.headers, body });
    response.writeHead(200, { 'content-type': 'application/json', 'set-cookie': 'a=b', 'x-echo': String(request.headers['x-api-key'] ?? '') });
    response.end(JSON.stringify({ key: request.headers['x-api-key'] ?? null }));
  });
  await new Promise<void>((resolve) => target.listen(0, '127.0.0.1', resolve));
  baseUrl = `http://127.0.0.1:${(target.address() as AddressInfo).port}`;
});
afterAll(() => target.close());

const as = <T>(person: Person, method: string, path: string, body?: unknown, headers: Record<string, string> = {}) =>
  callApi<T>(method, path, { headers: { ...person.headers, ...headers }, body });
const asAdmin = <T = Record<string, unknown>>(method: string, path: string, body?: unknown, headers?: Record<string, string>) =>
  as<T>(admin, method, path, body, headers);
const register = (name: string, fields: object = {}) => asAdmin('POST', '/services', { name, baseUrl, team: 'shop', ...fields });
const put = (name: string, body: unknown, type = 'application/json') =>
  asAdmin<Uploaded>('PUT', `/services/${name}/document`, body, { 'content-type': type });

describe('a document', () => {
  test('is uploaded, listed, read and compared', async () => {
    await register('orders');
    await register('gateway', { dependencies: [{ service: 'orders' }] });
    const first = await put('orders', order(['id', 'total'], '1.0.0'));
    expect([first.status, first.body]).toMatchObject([201, { created: true, revision: { number: 1, breaking: null }, findings: [] }]);
    expect(await put('orders', order(['id', 'total'], '1.0.0'))).toMatchObject({ status: 200, body: { created: false, revision: { number: 1 } } });
    const second = await put('orders', order(['id'], '1.0.1'));
    expect([second.status, second.body.revision]).toMatchObject([201, { number: 2, comparedWith: 1, breaking: 1 }]);

    expect((await asAdmin('GET', '/services/orders/document')).body).toMatchObject({ openapi: '3.1.0', info: { version: '1.0.1' } });
    expect((await asAdmin('GET', '/services/orders/document?revision=1')).body).toMatchObject({ info: { version: '1.0.0' } });
    const index = await asAdmin<{ index: { operations: { key: string }[] } }>('GET', '/services/orders/document/index');
    expect(index.body.index.operations.map(({ key }) => key)).toEqual(['GET /orders/{id}']);
    const revisions = await asAdmin<{ revisions: { number: number }[] }>('GET', '/services/orders/document/revisions');
    expect([revisions.body.revisions.map(({ number }) => number), revisions.headers.get('x-total-count')]).toEqual([[2, 1], '2']);

    const diff = await asAdmin<{ findings: Finding[]; hit: unknown[] }>('GET', '/services/orders/document/diff?from=1&to=2');
    expect(diff.body).toMatchObject({
      breaking: 1,
      hit: [{ service: 'gateway', team: 'shop', critical: true }],
      advice: { deserved: 'major', given: 'patch', fits: false },
    });
    expect(diff.body.findings[0]).toMatchObject({ severity: 'breaking', direction: 'response', operation: 'GET /orders/{id}', certainty: 'proven' });
    expect((await asAdmin('GET', '/services/orders/document/diff?from=2&to=1')).body).toMatchObject({ breaking: 0 });

    const db = await database();
    expect(await db.change.findFirst({ where: { kind: 'document.compared', subject: 'orders' } })).toMatchObject({
      data: { from: 1, to: 2, breaking: 1, callers: ['gateway'] },
    });
    expect(await db.auditLine.count({ where: { action: 'document.broke', subject: 'orders' } })).toBe(1);
  });

  test('is cut into operations, with its server where the service is registered', async () => {
    const { body } = await asAdmin<{ document: { servers: unknown }; samples: { language: string; code: string }[]; operation: unknown }>(
      'GET',
      `/services/orders/document/operation?key=${encodeURIComponent('GET /orders/{id}')}`,
    );
    expect(body.operation).toMatchObject({ operationId: 'getOrder' });
    expect(body.document.servers).toEqual([{ url: `${baseUrl}/api` }]);
    expect(body.samples.map(({ language }) => language)).toEqual(['curl', 'fetch', 'sdk']);
    expect(body.samples[0]?.code).toContain(`${baseUrl}/api/orders/`);
    expect((await asAdmin('GET', '/services/orders/document/operation?key=GET%20/nothing')).status).toBe(404);
  });

  test('is read as YAML, from a form with several files, and from a zip', async () => {
    await register('shapes');
    const yaml = 'openapi: 3.0.3\ninfo: {title: Shapes, version: 1.0.0}\npaths: {}\n';
    expect((await put('shapes', yaml, 'application/yaml')).body).toMatchObject({ created: true, revision: { number: 1, format: 'OpenAPI 3.0.3' } });
    const main =
      "openapi: 3.1.0\ninfo: {title: Shapes, version: 2.0.0}\npaths:\n  /a:\n    get:\n      responses:\n        '200':\n          description: x\n          content: {application/json: {schema: {$ref: './s.yaml'}}}\n";
    const form = new FormData();
    form.append('file', new Blob([main]), 'openapi.yaml');
    form.append('file', new Blob(['type: object\n']), 's.yaml');
    const packed = new Response(form);
    const sent = await sendBytes('shapes', new Uint8Array(await packed.arrayBuffer()), packed.headers.get('content-type') ?? '');
    expect(sent.body).toMatchObject({ created: true, revision: { number: 2, schemas: 1 }, findings: [] });
    const zip = zipSync({ 'api/openapi.yaml': Buffer.from(main.replace('2.0.0', '3.0.0')), 'api/s.yaml': Buffer.from('type: object\n') });
    expect((await sendBytes('shapes', zip, 'application/zip')).body).toMatchObject({ created: true, revision: { number: 3, version: '3.0.0' } });
  });

  test('of AsyncAPI stands beside the one of OpenAPI', async () => {
    const events = {
      asyncapi: '3.0.0',
      info: { title: 'Events', version: '1' },
      channels: { made: { address: 'orders.made', messages: {} } },
      operations: { tell: { action: 'send', channel: { $ref: '#/channels/made' } } },
    };
    expect((await put('orders', events)).body).toMatchObject({ created: true, revision: { number: 3, kind: 'asyncapi' } });
    expect((await asAdmin('GET', '/services/orders/document/index')).body).toMatchObject({ kinds: ['openapi', 'asyncapi'], revision: { number: 2 } });
    expect((await asAdmin('GET', '/services/orders/document/index?kind=asyncapi')).body).toMatchObject({
      index: { operations: [{ method: 'SEND', path: 'orders.made' }] },
    });
    expect((await asAdmin('GET', '/services/orders/document/diff?from=2&to=3')).status).toBe(422);
  });

  test.each([
    ['a login page', '<!DOCTYPE html><html><title>Sign in</title></html>', 'text/html', 400],
    ['a login page that says JSON', '<!DOCTYPE html><html><title>Sign in</title></html>', 'application/json', 422],
    ['a cut-off text', '{"openapi":"3.1.0","info":{"title":"x"', 'application/json', 422],
    ['nothing', '', 'application/json', 400],
    [
      'an alias bomb',
      `a: &a [x,x]\n${Array.from({ length: 30 }, (_, at) => `b${at}: &b${at} [*${at ? `b${at - 1}` : 'a'},*${at ? `b${at - 1}` : 'a'}]`).join('\n')}\nopenapi: 3.1.0\n`,
      'application/yaml',
      422,
    ],
    ['a form that is cut off', '--x\r\nContent-Disposition: form-data; name="a"', 'multipart/form-data; boundary=x', 400],
  ])('%s is refused with a sentence', async (_, body, type, status) => {
    const answer = await put('orders', body, type);
    expect(answer.status).toBe(status);
    expect((answer.body as unknown as { message: string }).message).toMatch(/^[A-Z].{15,}[.!]?$/s);
    expect(JSON.stringify(answer.body)).not.toMatch(/\bat [\w.]+ \(|node_modules/);
  });

  test('of more than 16 MB is refused while it comes', async () => {
    expect((await put('orders', 'x'.repeat(16_000_001), 'application/yaml')).status).toBe(413);
  });

  test('is changed by its team and by admins alone', async () => {
    const [own, other] = [await enrol('user', ['shop']), await enrol('user', ['others'])];
    expect((await as(own, 'PUT', '/services/orders/document', order(['id'], '1.0.2'))).status).toBe(201);
    expect((await as(other, 'PUT', '/services/orders/document', order(['id'], '1.0.3'))).status).toBe(403);
    expect((await as(other, 'PUT', '/services/nobody/document', order(['id'], '1.0.3'))).status).toBe(404);
  });
});

describe('two documents in a body', () => {
  const [from, to] = [order(['id', 'total'], '1.0.0'), order(['id'], '2.0.0')];
  test.each([
    ['objects', { from, to }],
    ['texts', { from: JSON.stringify(from), to: JSON.stringify(to) }],
  ])('as %s are compared', async (_, body) => {
    const answer = await asAdmin<{ findings: Finding[] }>('POST', '/diff', body);
    expect(answer).toMatchObject({ status: 200, body: { breaking: 1, warnings: 0, advice: { fits: true } } });
    expect(Object.keys(answer.body.findings[0] ?? {})).toEqual(
      expect.arrayContaining(['id', 'severity', 'direction', 'operation', 'pointer', 'message', 'witness', 'fingerprint']),
    );
  });
  test.each([
    ['one is missing', { from }, 'to'],
    ['one is no document', { from, to: { hello: 1 } }, 'to'],
    ['the body is no JSON', '{', ''],
  ])('are refused where %s', async (_, body, field) => {
    const answer = await asAdmin<{ message: string }>('POST', '/diff', body);
    expect([400, 422]).toContain(answer.status);
    expect(JSON.stringify(answer.body)).toContain(field);
  });
});

describe('a finding', () => {
  test('is accepted with a reason until it expires, and taken back', async () => {
    const { body } = await asAdmin<{ findings: Finding[] }>('GET', '/services/orders/document/diff?from=1&to=2');
    const fingerprint = body.findings[0]?.fingerprint ?? '';
    const path = `/services/orders/document/accepted/${encodeURIComponent(fingerprint)}`;
    expect((await asAdmin('PUT', path, { reason: 'x' })).status).toBe(400);
    expect((await asAdmin('PUT', path, { reason: 'agreed', expiresAt: '2020-01-01T00:00:00Z' })).body).toMatchObject({
      details: { issues: [{ path: 'expiresAt' }] },
    });
    expect((await asAdmin('PUT', path, { reason: 'agreed with mobile' })).body).toMatchObject({
      fingerprint,
      reason: 'agreed with mobile',
      expiresAt: null,
    });
    expect((await asAdmin('GET', '/services/orders/document/diff?from=1&to=2')).body).toMatchObject({ accepted: [{ fingerprint }] });
    expect((await asAdmin('DELETE', path)).status).toBe(204);
    expect((await asAdmin('DELETE', path)).status).toBe(404);
  });
});

describe('trying an operation', () => {
  const attempt = (name: string, body: object, person = admin) => as<Record<string, unknown>>(person, 'POST', `/services/${name}/try`, body);

  test('goes through our server with the stored credential, which is never shown', async () => {
    await register('tried', { apiKey: 'very-secret-key' });
    seen.length = 0;
    const answer = await attempt('tried', {
      method: 'get',
      path: '/api/orders/7?x=1',
      headers: { cookie: 'session=mine', 'X-API-Key': 'mine', 'X-Tenant': 'a' },
    });
    expect(answer).toMatchObject({ status: 200, body: { url: `${baseUrl}/api/orders/7?x=1`, status: 200, credential: 'apiKey', cut: false } });
    expect(seen[0]).toMatchObject({ method: 'GET', url: '/api/orders/7?x=1', headers: { 'x-api-key': 'very-secret-key', 'x-tenant': 'a' } });
    expect(seen[0]?.headers).not.toHaveProperty('cookie');
    expect(JSON.stringify(answer.body)).not.toContain('very-secret-key');
    expect(answer.body.headers).not.toHaveProperty('set-cookie');
  });

  test('with another method needs the switch of the service', async () => {
    const post = { method: 'POST', path: '/orders', body: '{"a":1}', headers: { 'content-type': 'application/json' } };
    expect(await attempt('tried', post)).toMatchObject({ status: 403, body: { message: expect.stringContaining('switched off') } });
    await asAdmin('PATCH', '/services/tried', { tryWrites: true });
    expect((await attempt('tried', post)).status).toBe(200);
    expect(seen.at(-1)).toMatchObject({ method: 'POST', body: '{"a":1}' });
    expect(await (await database()).auditLine.count({ where: { action: 'operation.tried', subject: 'tried' } })).toBe(1);
  });

  test.each([
    ['a path that leads to another host', { method: 'GET', path: '//evil.example/x' }, 400],
    ['a path with a backslash', { method: 'GET', path: '/\\evil.example' }, 400],
    ['no path', { method: 'GET', path: 'orders' }, 400],
    ['a header with a line break', { method: 'GET', path: '/', headers: { 'x-a': 'b\r\nx: y' } }, 400],
    ['a header name that is none', { method: 'GET', path: '/', headers: { 'x a': 'b' } }, 400],
    ['a body with GET', { method: 'GET', path: '/', body: 'x' }, 400],
    ['a method that is none', { method: 'GE T', path: '/' }, 400],
  ])('is refused for %s', async (_, body, status) => {
    const before = seen.length;
    expect((await attempt('tried', body)).status).toBe(status);
    expect(seen.length).toBe(before);
  });

  test('is not for guests, and never reaches a forbidden address', async () => {
    expect((await attempt('tried', { method: 'GET', path: '/' }, await enrol('guest'))).status).toBe(403);
    const db = await database();
    await db.service.update({ where: { name: 'tried' }, data: { baseUrl: 'http://169.254.169.254' } });
    const answer = await attempt('tried', { method: 'GET', path: '/latest/meta-data' });
    expect([400, 422]).toContain(answer.status);
    expect(JSON.stringify(answer.body)).toContain('never calls');
  });
});

async function sendBytes(name: string, bytes: Uint8Array, type: string) {
  const { answerCall } = await import('./call.ts');
  const { readAnswer } = await import('./stage.test.kit.ts');
  const headers = { host: 'signalbox.test', 'content-type': type, ...admin.headers };
  const request = new Request(`http://signalbox.test/api/v1/services/${name}/document`, { method: 'PUT', headers, body: new Uint8Array(bytes) });
  return readAnswer<Uploaded>(await answerCall(request, 'rest'));
}
