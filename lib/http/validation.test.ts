import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { lintRevisions } from '#lib/command/document/review.ts';
import { judgeOldest } from '#lib/command/ladder.ts';
import type { Finding } from '#lib/model/finding.ts';
import type { Ladder } from '#lib/model/ladder.ts';
import { keepRoutes, type RouteState } from '#lib/store/route.ts';
import { callApi, database, enrol, type Person } from './stage.test.kit.ts';

let admin: Person;
let guest: Person;

beforeAll(async () => {
  [admin, guest] = [await enrol('admin'), await enrol('guest')];
});

const operation = (id: string, more: object = {}) => ({
  ...{ operationId: id, summary: `Does ${id}.`, description: 'Words.', tags: ['orders'] },
  responses: { 200: { description: 'fine' }, 404: { description: 'not there' } },
  ...more,
});
const document = (more: object = {}) => ({
  openapi: '3.1.0',
  info: { title: 'Orders', version: '2.0.0', description: 'Orders.', license: { name: 'MIT', url: 'https://x.example' }, contact: { name: 'x' } },
  servers: [{ url: '/' }],
  tags: [{ name: 'orders', description: 'Orders.' }],
  security: [],
  paths: {
    '/orders': { get: operation('listOrders'), post: operation('addOrder') },
    '/orders/old': { get: operation('oldOrders', { deprecated: true }) },
  },
  ...more,
});

async function registered(fields: object = {}, body: object | null = document()): Promise<string> {
  const name = `svc-${randomUUID().slice(0, 8)}`;
  const service = { name, baseUrl: 'http://127.0.0.1:4999', team: 'shop', ...fields };
  expect((await callApi('POST', '/services', { headers: admin.headers, body: service })).status).toBe(201);
  if (body) expect((await callApi('PUT', `/services/${name}/document`, { headers: admin.headers, body })).status).toBe(201);
  return name;
}

const report = (name: string, more: object = {}) =>
  callApi('POST', `/services/${name}/runs/reports`, {
    headers: admin.headers,
    body: {
      ...{ id: randomUUID(), kind: 'contract', startedAt: new Date(Date.now() - 60_000).toISOString(), durationMs: 1200 },
      ...{ calls: 40, operations: 3, unproven: 0, summary: 'fine', ...more },
    },
  });
const ladderOf = async (name: string) =>
  (await callApi<Ladder & { badgePath: string }>('GET', `/services/${name}/ladder`, { headers: guest.headers })).body;
const stateOf = async (name: string, id: string) =>
  (await ladderOf(name)).steps.flatMap(({ checks }) => checks).find((check) => check.id === id)?.state;

/** Until the worker's turn has come to this service. */
async function lint(name: string) {
  while ((await stateOf(name, 'document.lint')) === 'unknown') await lintRevisions(await database());
}

interface Drift {
  at: string;
  findings: Finding[];
  observed: { routes: number; since: string | null } | null;
  accepted: { fingerprint: string }[];
}
const driftOf = async (name: string) => (await callApi<Drift>('GET', `/services/${name}/drift`, { headers: guest.headers })).body;

const fault: Finding = {
  ...{ id: 'auth.missing', source: 'contract', severity: 'error', direction: 'request', operation: 'POST /orders', pointer: '' },
  ...{ message: 'answers 200 to a request without credentials', fingerprint: 'f1' },
};

/** What a worker would have seen of it. */
async function answers(name: string) {
  const db = await database();
  const { id } = await db.service.findUniqueOrThrow({ where: { name } });
  const at = new Date();
  await db.targetState.create({ data: { serviceId: id, kind: 'health', url: 'x', ok: true, reason: 'HTTP 200', at, durationMs: 1 } });
  await db.serviceState.update({ where: { serviceId: id }, data: { checkedAt: at, staleAt: new Date(at.getTime() + 600_000), signalsAt: at } });
  return id;
}

