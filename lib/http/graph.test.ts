import { beforeAll, describe, expect, test } from 'vitest';
import { narrowAround } from '#lib/model/graph/narrow.ts';
import type { Graph, GraphReview } from '#lib/model/graph.ts';
import { keepEdges } from '#lib/store/edge.ts';
import { callApi, database, enrol, type Person } from './stage.test.kit.ts';

let admin: Person;
const get = async <T = Record<string, unknown>>(path: string) => callApi<T>('GET', path, { headers: admin.headers });
const seen = { service: 'orders', team: 'checkout', critical: null, evidence: ['metrics'], requestRate: 4 };

beforeAll(async () => {
  admin = await enrol('admin');
  for (const body of [
    { name: 'web', baseUrl: 'http://web.example.com', dependencies: [{ service: 'orders' }], publishes: ['visited'] },
    { name: 'reports', baseUrl: 'http://reports.example.com', subscribes: ['visited'], datastores: ['reports-db'] },
    { name: 'orders', baseUrl: 'http://orders.example.com', team: 'checkout', domain: 'commerce' },
    { name: 'payments', baseUrl: 'http://pay.example.com:8443', domain: 'money' },
  ])
    expect((await callApi('POST', '/services', { headers: admin.headers, body })).status).toBe(201);
  const db = await database();
  const { id } = await db.service.findUniqueOrThrow({ where: { name: 'orders' } });
  const now = Date.now();
  const edge = { caller: '', kind: 'http' as const, source: 'Signalbox SDK', requestRate: 4, errorRatio: 0.25, latencyMsP95: null, seenAtMs: now };
  await keepEdges(
    db,
    [
      {
        serviceId: id,
        edges: [
          { ...edge, callee: 'pay.example.com:8443' },
          { ...edge, callee: 'mailer' },
        ],
      },
    ],
    now,
  );
});

test('200: declared and seen edges, of everything, a domain, or around a service', async () => {
  const whole = await get<{ nodes: { id: string }[]; edges: { from: string; to: string }[] }>('/graph');
  expect(whole.body.edges).toMatchObject([
    { from: 'orders', to: 'external:mailer', evidence: ['metrics'] },
    { from: 'orders', to: 'payments', kind: 'http', evidence: ['metrics'], requestRate: 4, errorRatio: 0.25, breakerState: 'unknown' },
    { from: 'reports', to: 'datastore:reports-db' },
    { from: 'topic:visited', to: 'reports' },
    { from: 'web', to: 'orders', evidence: ['declared'], requestRate: null, seenAt: null },
    { from: 'web', to: 'topic:visited', kind: 'event' },
  ]);
  const ids = async (query: string) => (await get<typeof whole.body>(`/graph?${query}`)).body.nodes.map(({ id }) => id);
  expect(await ids('domain=money')).toEqual(['orders', 'payments']);
  expect(await ids('around=payments&depth=1')).toEqual(['orders', 'payments']);
  expect(await ids('around=payments')).toEqual(['orders', 'payments', 'web']);
});

test('around a service stands what the whole graph has near it, though little of it is read', async () => {
  const whole = (await get<Graph>('/graph')).body;
  for (const name of ['web', 'orders', 'payments'])
    for (const depth of [1, 2, 3]) expect((await get(`/graph?around=${name}&depth=${depth}`)).body).toEqual(narrowAround(whole, name, depth));
});

test('400 and 404 say what is wrong', async () => {
  expect(await get('/graph?around=none')).toMatchObject({ status: 404, body: { message: 'There is no service named none.' } });
  expect((await get('/graph?depth=99')).status).toBe(400);
});

test('who is seen to call stands beside who declares it, with the team', async () => {
  expect((await get('/services/orders/dependencies')).body).toMatchObject({
    calls: [
      { service: 'mailer', verdict: null, kind: 'http', critical: null, evidence: ['metrics'], requestRate: 4 },
      { service: 'payments', verdict: 'unknown', critical: null },
    ],
    calledBy: [{ service: 'web', critical: true, evidence: ['declared'], requestRate: null }],
  });
  const document = { openapi: '3.1.0', info: { title: 'Pay', version: '1' }, paths: {} };
  const sent = await callApi('PUT', '/services/payments/document', { headers: admin.headers, body: document });
  expect(sent.status).toBeLessThan(300);
  expect((await get('/services/payments/document/live')).body).toMatchObject({ callers: [seen] });
});

