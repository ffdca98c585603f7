import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { systemActor } from '#lib/model/role.ts';
import { registrationSchema, type Service } from '#lib/model/service.ts';
import { listChanges } from '#lib/store/change.ts';
import type { PrismaClient } from '#lib/store/db.ts';
import { findService } from '#lib/store/service.ts';
import { eachDatabase } from '#lib/store/testbed.ts';
import { Schedule } from '../../worker/schedule.ts';
import type { CommandContext } from './context.ts';
import { type Poller, startPoller } from './poller.ts';
import { changeService, registerService } from './service.ts';
import { until } from './until.test.kit.ts';

process.env.SIGNALBOX_OUTBOUND_ALLOW = '127.0.0.1:*';

/** One process of a service: counts ten requests a second from an arbitrary start. */
async function startProcess(version: string, startedAtSeconds: number, at = 0) {
  const bornMs = performance.now();
  const told = { version };
  const server: Server = createServer((request, response) => {
    if (request.url !== '/metrics') return void response.end(JSON.stringify({ status: 'ok', version: told.version }));
    const requests = at + (performance.now() - bornMs) / 100;
    response.end(
      `process_start_time_seconds ${startedAtSeconds}\n# TYPE http_requests_total counter\nhttp_requests_total{method="GET",status="200"} ${requests}\n`,
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const close = async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return { url, close, told };
}

eachDatabase((open) => {
  describe('a service of three instances', () => {
    let db: PrismaClient;
    let poller: Poller;
    let processes: Awaited<ReturnType<typeof startProcess>>[];
    const ending = new AbortController();
    const context = (): CommandContext => ({ actor: systemActor, nowMs: Date.now(), correlationId: 'test', address: null, db });
    const when = (isSo: (service: Service) => boolean) =>
      until(async () => {
        const service = await findService(db, 'orders');
        return service && isSo(service) ? service : null;
      });
    const urls = () => processes.map(({ url }) => url);

    beforeEach(async () => {
      db = await open();
      const startedAt = Math.floor(Date.now() / 1000) - 3600;
      // What they have counted so far lies far apart: a difference across instances would be thousands a second.
      processes = await Promise.all([
        startProcess('1.0', startedAt, 1000),
        startProcess('1.0', startedAt + 5, 90_000),
        startProcess('1.0', startedAt, 7),
      ]);
      poller = await startPoller(db, new Schedule({ maxRunning: 100 }), ending.signal, () => undefined);
      const fields = { name: 'orders', baseUrl: urls()[0], instances: urls(), pollIntervalSeconds: 1 };
      await registerService(context(), registrationSchema.parse(fields));
    });
    afterEach(async () => {
      await poller.stop();
      for (const { close } of processes) await close().catch(() => undefined);
    });

    test('is up with all, and does what they do together', async () => {
      const service = await when(({ verdict, coverage }) => verdict === 'up' && coverage?.reporting === 3);
      expect(service.reason).toMatch(/of 3 instances answer/);
      const { requestRate } = await when((one) => (one.requestRate ?? 0) > 20);
      expect(requestRate).toBeLessThan(40);
      const points = await until(async () => {
        const found = await db.signalPoint.findMany({ where: { stepSeconds: 0 } });
        return found.length > 1 ? found : null;
      });
      for (const { requests, reporting, expected } of points) {
        expect(requests).toBeLessThan(200);
        expect([reporting, expected]).toEqual([3, 3]);
      }
    });

    test('is degraded when one of them is gone, says which, and says of how many its rate is', async () => {
      await when(({ verdict, coverage }) => verdict === 'up' && coverage?.reporting === 3);
      await processes[1]?.close();
      const service = await when(({ verdict, coverage }) => verdict === 'degraded' && coverage?.reporting === 2);
      expect(service.reason).toMatch(new RegExp(`^1 of 3 instances down: ${new URL(urls()[1] ?? '').host}, .*refused`));
      expect(service.coverage).toEqual({ reporting: 2, expected: 3 });
      const states = await db.instanceState.findMany({ orderBy: { position: 'asc' } });
      expect(states.map(({ verdict }) => verdict)).toEqual(['up', 'down', 'up']);
      expect(service.targets.find(({ kind }) => kind === 'metrics')?.reason).toMatch(/^1 of 3 instances: .*refused/);
    });

    test('is looked at where it is told to be from then on, and a rollout is told once', async () => {
      await when(({ verdict, version }) => verdict === 'up' && version === '1.0');
      for (const { told } of processes) told.version = '2.0';
      await when(({ version }) => version === '2.0');
      expect((await listChanges(db, { kinds: ['version.changed'], limit: 10 })).map(({ data }) => data)).toEqual([
        { service: 'orders', from: '1.0', to: '2.0' },
      ]);
      await changeService(context(), { name: 'orders', instances: urls().slice(0, 2) });
      await when(({ coverage }) => coverage?.expected === 2);
      await changeService(context(), { name: 'orders', instances: [] });
      const alone = await when(({ coverage, reason }) => coverage === null && !reason.includes('instances'));
      expect(alone).toMatchObject({ verdict: 'up', instances: [] });
    });
  });
});
