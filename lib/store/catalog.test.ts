import { beforeAll, describe, expect, test } from 'vitest';
import type { Verdict } from '#lib/model/verdict.ts';
import { inTransaction, type PrismaClient } from './db.ts';
import { makeRegistration } from './fixture.ts';
import { keepLadders } from './ladder.ts';
import { countFacets, insertService, listPollTargets, listServices, type ServiceFilter, updateService } from './service.ts';
import { keepBatch } from './state.ts';
import { eachDatabase } from './testbed.ts';

const nowMs = Date.UTC(2026, 10, 22, 12);
const page = { sort: 'name', order: 'asc', page: 1, limit: 100, nowMs } as const;
const instances = ['http://10.0.0.9:8080', 'http://10.0.0.7:8080'];

eachDatabase((open) => {
  let db: PrismaClient;

  beforeAll(async () => {
    db = await open();
    const add = (name: string, fields: Parameters<typeof makeRegistration>[1]) => insertService(db, makeRegistration(name, fields), nowMs);
    await add('orders', { instances, displayName: 'Order Desk', team: 'shop', domain: 'sales', tags: ['go', 'core'], tier: 1 });
    await add('order-mail', { description: 'Sends Ärger 100% reliably', team: 'shop', domain: 'post', tags: ['go'], lifecycle: 'deprecated' });
    await add('stock', { team: 'depot', domain: 'sales', tags: ['java'], tier: 1 });
    await add('lonely', {});
    const ids = new Map((await listPollTargets(db)).map(({ name, id }) => [name, id]));
    const known: [string, Verdict, number | null, number | null][] = [
      ['orders', 'down', 100, null],
      ['order-mail', 'up', 10, 50],
      ['stock', 'degraded', null, null],
    ];
    const batch = { looks: [], targets: [], signals: [] };
    for (const [name, verdict, low, high] of known) {
      const serviceId = ids.get(name) ?? 0;
      const judgement = { verdict, reason: verdict, sinceMs: nowMs, failures: 0, slows: 0, successes: 0 };
      const look = {
        kind: 'health',
        url: '',
        silent: false,
        outcome: 'ok',
        reason: '',
        statusCode: 200,
        version: null,
        certificateExpiresAtMs: null,
      } as const;
      const reading = { ...look, atMs: nowMs, durationMs: 1 };
      const latest = { requestRate: low, errorRatio: null, latencyMsP95: low === null ? null : { low, high } };
      await inTransaction(db, (tx) =>
        keepBatch(
          tx,
          {
            ...batch,
            looks: [{ serviceId, name, judgement, staleAtMs: nowMs + 1e6, version: null, reading }],
            signals: [{ serviceId, name, delta: null, source: null, latest }],
          },
          nowMs,
        ),
      );
    }
    const step = { level: 2, title: 'two', met: false } as const;
    const missing = { id: 'x', title: 'A contract run', state: 'unknown', message: 'm', help: 'h', runId: null } as const;
    const met = { ...missing, title: 'Not told', state: 'met', help: null } as const;
    const judgedAt = new Date(nowMs).toISOString();
    await keepLadders(db, [
      { serviceId: ids.get('orders') ?? 0, ladder: { level: 1, steps: [{ ...step, checks: [met, missing] }], judgedAt } },
      { serviceId: ids.get('stock') ?? 0, ladder: { level: 4, steps: [], judgedAt } },
      { serviceId: ids.get('order-mail') ?? 0, ladder: { level: null, steps: [], judgedAt } },
    ]);
  });

  const namesOf = async (filter: ServiceFilter, options = {}) =>
    (await listServices(db, filter, { ...page, ...options })).rows.map(({ name }) => name);

  test('search takes every word, in any case, in any of the texts', async () => {
    expect(await namesOf({ q: 'ORDER' })).toEqual(['order-mail', 'orders']);
    expect(await namesOf({ q: 'desk  order' })).toEqual(['orders']);
    expect(await namesOf({ q: 'ärger' })).toEqual(['order-mail']);
    expect(await namesOf({ q: 'sales java' })).toEqual(['stock']);
    expect(await namesOf({ q: 'order nowhere' })).toEqual([]);
    expect(await namesOf({ q: '   ' })).toHaveLength(4);
  });

  test('nothing in a search is a wildcard or SQL', async () => {
    expect(await namesOf({ q: '%' })).toEqual(['order-mail']);
    expect(await namesOf({ q: '_' })).toEqual([]);
    expect(await namesOf({ q: `' OR 1=1 --` })).toEqual([]);
    expect(await namesOf({ q: '\\' })).toEqual([]);
    expect(await namesOf({ q: 'or\0der' })).toEqual(['order-mail', 'orders']);
    expect(await namesOf({ tag: [`'); DROP TABLE "Service"; --`, 'a\0'] })).toEqual([]);
  });

  test('search follows a change of the service', async () => {
    await updateService(db, 'lonely', { tags: ['crowd'] }, nowMs);
    expect(await namesOf({ q: 'crowd' })).toEqual(['lonely']);
    await updateService(db, 'lonely', { tags: [] }, nowMs);
    expect(await namesOf({ q: 'crowd' })).toEqual([]);
  });

  test('values of one facet add up, facets narrow each other', async () => {
    expect(await namesOf({ team: ['shop', 'depot'] })).toEqual(['order-mail', 'orders', 'stock']);
    expect(await namesOf({ team: ['shop', 'depot'], domain: ['sales'], tag: ['java', 'core'] })).toEqual(['orders', 'stock']);
    expect(await namesOf({ tier: [1], verdict: ['down'] })).toEqual(['orders']);
    expect(await namesOf({ lifecycle: ['deprecated'] })).toEqual(['order-mail']);
    expect(await namesOf({ team: [] })).toHaveLength(4);
    expect(await namesOf({ level: ['1', '4'] })).toEqual(['orders', 'stock']);
    expect(await namesOf({ level: ['none'] })).toEqual(['lonely', 'order-mail']);
    expect(await namesOf({ level: ['none', '4'], domain: ['sales'] })).toEqual(['stock']);
  });

  describe('sorting puts rows without a value last, both ways', () => {
    test.each([
      ['verdict', 'asc', ['orders', 'stock', 'lonely', 'order-mail']],
      ['verdict', 'desc', ['order-mail', 'lonely', 'stock', 'orders']],
      ['domain', 'asc', ['order-mail', 'orders', 'stock', 'lonely']],
      ['domain', 'desc', ['orders', 'stock', 'order-mail', 'lonely']],
      ['requestRate', 'asc', ['order-mail', 'orders', 'lonely', 'stock']],
      ['requestRate', 'desc', ['orders', 'order-mail', 'lonely', 'stock']],
      ['latencyMsP95', 'desc', ['orders', 'order-mail', 'lonely', 'stock']],
      ['checkedAt', 'asc', ['order-mail', 'orders', 'stock', 'lonely']],
      ['level', 'asc', ['orders', 'stock', 'lonely', 'order-mail']],
      ['level', 'desc', ['stock', 'orders', 'lonely', 'order-mail']],
      ['name', 'desc', ['stock', 'orders', 'order-mail', 'lonely']],
    ] as const)('%s %s', async (sort, order, expected) => {
      expect(await namesOf({}, { sort, order })).toEqual(expected);
    });
  });

  test('pages follow each other, the total stays', async () => {
    const first = await listServices(db, {}, { ...page, limit: 3 });
    const second = await listServices(db, {}, { ...page, limit: 3, page: 2 });
    expect([first.total, second.total]).toEqual([4, 4]);
    expect([...first.rows, ...second.rows].map(({ name }) => name)).toEqual(['lonely', 'order-mail', 'orders', 'stock']);
    expect((await listServices(db, {}, { ...page, page: 9 })).rows).toEqual([]);
  });

  test('a row says what the catalog shows', async () => {
    const { rows } = await listServices(db, { q: 'desk' }, page);
    expect(rows[0]).toMatchObject({
      ...{ name: 'orders', displayName: 'Order Desk', baseUrl: 'http://orders.example.com:8080', domain: 'sales', system: null, team: 'shop' },
      ...{ tier: 1, lifecycle: 'production', tags: ['core', 'go'], pollIntervalSeconds: 15, verdict: 'down', latencyMsP95: { low: 100, high: null } },
      ...{ level: 1, missing: ['A contract run'], instances },
    });
    expect(rows[0]?.history).toHaveLength(24);
    expect(rows[0]?.history.at(-1)).toBe('down');
  });

  test('a facet counts under the other facets, not under itself', async () => {
    const facets = await countFacets(db, { team: ['shop'], domain: ['sales'] }, nowMs);
    expect(facets.team).toEqual([
      { value: 'depot', count: 1 },
      { value: 'shop', count: 1 },
    ]);
    expect(facets.domain).toEqual([
      { value: 'post', count: 1 },
      { value: 'sales', count: 1 },
    ]);
    expect(facets.tag).toEqual([
      { value: 'core', count: 1 },
      { value: 'go', count: 1 },
    ]);
    expect(facets.tier).toEqual([{ value: '1', count: 1 }]);
    expect(facets.verdict).toEqual([{ value: 'down', count: 1 }]);
    expect(facets.level).toEqual([{ value: '1', count: 1 }]);
    expect((await countFacets(db, { level: ['1'], tag: ['go'] }, nowMs)).level).toEqual([
      { value: '1', count: 1 },
      { value: 'none', count: 1 },
    ]);
    expect((await countFacets(db, { level: ['1'] }, nowMs)).tag.map(({ value }) => value)).toEqual(['core', 'go']);
    expect((await countFacets(db, {}, nowMs)).tag).toEqual([
      { value: 'go', count: 2 },
      { value: 'core', count: 1 },
      { value: 'java', count: 1 },
    ]);
    expect((await countFacets(db, { q: 'order' }, nowMs)).lifecycle).toEqual([
      { value: 'deprecated', count: 1 },
      { value: 'production', count: 1 },
    ]);
  });
});
