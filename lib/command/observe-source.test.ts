import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { newMetricsSourceSchema } from '#lib/model/metrics-source.ts';
import { systemActor } from '#lib/model/role.ts';
import { registrationSchema } from '#lib/model/service.ts';
import { listChanges } from '#lib/store/change.ts';
import type { PrismaClient } from '#lib/store/db.ts';
import { findSource } from '#lib/store/metrics-source.ts';
import { findService } from '#lib/store/service.ts';
import { findSignalSource, listSignalDeltas } from '#lib/store/signal.ts';
import { eachDatabase } from '#lib/store/testbed.ts';
import { Schedule } from '../../worker/schedule.ts';
import type { CommandContext } from './context.ts';
import { FakePrometheus } from './fake-prometheus.test.kit.ts';
import { addSource, removeSource } from './metrics-source.ts';
import { type Poller, startPoller } from './poller.ts';
import { changeService, registerService } from './service.ts';
import { until } from './until.test.kit.ts';

process.env.SIGNALBOX_OUTBOUND_ALLOW = '127.0.0.1:*';

eachDatabase((open) => {
  describe('a service that takes its signals from a metrics source', { timeout: 60_000 }, () => {
    let db: PrismaClient;
    let server: FakePrometheus;
    let poller: Poller;
    const ending = new AbortController();
    const context = (): CommandContext => ({ actor: systemActor, nowMs: Date.now(), correlationId: 'test', address: null, db });
    const start = async () => {
      poller = await startPoller(db, new Schedule({ maxRunning: 100 }), ending.signal, () => undefined);
    };
    const register = (name = 'orders', fields: object = {}) =>
      registerService(
        context(),
        registrationSchema.parse({
          ...{ name, baseUrl: server.url, healthCheckPath: '/api/v1/status/buildinfo', pollIntervalSeconds: 1 },
          ...{ metricsSource: 'main', metricsSelector: `job="${name}"` },
          ...fields,
        }),
      );
    const orders = (name = 'orders') => findService(db, name);
    const metricsOf = async (name = 'orders') => (await orders(name))?.targets.find(({ kind }) => kind === 'metrics');
    const pointsOf = (name = 'orders') => listSignalDeltas(db, name, Date.now() - 3_600_000, Date.now() + 60_000, 0);
    const turns = async () => (await listChanges(db, { kinds: ['source.turned'], limit: 20 })).reverse().map(({ data }) => data);

    beforeEach(async () => {
      db = await open();
      server = new FakePrometheus();
      await server.listen();
      server.targets = [{ job: 'orders', instance: '10.0.0.1:80', requestsPerSecond: 20, up: true }];
      await addSource(context(), newMetricsSourceSchema.parse({ name: 'main', url: server.url }));
      await start();
    });
    afterEach(async () => {
      await poller.stop();
      await server.close().catch(() => undefined);
    });

    test('has the true rate at once, the past minutes too, and says how it is known', async () => {
      await register();
      const service = await until(async () => ((await orders())?.requestRate ? orders() : null));
      expect(service?.requestRate).toBe(20);
      expect(service?.verdict).toBe('up');
      const points = await until(async () => ((await pointsOf()).length > 500 ? pointsOf() : null));
      expect(new Set(points.map(({ seconds, requests }) => (requests ?? 0) / seconds))).toEqual(new Set([20]));
      expect((await findSignalSource(db, 'orders'))?.from).toMatchObject({
        source: 'main',
        selector: 'job="orders"',
        intervalSeconds: 1,
        instances: 1,
      });
      expect(await metricsOf()).toMatchObject({ ok: true, reason: 'Prometheus main: 1 series of 1 instance' });
    });

    test('counts no scrape twice, neither over polls nor over a restart of the worker', async () => {
      await register();
      await until(async () => (await orders())?.requestRate);
      await poller.stop();
      await new Promise((resolve) => setTimeout(resolve, 2500));
      await start();
      const before = (await pointsOf()).length;
      const points = await until(async () => ((await pointsOf()).length > before + 2 ? pointsOf() : null));
      const times = points.map(({ atMs }) => atMs);
      expect(new Set(times).size).toBe(times.length);
      const spanMs = (times.at(-1) ?? 0) - (times[0] ?? 0);
      expect(points.slice(1).reduce((sum, { seconds }) => sum + seconds, 0)).toBe(spanMs / 1000);
    });

    test('when the server is away, all of them say so, it is told once and not asked by each of them', async () => {
      const names = Array.from({ length: 8 }, (_, at) => `s-${at}`);
      server.targets = names.map((job) => ({ job, instance: `${job}:80`, requestsPerSecond: 5, up: true }));
      for (const name of names) await register(name, { healthFromUp: true });
      await until(async () => (await Promise.all(names.map((name) => orders(name)))).every((service) => service?.requestRate === 5));
      expect(server.mostAtOnce).toBeLessThanOrEqual(4);
      await server.close();
      await until(async () => (await Promise.all(names.map(metricsOf))).every((target) => target?.reason === 'Prometheus main: connection refused'));
      expect(await turns()).toEqual([{ source: 'main', ok: false, reason: 'connection refused', services: 8 }]);
      expect(await findSource(db, 'main')).toMatchObject({ ok: false, reason: 'connection refused', services: 8 });
      await until(async () => (await Promise.all(names.map((name) => orders(name)))).every((service) => service?.verdict === 'unknown'));
      await server.listen();
      await until(async () => (await Promise.all(names.map(metricsOf))).every((target) => target?.ok));
      expect((await turns()).at(-1)).toMatchObject({ ok: true });
      expect(await findSource(db, 'main')).toMatchObject({ flavour: 'Prometheus 2.53.0' });
    });

    test('a target that the server cannot scrape is named with the server’s own reason', async () => {
      server.targets = [{ job: 'orders', instance: '10.0.0.1:80', requestsPerSecond: 20, up: false }];
      await register();
      await until(async () => (await metricsOf())?.reason === 'Prometheus main: cannot scrape 10.0.0.1:80: connect: no route to host');
    });

    test('its health is what the server can scrape, where somebody chose so', async () => {
      await register('orders', { healthFromUp: true, healthCheckPath: '/nothing-here' });
      await until(async () => (await orders())?.verdict === 'up');
      server.targets = [{ job: 'orders', instance: '10.0.0.1:80', requestsPerSecond: 20, up: false }];
      const down = await until(async () => ((await orders())?.verdict === 'down' ? orders() : null));
      expect(down?.reason).toBe('main cannot scrape it');
    });

    test('labels that find nothing, and a source that is gone, are told', async () => {
      await register('payments');
      await until(async () => (await metricsOf('payments'))?.reason.startsWith('Prometheus main: knows nothing with these labels'));
      await removeSource(context(), 'main');
      expect(await orders('payments')).toMatchObject({ metricsSource: null, metricsSelector: null });
      await until(async () => (await metricsOf('payments'))?.url === `${server.url}/metrics`);
    });

    test('a mapping that could not be asked is refused, field by field', async () => {
      await register();
      const change = (patch: object) => changeService(context(), { name: 'orders', ...patch }).catch((error: { details: unknown }) => error.details);
      expect(await change({ metricsSource: 'nobody' })).toMatchObject({ issues: [{ path: 'metricsSource' }] });
      expect(await change({ metricsSelector: null })).toMatchObject({ issues: [{ path: 'metricsSelector' }] });
      expect(await change({ metricsSource: null, healthFromUp: true })).toMatchObject({ issues: [{ path: 'healthFromUp' }] });
    });
  });
});
