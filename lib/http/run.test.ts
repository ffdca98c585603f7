import { randomUUID } from 'node:crypto';
import { beforeAll, expect, test } from 'vitest';
import type { Finding } from '#lib/model/finding.ts';
import type { Run, RunDetail } from '#lib/model/run.ts';
import { callApi, enrol, type Person } from './stage.test.kit.ts';

let admin: Person;
let user: Person;
let guest: Person;

const document = {
  openapi: '3.1.0',
  info: { title: 'Orders', version: '2.0.0' },
  paths: { '/orders': { get: { responses: { 200: { description: 'orders' } } } } },
};

/** A registered service, with a document unless told. */
async function registered({ hasDocument = true } = {}): Promise<string> {
  const name = `svc-${randomUUID().slice(0, 8)}`;
  const baseUrl = 'http://127.0.0.1:4999';
  expect((await callApi('POST', '/services', { headers: admin.headers, body: { name, baseUrl } })).status).toBe(201);
  if (hasDocument) expect((await callApi('PUT', `/services/${name}/document`, { headers: admin.headers, body: document })).status).toBe(201);
  return name;
}

beforeAll(async () => {
  [admin, user, guest] = [await enrol('admin'), await enrol('user'), await enrol('guest')];
});

interface Problem {
  code: string;
  message: string;
}

const start = (name: string, body: unknown = {}, who = user) =>
  callApi<Run & Problem>('POST', `/services/${name}/runs`, { headers: who.headers, body });
const report = (name: string, body: unknown, who = admin) =>
  callApi<Run & Problem>('POST', `/services/${name}/runs/reports`, { headers: who.headers, body });
const list = (name: string, query = '') =>
  callApi<{ runs: Run[]; pagination: { total: number } }>('GET', `/services/${name}/runs${query}`, { headers: guest.headers });
const read = (id: string) => callApi<RunDetail & { accepted: unknown[] }>('GET', `/runs/${id}`, { headers: guest.headers });

const finding: Finding = {
  ...{ id: 'response.status.undeclared', source: 'contract', severity: 'error', direction: 'response', operation: 'GET /orders' },
  ...{ pointer: '/paths/~1orders/get', message: 'answers 418, which is not declared', fingerprint: 'f1' },
  ...{ declared: '200', actual: '418', curl: "curl -i 'http://127.0.0.1:4999/orders'", seed: 7, count: 2 },
};

const pushed = (more: object = {}) => ({
  ...{ id: randomUUID(), kind: 'contract', startedAt: '2026-11-30T08:00:00.000Z', durationMs: 1200, environment: 'ci' },
  ...{ seed: 7, calls: 40, operations: 1, unproven: 0, summary: '1 error', findings: [finding], ...more },
});

test('a started run waits for the worker, reads only, and is told in the list', async () => {
  const name = await registered();
  const { status, body } = await start(name, { seed: 42 });
  expect(status).toBe(202);
  expect(body).toMatchObject({ service: name, kind: 'contract', state: 'queued', origin: 'signalbox', readOnly: true, seed: 42, revision: 1 });
  expect((await list(name)).body.runs.map(({ id }) => id)).toEqual([body.id]);
  expect((await read(body.id)).body).toMatchObject({ run: { id: body.id }, findings: [], outcome: { checks: [], tables: [] }, accepted: [] });
});

test('a service has one run under way, which can be called off once', async () => {
  const name = await registered();
  const first = await start(name);
  expect((await start(name)).status).toBe(409);
  const cancelled = await callApi<Run>('POST', `/runs/${first.body.id}/cancel`, { headers: user.headers });
  expect(cancelled.body).toMatchObject({ state: 'cancelled', summary: `called off by ${user.user.name}` });
  expect((await callApi('POST', `/runs/${first.body.id}/cancel`, { headers: user.headers })).status).toBe(409);
  expect((await start(name)).status).toBe(202);
});

test('a run without a document is refused with what to do, and guests start none', async () => {
  const bare = await registered({ hasDocument: false });
  expect((await start(bare)).body).toMatchObject({ code: 'unprocessable', message: expect.stringContaining('no OpenAPI document yet') });
  expect((await start('nobody')).status).toBe(404);
  expect((await start(bare, {}, guest)).status).toBe(403);
});

test('a pushed result is kept whole, once, and judged by its errors', async () => {
  const name = await registered();
  const result = pushed({ commit: { id: 'abc', branch: 'main', url: 'https://ci.example.com/1' } });
  const { status, body } = await report(name, result);
  expect(status).toBe(201);
  expect(body).toMatchObject({ id: result.id, state: 'failed', origin: 'pushed', environment: 'ci', errors: 1, revision: 1, calls: 40 });
  expect((await report(name, result)).body).toEqual(body);
  expect((await list(name)).body.pagination.total).toBe(1);
  expect((await read(result.id)).body.findings).toEqual([finding]);
  expect((await report(await registered(), result)).status).toBe(409);
});

test('warnings fail no run, and one that could not be made is broken', async () => {
  const name = await registered();
  expect((await report(name, pushed({ findings: [{ ...finding, severity: 'warning' }] }))).body).toMatchObject({
    state: 'passed',
    warnings: 1,
    errors: 0,
  });
  expect((await report(name, pushed({ findings: [], broken: 'no answer' }))).body).toMatchObject({ state: 'broken', summary: 'no answer' });
  expect((await list(name, '?kind=load')).body.runs).toEqual([]);
});

test('results are taken from whoever may edit the service, and malformed ones name their fields', async () => {
  const name = await registered();
  expect((await report(name, pushed(), user)).status).toBe(403);
  const wrong = await callApi<{ details: { issues: { path: string }[] } }>('POST', `/services/${name}/runs/reports`, {
    headers: admin.headers,
    body: pushed({ durationMs: -1, kind: 'smoke' }),
  });
  expect(wrong.status).toBe(400);
  expect(wrong.body.details.issues.map(({ path }) => path).sort()).toEqual(['durationMs', 'kind']);
});