describe('confirm or forget', () => {
  const toPayments = { from: 'orders', to: 'payments', kind: 'http' };
  const toMailer = { from: 'orders', to: 'external:mailer', kind: 'http' };
  const asAdmin = <T = Record<string, unknown>>(path: string, body: object) => callApi<T>('POST', path, { headers: admin.headers, body });
  const review = async (who = admin) => {
    const { body } = await callApi<GraphReview>('GET', '/graph/review?name=orders', { headers: who.headers });
    return { ...body, open: body.undeclared.map(({ to, mine }) => [to, mine]) };
  };

  test('a member of the owning team decides; a stranger reads, and is told who may', async () => {
    const [own, stranger] = [await enrol('user', ['checkout']), await enrol('user', ['other'])];
    expect((await review(own)).open).toEqual([
      ['external:mailer', true],
      ['payments', true],
    ]);
    expect((await review(stranger)).open[0]).toEqual(['external:mailer', false]);
    const refused = await callApi<{ message: string }>('POST', '/graph/forget', { headers: stranger.headers, body: { edges: [toMailer] } });
    expect(refused.status).toBe(403);
    expect(refused.body.message).toBe('Only admins and members of the team that owns orders decide on its edges.');
    expect((await callApi('POST', '/graph/forget', { headers: own.headers, body: { edges: [toMailer], days: 30 } })).status).toBe(200);
    expect((await review()).forgotten).toMatchObject([{ ...toMailer, owner: 'orders', by: own.user.name, mine: true }]);
  });

  test('a forgotten edge is out of the graph and of lists, and comes back when it is recalled', async () => {
    const seen = async () => JSON.stringify([(await get('/graph')).body, (await get('/services/orders/dependencies')).body]);
    expect(await seen()).not.toContain('mailer');
    expect(await asAdmin('/graph/recall', { edges: [toMailer] })).toMatchObject({ status: 200, body: { changed: 1 } });
    expect(await seen()).toContain('external:mailer');
    expect(await asAdmin('/graph/recall', { edges: [toMailer] })).toMatchObject({
      status: 404,
      body: { message: 'orders → external:mailer (http) is not forgotten.' },
    });
  });

  test('confirmed edges are declared, all at once, with an audit line; withdrawn ones are not any more', async () => {
    const edges = [{ ...toPayments, critical: false }, toMailer];
    expect(await asAdmin('/graph/confirm', { edges })).toMatchObject({ status: 200, body: { changed: 2 } });
    const declared = async () => (await get<{ dependencies: object[] }>('/services/orders')).body.dependencies;
    expect(await declared()).toEqual([
      { service: 'mailer', kind: 'http', critical: true },
      { service: 'payments', kind: 'http', critical: false },
    ]);
    expect((await review()).undeclared).toEqual([]);
    const { body } = await get<{ lines: { action: string; subject: string }[] }>('/audit');
    expect(body.lines.map(({ action }) => action)).toEqual(expect.arrayContaining(['edge.confirmed', 'edge.recalled', 'edge.forgotten']));
    expect(await asAdmin('/graph/withdraw', { edges: [toPayments] })).toMatchObject({ status: 200 });
    expect(await declared()).toHaveLength(1);
    expect((await asAdmin('/graph/withdraw', { edges: [toPayments] })).status).toBe(404);
  });

  test('a declaration that stands long and is not seen, though others are, is doubted', async () => {
    const db = await database();
    await asAdmin('/graph/confirm', { edges: [{ from: 'orders', to: 'web', kind: 'http' }] });
    expect((await review()).unseen).toEqual([]);
    await db.dependency.updateMany({ where: { callee: 'web' }, data: { declaredAt: new Date(Date.now() - 31 * 86_400_000) } });
    await callApi('PATCH', '/services/orders', { headers: admin.headers, body: { dependencies: [{ service: 'web' }, { service: 'payments' }] } });
    expect((await review()).unseen).toMatchObject([{ from: 'orders', to: 'web', evidence: ['declared'] }]);
  });

  test('calls to Signalbox itself are counted and not asked about', async () => {
    const db = await database();
    const { id } = await db.service.findUniqueOrThrow({ where: { name: 'orders' } });
    const edge = { caller: '', kind: 'http' as const, source: 'Signalbox SDK', requestRate: 1, errorRatio: 0, latencyMsP95: null };
    const edges = ['signalbox', 'ledger'].map((callee) => ({ ...edge, callee, seenAtMs: Date.now() }));
    await keepEdges(db, [{ serviceId: id, edges }], Date.now());
    const all = (await get<GraphReview>('/graph/review')).body;
    expect(all).toMatchObject({ toSelf: 1 });
    expect(all.undeclared.map(({ to }) => to)).toEqual(['external:mailer', 'external:ledger']);
    const { open: _, ...own } = await review();
    expect(own).toEqual(all);
    const { nodes } = (await get<Graph>('/graph')).body;
    expect(nodes.filter(({ self }) => self).map((node) => node.id)).toEqual(['external:signalbox']);
    const { calls } = (await get<{ calls: { service: string; self: boolean }[] }>('/services/orders/dependencies')).body;
    expect(calls.filter(({ self }) => self).map(({ service }) => service)).toEqual(['signalbox']);
  });

  test('400 where nobody could decide, or what is meant cannot be declared', async () => {
    expect(await asAdmin('/graph/forget', { edges: [{ from: 'external:x', to: 'orders', kind: 'http' }] })).toMatchObject({
      status: 400,
      body: { message: expect.stringContaining('not registered: nobody can decide on it') },
    });
    expect((await asAdmin('/graph/confirm', { edges: [{ from: 'orders', to: 'external:no name', kind: 'http' }] })).status).toBe(400);
    expect((await asAdmin('/graph/confirm', { edges: [] })).status).toBe(400);
    expect((await asAdmin('/graph/forget', { edges: [{ from: 'none', to: 'orders', kind: 'http' }] })).status).toBe(404);
  });
});

