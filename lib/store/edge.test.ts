import { expect, test } from 'vitest';
import { calleeKeysOf } from '#lib/model/callee.ts';
import { type EdgeState, edgeMemoryMs, forgetEdges, keepEdges, listObservedEdges } from './edge.ts';
import { makeRegistration } from './fixture.ts';
import { listDeclared, listGraphServices } from './graph.ts';
import { findNamed } from './named.ts';
import { insertService, updateService } from './service.ts';
import { eachDatabase } from './testbed.ts';
import { listEnds } from './topic.ts';
import { keepEvents } from './topic-flow.ts';

const nowMs = Date.UTC(2026, 10, 22, 12);
const edge: EdgeState = {
  ...{ caller: '', callee: 'payments', kind: 'http', source: 'Signalbox SDK' },
  ...{ requestRate: 2, errorRatio: 0.5, latencyMsP95: { low: 100, high: null }, seenAtMs: nowMs },
};

eachDatabase((open) => {
  async function setUp() {
    const db = await open();
    await insertService(
      db,
      {
        ...makeRegistration('orders', { dependencies: [{ service: 'payments', critical: false }], datastores: ['orders-db'] }),
        ...{ team: 'checkout', domain: 'commerce', publishes: ['placed'] },
      },
      nowMs,
    );
    const { id } = await db.service.findUniqueOrThrow({ where: { name: 'orders' } });
    return { db, id };
  }

  test('what metrics tell of calls is kept once, the newest; when a call was seen is not forgotten by a quiet scrape', async () => {
    const { db, id } = await setUp();
    await keepEdges(
      db,
      [
        { serviceId: id, edges: [edge, { ...edge, requestRate: 3 }] },
        { serviceId: 9999, edges: [edge] },
      ],
      nowMs,
    );
    await keepEdges(
      db,
      [{ serviceId: id, edges: [{ ...edge, requestRate: 0, errorRatio: null, latencyMsP95: null, seenAtMs: null }] }],
      nowMs + 1000,
    );
    expect(await listObservedEdges(db)).toEqual([
      { ...edge, service: 'orders', requestRate: 0, errorRatio: null, latencyMsP95: null, seenAtMs: nowMs, atMs: nowMs + 1000 },
    ]);
  });

  test('edges of one service are found by its row and its keys, and few services decide whom a text means', async () => {
    const { db, id } = await setUp();
    const shop = await insertService(db, { ...makeRegistration('shop'), baseUrl: 'http://127.0.0.1:4001' }, nowMs);
    await insertService(db, makeRegistration('payments'), nowMs);
    await insertService(db, makeRegistration('other'), nowMs);
    const { id: otherId } = await db.service.findUniqueOrThrow({ where: { name: 'other' } });
    const by = (callee: string, caller = '') => ({ ...edge, callee, caller });
    await keepEdges(
      db,
      [
        { serviceId: id, edges: [by('127.0.0.1:4001'), by('Payments')] },
        { serviceId: otherId, edges: [by('x'), by('y', 'shop-svc')] },
      ],
      nowMs,
    );
    const { id: shopId } = await db.service.findUniqueOrThrow({ where: { name: 'shop' } });
    const found = await listObservedEdges(db, { serviceIds: [shopId], keys: calleeKeysOf(shop) });
    expect(found.map(({ service, caller, callee }) => [service, caller, callee])).toEqual(
      [
        ['orders', '', '127.0.0.1:4001'],
        ['other', 'shop-svc', 'y'],
      ].sort(),
    );
    const texts = ['127.0.0.1:4001', 'Payments', 'nobody.example.com'];
    expect((await findNamed(db, texts)).map(({ name }) => name).sort()).toEqual(['payments', 'shop']);
    await updateService(db, 'shop', { baseUrl: 'http://127.0.0.2:4001' }, nowMs);
    expect((await findNamed(db, texts)).map(({ name }) => name)).toEqual(['payments']);
  });

  test('an edge that nobody tells of any more goes, and one of a removed service with it', async () => {
    const { db, id } = await setUp();
    await keepEdges(db, [{ serviceId: id, edges: [edge] }], nowMs);
    await forgetEdges(db, nowMs + edgeMemoryMs);
    expect(await listObservedEdges(db)).toMatchObject([{ latencyMsP95: { low: 100, high: null } }]);
    await forgetEdges(db, nowMs + edgeMemoryMs + 1);
    expect(await listObservedEdges(db)).toEqual([]);
  });

  test('a graph reads services, what they declare, and both ends of topics', async () => {
    const { db, id } = await setUp();
    const flow = { topic: 'placed', role: 'publishes' as const, version: '', failureRate: null, seenAtMs: nowMs };
    const flows = ['a', 'b'].map((type) => ({ ...flow, type, eventRate: 1 }));
    await keepEvents(db, [{ serviceId: id, events: { flows, deadLetters: [] } }], nowMs);
    expect(await listGraphServices(db, nowMs)).toEqual([
      {
        ...{ name: 'orders', baseUrl: 'http://orders.example.com:8080', domain: 'commerce', team: 'checkout', tier: 3 },
        ...{ verdict: 'unknown', requestRate: null, errorRatio: null, clientErrorRatio: null, latencyMsP95: null, seenAt: null, instances: 0 },
      },
    ]);
    expect(await listDeclared(db)).toEqual({
      declared: [{ service: 'orders', callee: 'payments', kind: 'http', critical: false }],
      datastores: [{ service: 'orders', datastore: 'orders-db' }],
    });
    const end = { topic: 'placed', role: 'publishes', service: 'orders' };
    expect(await listEnds(db)).toEqual([
      { ...end, evidence: 'declared', eventRate: null, seenAtMs: null },
      { ...end, evidence: 'metrics', eventRate: 2, seenAtMs: nowMs },
    ]);
  });
});
