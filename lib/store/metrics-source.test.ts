import { beforeEach, describe, expect, test } from 'vitest';
import { newMetricsSourceSchema } from '#lib/model/metrics-source.ts';
import { registrationSchema } from '#lib/model/service.ts';
import type { PrismaClient } from './db.ts';
import { deleteSource, findServer, findSource, insertSource, keepSourceState, listSources, updateSource } from './metrics-source.ts';
import { findService, insertService, listPollTargets } from './service.ts';
import { eachDatabase } from './testbed.ts';

const nowMs = 1_790_000_000_000;
const source = (fields: object = {}) =>
  newMetricsSourceSchema.parse({ name: 'main', url: 'http://prometheus.example.com:9090', username: 'box', password: 'secret', ...fields });

eachDatabase((open) => {
  describe('metrics sources', () => {
    let db: PrismaClient;
    beforeEach(async () => {
      db = await open();
      await insertSource(db, source(), nowMs);
    });

    test('come back without their secrets, and open them for the worker', async () => {
      expect(await findSource(db, 'main')).toMatchObject({ username: 'box', hasPassword: true, hasBearerToken: false, ok: null, services: 0 });
      expect(JSON.stringify(await listSources(db))).not.toContain('secret');
      expect(await findServer(db, 'main')).toMatchObject({ username: 'box', password: 'secret', bearerToken: null });
    });

    test('names are taken once', async () => {
      await expect(insertSource(db, source(), nowMs)).rejects.toMatchObject({ code: 'name_taken' });
    });

    test('a secret belongs to its origin: another one asks for it again', async () => {
      const moved = { url: 'http://elsewhere.example.com:9090' };
      await expect(updateSource(db, 'main', moved, nowMs)).rejects.toMatchObject({ details: { issues: [{ path: 'password' }] } });
      await updateSource(db, 'main', { ...moved, password: null }, nowMs);
      expect(await findServer(db, 'main')).toMatchObject({ ...moved, password: null });
      await updateSource(db, 'main', { url: `${moved.url}/prometheus`, password: 'new' }, nowMs);
      expect(await findServer(db, 'main')).toMatchObject({ password: 'new' });
    });

    test('how the last question went is kept, until the address changes', async () => {
      await keepSourceState(db, 'main', { ok: true, reason: 'answers', flavour: 'Prometheus 3.1.0' }, nowMs);
      await keepSourceState(db, 'main', { ok: false, reason: 'connection refused', flavour: null }, nowMs + 1000);
      expect(await findSource(db, 'main')).toMatchObject({ ok: false, reason: 'connection refused', flavour: 'Prometheus 3.1.0' });
      await updateSource(db, 'main', { url: 'https://other.example.com', password: null }, nowMs);
      expect(await findSource(db, 'main')).toMatchObject({ ok: null, flavour: null });
    });

    test('a service points at one with its labels; the worker gets both, also before the source is there', async () => {
      const mapping = { metricsSource: 'main', metricsSelector: 'job="orders"' };
      await insertService(db, registrationSchema.parse({ name: 'orders', baseUrl: 'http://orders.example.com', ...mapping }), nowMs);
      const homeless = {
        ...registrationSchema.parse({ name: 'stock', baseUrl: 'http://x', metricsSource: 'later', metricsSelector: 'job="s"' }),
        baseUrl: null,
      };
      await insertService(db, homeless, nowMs);
      const targets = new Map((await listPollTargets(db)).map((target) => [target.name, target]));
      expect(targets.get('orders')?.metrics).toMatchObject({ name: 'main', selector: 'job="orders"', server: { password: 'secret' } });
      expect(targets.get('stock')).toMatchObject({ baseUrl: null, metrics: { name: 'later', server: null } });
      expect(await findSource(db, 'main')).toMatchObject({ services: 1 });
      expect(await deleteSource(db, 'main')).toEqual(['orders']);
      expect(await findService(db, 'orders')).toMatchObject({ metricsSource: null, metricsSelector: null, healthFromUp: false });
      await expect(deleteSource(db, 'main')).rejects.toMatchObject({ code: 'not_found' });
    });
  });
});