describe('the ladder', () => {
  test('404 says which service there is not', async () => {
    for (const path of ['ladder', 'drift'])
      expect(await callApi('GET', `/services/none/${path}`, { headers: guest.headers })).toMatchObject({
        status: 404,
        body: { message: 'There is no service named none.' },
      });
  });

  test('of a service without anything holds no level, and says what to do', async () => {
    const ladder = await ladderOf(await registered({}, null));
    expect(ladder).toMatchObject({ level: null, steps: [{ level: 0, met: false }, {}, {}, {}, {}] });
    expect(ladder.steps[0]?.checks.every(({ help }) => (help ?? '').length > 20)).toBe(true);
  });

  test('rises with what is reported, linted and seen, and tells so', async () => {
    const name = await registered();
    expect((await ladderOf(name)).level).toBeNull();
    await report(name);
    expect((await ladderOf(name)).level).toBe(0);
    await answers(name);
    expect(await stateOf(name, 'document.lint')).toBe('unknown');
    await lint(name);
    const ladder = await ladderOf(name);
    expect((await callApi<{ level: number }>('GET', `/services/${name}`, { headers: guest.headers })).body.level).toBe(2);
    expect(ladder.steps[1]?.checks.filter(({ state }) => state !== 'met')).toEqual([]);
    expect(ladder.level).toBe(2);
    for (const kind of ['e2e', 'load', 'resilience']) await report(name, { kind });
    expect((await ladderOf(name)).level).toBe(3);
    const told = await (await database()).change.findMany({ where: { kind: 'ladder.changed', subject: name }, orderBy: { id: 'asc' } });
    expect(told.map(({ data }) => data)).toEqual([
      { service: name, from: null, to: 0 },
      { service: name, from: 0, to: 2 },
      { service: name, from: 2, to: 3 },
    ]);
  });

  test('falls when the service is changed, and comes back', async () => {
    const name = await registered();
    await answers(name);
    await lint(name);
    await report(name);
    expect((await ladderOf(name)).level).toBe(2);
    const change = (body: object) => callApi('PATCH', `/services/${name}`, { headers: admin.headers, body });
    await change({ team: null });
    expect((await callApi<{ level: number }>('GET', `/services/${name}`, { headers: guest.headers })).body.level).toBe(0);
    await change({ team: 'shop' });
    expect((await callApi<{ level: number }>('GET', `/services/${name}`, { headers: guest.headers })).body.level).toBe(2);
  });

  test('finds services by their level, and counts them', async () => {
    const tag = `t-${randomUUID().slice(0, 8)}`;
    const [tested, bare] = [await registered({ tags: [tag] }), await registered({ tags: [tag] }, null)];
    await report(tested);
    const get = <T>(path: string) => callApi<T>('GET', path, { headers: guest.headers });
    const namesOf = async (query: string) =>
      (await get<{ services: { name: string }[] }>(`/services?tag=${tag}&${query}`)).body.services.map(({ name }) => name);
    expect([await namesOf('level=0'), await namesOf('level=none'), await namesOf('level=4')]).toEqual([[tested], [bare], []]);
    expect(await namesOf('level=none&level=0&sort=level')).toEqual([tested, bare]);
    expect((await get<{ level: object[] }>(`/facets?tag=${tag}`)).body.level).toEqual([
      { value: '0', count: 1 },
      { value: 'none', count: 1 },
    ]);
    expect((await get(`/services?level=5`)).status).toBe(400);
  });

  test('an error counts until somebody takes it on; a broken run counts for nothing', async () => {
    const name = await registered();
    await report(name, { findings: [fault] });
    expect([await stateOf(name, 'contract.passed'), await stateOf(name, 'security.enforced')]).toEqual(['unmet', 'unmet']);
    await report(name, { broken: 'no answer', findings: [] });
    expect(await stateOf(name, 'contract.passed')).toBe('unmet');
    const accept = { headers: admin.headers, body: { reason: 'known' } };
    expect((await callApi('PUT', `/services/${name}/document/accepted/f1`, accept)).status).toBe(200);
    expect([await stateOf(name, 'contract.passed'), await stateOf(name, 'security.enforced')]).toEqual(['met', 'met']);
  });

  test('a run made long ago proves nothing, whenever it was pushed; and none is made tomorrow', async () => {
    const name = await registered();
    const at = (days: number) => ({ startedAt: new Date(Date.now() - days * 86_400_000).toISOString() });
    await report(name, at(31));
    expect(await stateOf(name, 'contract.current')).toBe('unmet');
    await report(name, { ...at(-400), findings: [fault] });
    await report(name, at(0));
    expect([await stateOf(name, 'contract.current'), await stateOf(name, 'contract.passed')]).toEqual(['met', 'met']);
  });

  test('the worker judges whoever nobody judged, and what has grown old', async () => {
    const name = await registered();
    const db = await database();
    const { id } = await db.service.findUniqueOrThrow({ where: { name } });
    await db.ladderState.deleteMany({ where: { serviceId: id } });
    await judgeOldest(db);
    expect(await db.ladderState.findUnique({ where: { serviceId: id } })).toMatchObject({ level: null });
    await report(name, { startedAt: new Date(Date.now() - 29 * 86_400_000).toISOString() });
    const laterMs = Date.now() + 2 * 86_400_000;
    await judgeOldest(db, laterMs);
    expect((await db.ladderState.findUnique({ where: { serviceId: id } }))?.judgedAt.getTime()).toBe(laterMs);
  });
});

