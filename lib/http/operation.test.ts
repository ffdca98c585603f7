import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { callApi, database, enrol, type Person, password } from './stage.test.kit.ts';

let admin: Person;
let target: Server;
let baseUrl: string;

const asAdmin = <T = Record<string, unknown>>(method: string, path: string, body?: unknown) =>
  callApi<T>(method, path, { headers: admin.headers, body });

beforeAll(async () => {
  admin = await enrol('admin');
  target = createServer((request, response) => {
    response.writeHead(request.url === '/health' ? 200 : 404, { 'content-type': 'application/json' }).end('{"status":"healthy"}');
  });
  await new Promise<void>((resolve) => target.listen(0, '127.0.0.1', resolve));
  baseUrl = `http://127.0.0.1:${(target.address() as AddressInfo).port}`;
});
afterAll(() => target.close());

describe('services', () => {
  test('are registered, read, changed, listed, counted and removed', async () => {
    const created = await asAdmin('POST', '/services', { name: 'billing', baseUrl, team: 'money', tags: ['paid'], apiKey: 'secret-key' });
    expect(created.status).toBe(201);
    expect(created.body).toMatchObject({ name: 'billing', displayName: 'billing', healthCheckPath: '/health', hasApiKey: true, verdict: 'unknown' });
    expect(JSON.stringify(created.body)).not.toContain('secret-key');
    expect((await asAdmin('GET', '/services/billing')).body).toMatchObject({ team: 'money', tags: ['paid'], targets: [] });
    expect((await asAdmin('PATCH', '/services/billing', { tier: 1 })).body).toMatchObject({ tier: 1, hasApiKey: true });
    const list = await asAdmin<{ services: { name: string }[]; pagination: unknown }>('GET', '/services?tag=paid&tag=other&sort=name&limit=5');
    expect(list.body).toMatchObject({ services: [{ name: 'billing' }], pagination: { page: 1, limit: 5, total: 1, pages: 1 } });
    expect((await asAdmin('GET', '/facets')).body).toMatchObject({ team: [{ value: 'money', count: 1 }] });
    expect((await asAdmin('GET', '/teams')).body).toMatchObject({ teams: [{ name: 'money', services: 1 }] });
    expect((await asAdmin('GET', '/domains')).body).toEqual({ domains: [] });
    expect((await asAdmin('GET', '/systems')).body).toEqual({ systems: [] });
    const removed = await asAdmin('DELETE', '/services/billing');
    expect([removed.status, removed.body]).toEqual([204, null]);
    expect((await asAdmin('GET', '/services/billing')).status).toBe(404);
    expect((await asAdmin('DELETE', '/services/billing')).status).toBe(404);
  });

  test('keep their name: the body cannot say another than the path', async () => {
    await asAdmin('POST', '/services', { name: 'kept', baseUrl });
    expect((await asAdmin('PATCH', '/services/kept', { name: 'other' })).body).toMatchObject({
      code: 'validation_failed',
      details: { issues: [{ path: 'name' }] },
    });
    expect((await asAdmin('PATCH', '/services/kept', { name: 'kept', tier: 2 })).status).toBe(200);
  });

  test('without an address are not looked at, and say what to do', async () => {
    expect((await asAdmin('POST', '/services', { name: 'homeless' })).status).toBe(400);
    const { makeRegistration } = await import('#lib/store/fixture.ts');
    const { insertService } = await import('#lib/store/service.ts');
    await insertService(await database(), { ...makeRegistration('homeless'), baseUrl: null }, Date.now());
    const asked = await asAdmin('POST', '/services/homeless/check');
    expect(asked).toMatchObject({ status: 422, body: { message: expect.stringContaining('base URL') } });
    expect((await asAdmin('PATCH', '/services/homeless', { baseUrl: null })).status).toBe(400);
    expect((await asAdmin('PATCH', '/services/homeless', { baseUrl })).status).toBe(200);
  });

  test('are looked at on demand, by the worker', async () => {
    await asAdmin('POST', '/services', { name: 'looked', baseUrl });
    const asking = asAdmin('POST', '/services/looked/check');
    const db = await database();
    const { id } = await db.service.findUniqueOrThrow({ where: { name: 'looked' } });
    await vi.waitFor(async () => expect(await db.change.count({ where: { kind: 'check.requested', subject: 'looked' } })).toBe(1));
    const reading = { serviceId: id, at: new Date(), outcome: 'ok', verdict: 'up' as const, durationMs: 3, statusCode: 200, reason: 'HTTP 200' };
    await db.reading.create({ data: reading });
    expect(await asking).toMatchObject({ status: 200, body: { kind: 'health', ok: true, statusCode: 200, outcome: 'ok', verdict: 'up' } });
    expect((await asAdmin('POST', '/services/none/check')).status).toBe(404);
  });

  test('have a history and signals, over a window that is checked', async () => {
    await asAdmin('POST', '/services', { name: 'told', baseUrl });
    expect((await asAdmin('GET', '/services/told/readings?window=1h')).body).toMatchObject({ window: '1h', uptime: null, readings: [] });
    expect((await asAdmin('GET', '/services/told/signals')).body).toMatchObject({ window: '1h', source: null, latest: null });
    for (const part of ['readings', 'signals']) {
      expect((await asAdmin('GET', `/services/told/${part}?window=forever`)).body).toMatchObject({
        details: { issues: expect.arrayContaining([expect.objectContaining({ path: 'window' })]) },
      });
      expect((await asAdmin('GET', `/services/none/${part}`)).status).toBe(404);
    }
  });

  test('are discovered from a base URL; a forbidden one names the field', async () => {
    const found = await asAdmin<{ health: { path: string } | null }>('POST', '/discover', { baseUrl });
    expect([found.status, found.body.health?.path]).toEqual([200, '/health']);
    const refused = await asAdmin('POST', '/discover', { baseUrl: 'http://169.254.169.254' });
    expect([refused.status, refused.body]).toMatchObject([400, { code: 'outbound_denied', details: { issues: [{ path: 'baseUrl' }] } }]);
  });
});

