import { describe, expect, it } from 'vitest';
import { completeFromKey, insertChanges } from '#lib/store/change.ts';
import type { Db, PrismaClient } from '#lib/store/db.ts';
import { makeRegistration } from '#lib/store/fixture.ts';
import { deleteService, insertService, updateService } from '#lib/store/service.ts';
import { setSetting } from '#lib/store/setting.ts';
import { eachDatabase } from '#lib/store/testbed.ts';
import type { QueryContext } from '../context.ts';
import { openSearchThread } from './host.ts';
import { searchCatalog, searchOperations } from './search.ts';

const nowMs = Date.UTC(2026, 0, 5, 12);
const by = 'test';
const reader: QueryContext['actor'] = { kind: 'user', userId: 1, name: 'reader', email: 'reader@example.com', role: 'guest', teams: [] };

const contextOf = (db: PrismaClient): QueryContext => ({ db, nowMs, actor: reader });
const find = async (db: PrismaClient, q: string, limit = 20) => (await searchCatalog(contextOf(db), { q, limit })).results;
const titles = async (db: PrismaClient, q: string) => (await find(db, q)).map(({ kind, name, service }) => `${kind} ${service ?? ''} ${name}`);

async function register(db: Db, name: string, fields: Parameters<typeof makeRegistration>[1] = {}) {
  await insertService(db, makeRegistration(name, fields), nowMs);
  await insertChanges(db, [{ kind: 'service.registered', subject: name, data: { service: name, by } }], nowMs);
}

async function remove(db: Db, name: string) {
  await deleteService(db, name);
  await insertChanges(db, [{ kind: 'service.removed', subject: name, data: { service: name, by } }], nowMs);
}

/** Stores what a new revision of a service's document would list. */
async function revise(db: PrismaClient, service: string, number: number, paths: string[], schemas: Record<string, string[]> = {}) {
  const { id } = await db.service.findUniqueOrThrow({ where: { name: service } });
  await db.revision.updateMany({ where: { serviceId: id }, data: { current: false } });
  await db.operation.deleteMany({ where: { serviceId: id } });
  await db.schemaEntry.deleteMany({ where: { serviceId: id } });
  const revision = await db.revision.create({
    data: {
      ...{ serviceId: id, number, kind: 'openapi', format: 'OpenAPI 3.1.0', title: service, contentHash: String(number) },
      ...{ source: 'uploaded', at: new Date(nowMs), sizeBytes: 1, operations: paths.length, schemas: 0, errors: 0 },
    },
  });
  for (const key of paths) {
    const [method = '', path = ''] = key.split(' ');
    const operationId = `${method.toLowerCase()}${path.replaceAll(/[^a-z]+(.)?/gi, (_, letter: string = '') => letter.toUpperCase())}`;
    await db.operation.create({
      data: {
        ...{ serviceId: id, revisionId: revision.id, key, kind: 'operation', method, path, operationId },
        ...{ summary: `Summary of ${service}`, tags: ['Front Desk'], parameters: ['pageToken'], deprecated: method === 'DELETE' },
      },
    });
  }
  for (const [name, properties] of Object.entries(schemas)) {
    await db.schemaEntry.create({ data: { serviceId: id, revisionId: revision.id, name, pointer: `/components/schemas/${name}`, properties } });
  }
  const data = { service, number, documentKind: 'openapi', from: null, to: null, by } as const;
  await insertChanges(db, [{ kind: 'document.revised', subject: service, data }], nowMs);
}