const route = (method: string, path: string, more: Partial<RouteState> = {}): RouteState => ({
  ...{ method, route: path, requestRate: 2.5, errorRatio: 0, latencyMsP95: null, seenAtMs: Date.now() - 60_000, ...more },
});

describe('drift', () => {
  test('says that nothing is observed where the metrics name no routes', async () => {
    expect(await driftOf(await registered())).toMatchObject({ findings: [], observed: null, accepted: [] });
  });

  test('is found between document and routes, and can be accepted', async () => {
    const name = await registered();
    const serviceId = await answers(name);
    const routes = [route('GET', '/orders'), route('POST', '/secret/:id'), route('GET', '/health'), route('GET', '/orders/old')];
    await keepRoutes(
      await database(),
      routes.map((one) => ({ serviceId, route: one })),
      Date.now(),
    );
    const { findings, observed } = await driftOf(name);
    expect(observed).toMatchObject({ routes: 4 });
    expect(findings.map(({ id, operation: key, severity, source }) => [id, key, severity, source])).toEqual([
      ['route.undeclared', 'POST /secret/:id', 'warning', 'drift'],
      ['operation.deprecated.called', 'GET /orders/old', 'warning', 'drift'],
      ['operation.unseen', 'POST /orders', 'info', 'drift'],
    ]);
    const [first] = findings;
    const path = `/services/${name}/document/accepted/${first?.fingerprint}`;
    expect((await callApi('PUT', path, { headers: admin.headers, body: { reason: 'internal' } })).status).toBe(200);
    expect((await driftOf(name)).accepted.map(({ fingerprint }) => fingerprint)).toEqual([first?.fingerprint]);
  });

  test('names the callers of what is deprecated', async () => {
    const name = await registered();
    const caller = await registered({ dependencies: [{ service: name }] }, null);
    const serviceId = await answers(name);
    await keepRoutes(await database(), [{ serviceId, route: route('GET', '/orders/old') }], Date.now());
    expect((await driftOf(name)).findings[0]?.message).toContain(`${caller} (team shop)`);
  });

  test('has the answers of the latest contract run in it, as they were found', async () => {
    const name = await registered();
    const answer: Finding = { ...fault, id: 'response.status.undeclared', direction: 'response' };
    await report(name, { findings: [fault, answer] });
    expect((await driftOf(name)).findings).toEqual([answer]);
    await report(name);
    expect((await driftOf(name)).findings).toEqual([]);
  });

  test('speaks of the document that the service serves when another one was uploaded after it', async () => {
    const name = await registered({ openapiPath: '/openapi.json' });
    const served = JSON.stringify(document({ paths: { '/orders': { get: operation('listOrders') } } }));
    const put = (body: string) => callApi('PUT', `/services/${name}/document`, { headers: admin.headers, body });
    await put(served);
    await put(JSON.stringify(document({ info: { title: 'Orders', version: '3.0.0' } })));
    const serviceId = await answers(name);
    const db = await database();
    const { contentHash: textHash } = await db.revision.findFirstOrThrow({ where: { serviceId, number: 2 } });
    const at = new Date();
    const url = 'http://127.0.0.1:4999/openapi.json';
    await db.targetState.create({ data: { serviceId, kind: 'document', url, ok: true, reason: 'ok', at, durationMs: 1 } });
    await db.documentState.create({ data: { serviceId, url, textHash, checkedAt: at } });
    await db.serviceState.update({ where: { serviceId }, data: { version: '2.9.1' } });
    const { findings } = await driftOf(name);
    expect(findings.map(({ id }) => id)).toEqual(['document.differs', 'version.differs']);
    expect(findings[0]).toMatchObject({ actual: expect.stringContaining('revision 2'), message: expect.stringContaining('lacks POST /orders') });
    await put(served);
    expect((await driftOf(name)).findings.map(({ id }) => id)).toEqual(['version.differs']);
  });
});