test('the fleet is told as a whole', async () => {
  expect((await asAdmin('GET', '/health')).body).toMatchObject({ services: { told: { verdict: 'unknown', healthy: false } } });
  expect((await asAdmin('GET', '/fleet')).body).toMatchObject({ total: expect.any(Number), counts: { unknown: expect.any(Number) } });
  const { body } = await asAdmin<{ changes: { kind: string; subject: string }[] }>('GET', '/changes?service=told');
  expect(body.changes).toMatchObject([{ kind: 'service.registered', subject: 'told' }]);
});

describe('users', () => {
  test('are created, changed, listed and removed, with an audit line each', async () => {
    const created = await asAdmin<{ id: number }>('POST', '/users', { email: 'New@Example.com', name: 'New', password: 'long enough', role: 'user' });
    expect(created).toMatchObject({ status: 201, body: { email: 'new@example.com', role: 'user' } });
    expect(JSON.stringify(created.body)).not.toMatch(/scrypt|hash|long enough/i);
    expect((await asAdmin('POST', '/users', { email: 'new@example.com', name: 'New', password: 'long enough' })).status).toBe(409);
    expect((await asAdmin('PATCH', `/users/${created.body.id}`, { role: 'guest' })).body).toMatchObject({ role: 'guest' });
    expect((await asAdmin('GET', '/users?q=new@')).body).toMatchObject({ users: [{ email: 'new@example.com' }], pagination: { total: 1 } });
    expect((await asAdmin('DELETE', `/users/${created.body.id}`)).status).toBe(204);
    const audit = await asAdmin<{ lines: { action: string }[] }>('GET', '/audit?q=new@example.com');
    expect(audit.body.lines.map(({ action }) => action)).toEqual(['user.removed', 'user.changed', 'user.created']);
  });

  test('know who they are, and change their password, which ends their sessions', async () => {
    const { headers, user } = await enrol('user', ['shop']);
    expect((await callApi('GET', '/session', { headers })).body).toEqual({
      kind: 'user',
      name: user.name,
      email: user.email,
      role: 'user',
      teams: ['shop'],
    });
    const change = (current: string) => callApi('PUT', '/session/password', { headers, body: { current, next: 'another long one' } });
    expect((await change('wrong')).status).toBe(400);
    expect((await change(password)).status).toBe(204);
    expect((await callApi('GET', '/session', { headers })).status).toBe(401);
  });

  test('the set-up is closed once there is an admin', async () => {
    const body = { secret: 'guess', email: 'x@example.com', name: 'X', password: 'long enough' };
    expect((await callApi('POST', '/setup', { body })).status).toBe(403);
  });
});

test('tokens are shown once, hold, and are revoked', async () => {
  const made = await asAdmin<{ id: string; token: string }>('POST', '/tokens', { name: 'ci', role: 'guest' });
  expect(made.status).toBe(201);
  const headers = { authorization: `Bearer ${made.body.token}` };
  expect((await callApi('GET', '/services', { headers })).status).toBe(200);
  expect(JSON.stringify((await asAdmin('GET', '/tokens')).body)).not.toContain(made.body.token.split('.')[1]);
  expect((await asAdmin('DELETE', `/tokens/${made.body.id}`)).status).toBe(204);
  expect((await callApi('GET', '/services', { headers })).status).toBe(401);
  const user = await enrol('user');
  expect((await callApi('POST', '/tokens', { headers: user.headers, body: { name: 'x', role: 'admin' } })).status).toBe(400);
});