eachDatabase((open) => {
  describe('a search', () => {
    it('finds a service that was registered a moment ago, and not one that was removed a moment ago', async () => {
      const db = await open();
      expect(await titles(db, 'billing')).toEqual([]);
      await register(db, 'billing', { team: 'ledger', publishes: ['invoices.paid'] });
      expect(await titles(db, 'billing')).toEqual(['service billing billing']);
      expect((await find(db, 'billing'))[0]).toMatchObject({ service: 'billing', verdict: 'unknown', detail: 'ledger' });
      expect(await titles(db, 'invoices')).toEqual(['topic  invoices.paid', 'service billing billing']);
      await remove(db, 'billing');
      expect(await titles(db, 'billing')).toEqual([]);
      expect(await titles(db, 'invoices')).toEqual([]);
    });

    it('hears through one connection what was written through another', async () => {
      const db = await open();
      const other = await open.beside(db);
      await register(db, 'billing');
      expect(await titles(other, 'billing')).toEqual(['service billing billing']);
      await updateService(db, 'billing', { displayName: 'Money desk', domain: 'treasury' }, nowMs);
      await insertChanges(db, [{ kind: 'service.changed', subject: 'billing', data: { service: 'billing', by, fields: ['displayName'] } }], nowMs);
      expect(await titles(other, 'money')).toEqual(['service billing Money desk']);
      expect(await titles(other, 'treasury')).toEqual(['domain  Treasury', 'service billing Money desk']);
    });

    it('finds operations, schemas and properties of the current document only, and says why', async () => {
      const db = await open();
      await register(db, 'orders-api', { team: 'checkout' });
      await revise(db, 'orders-api', 1, ['GET /orders', 'POST /orders', 'GET /orders/{orderId}/items'], { LineItem: ['sku', 'quantity'] });
      expect(await titles(db, 'POST /orders')).toEqual(['operation orders-api POST /orders']);
      const [hit] = await find(db, 'qantity');
      expect(hit).toMatchObject({
        kind: 'schema',
        name: 'LineItem',
        service: 'orders-api',
        why: [{ field: 'property', text: 'quantity', ranges: [[0, 8]] }],
      });
      await revise(db, 'orders-api', 2, ['GET /baskets']);
      expect(await titles(db, 'quantity')).toEqual([]);
      expect((await titles(db, 'baskets'))[0]).toBe('operation orders-api GET /baskets');
    });

    it('reads everything anew when changes it has not seen are not kept any more', async () => {
      const db = await open();
      await register(db, 'orders');
      expect(await titles(db, 'orders')).toHaveLength(1);
      await register(db, 'parcels');
      await remove(db, 'orders');
      await insertChanges(db, [{ kind: 'self.gate', subject: null, data: { open: true, reason: '' } }], nowMs);
      await db.change.deleteMany({ where: { kind: { startsWith: 'service' } } });
      await setSetting(db, completeFromKey, 4);
      expect(await titles(db, 'parcels')).toHaveLength(1);
      expect(await titles(db, 'orders')).toEqual([]);
    });

    it('takes in an import, which tells no names', async () => {
      const db = await open();
      await register(db, 'orders');
      expect(await titles(db, 'orders')).toHaveLength(1);
      await insertService(db, makeRegistration('parcels'), nowMs);
      await deleteService(db, 'orders');
      await insertChanges(db, [{ kind: 'import.applied', subject: null, data: { by, created: 1, changed: 0 } }], nowMs);
      expect(await titles(db, 'parcels')).toHaveLength(1);
      expect(await titles(db, 'orders')).toEqual([]);
    });

    it('lists operations by service and path, narrowed and paged', async () => {
      const db = await open();
      await register(db, 'zebra');
      await register(db, 'alpha', { team: 'core', domain: 'base' });
      await revise(db, 'zebra', 1, ['GET /b', 'DELETE /a']);
      await revise(db, 'alpha', 1, ['POST /z', 'GET /y']);
      const list = async (input: object) => {
        const { rows, total } = await searchOperations(contextOf(db), { page: 1, limit: 10, ...input });
        return [total, ...rows.map(({ service, key }) => `${service} ${key}`)];
      };
      expect(await list({})).toEqual([4, 'alpha GET /y', 'alpha POST /z', 'zebra DELETE /a', 'zebra GET /b']);
      expect(await list({ page: 2, limit: 3 })).toEqual([4, 'zebra GET /b']);
      expect(await list({ method: 'get', tag: 'front desk' })).toEqual([2, 'alpha GET /y', 'zebra GET /b']);
      expect(await list({ service: 'zebra', q: 'b' })).toEqual([1, 'zebra GET /b']);
      expect(await list({ service: 'nobody' })).toEqual([0]);
      expect(await list({ tag: 'front' })).toEqual([0]);
      const { rows } = await searchOperations(contextOf(db), { service: 'alpha', page: 1, limit: 1 });
      expect(rows[0]).toMatchObject({ operationId: 'getY', team: 'core', domain: 'base', tags: ['Front Desk'], parameters: ['pageToken'] });
    });

    it('answers the same from its own thread, on a connection of its own', async () => {
      const db = await open();
      const thread = openSearchThread(open.urlOf(db));
      try {
        await register(db, 'billing', { team: 'ledger' });
        const first = await thread.catalog(1, { q: 'bil', limit: 5 });
        expect(first.results).toEqual((await find(db, 'bil')).map((hit) => ({ ...hit, verdict: null })));
        await register(db, 'bills');
        expect((await thread.catalog(2, { q: 'bills', limit: 5 })).results[0]?.name).toBe('bills');
      } finally {
        await thread.close();
      }
    });
  });
});