describe('places', () => {
  const places = [
    { node: 'web', rank: 0, slot: 0 },
    { node: 'orders', rank: 1, slot: 0 },
  ];
  const send = <T = Record<string, unknown>>(method: 'POST' | 'PUT', body: object) =>
    callApi<T>(method, '/graph/places', { headers: admin.headers, body });

  test('are kept, added to, and laid out anew for everybody, once from each version', async () => {
    expect((await get('/graph/places?view=all')).body).toMatchObject({ version: 0, by: null, moved: 0, added: 0, places: [] });
    expect((await send('POST', { view: 'all', version: 0, places })).body).toEqual({ placed: 2 });
    const swapped = places.map(({ node, rank }) => ({ node, rank: 1 - rank, slot: 0 }));
    expect((await send('POST', { view: 'all', version: 0, places: swapped })).body).toEqual({ placed: 0 });
    const db = await database();
    await db.graphPosition.updateMany({ data: { at: new Date(Date.now() - 25 * 3_600_000) } });
    expect((await send('PUT', { view: 'all', version: 0, places: swapped })).body).toEqual({ version: 1 });
    expect((await get('/graph/places?view=all')).body).toMatchObject({ version: 1, by: admin.user.name, moved: 2, added: 0 });
    expect(await send('PUT', { view: 'all', version: 0, places })).toMatchObject({
      status: 409,
      body: { message: `${admin.user.name} laid this picture out meanwhile. Look at it, then try again.` },
    });
    expect((await send('POST', { view: 'all', version: 0, places })).body).toEqual({ placed: 0 });
  });

  test('400 and 404 say what is wrong', async () => {
    const twice = { view: 'all', version: 1, places: [places[0], { ...places[1], rank: 0 }] };
    expect((await send<{ message: string }>('PUT', twice)).body.message).toBe('places.1: rank 0, slot 0 is given to two nodes');
    expect((await get('/graph/places?view=everything')).status).toBe(400);
    expect(await get('/graph/places?view=around:none')).toMatchObject({ status: 404, body: { message: 'There is no service named none.' } });
    expect(await get('/graph/places?view=domain:none')).toMatchObject({ status: 404, body: { message: 'There is no domain named none.' } });
  });
});
