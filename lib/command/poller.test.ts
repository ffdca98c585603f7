import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Change } from '#lib/model/change.ts';
import { systemActor } from '#lib/model/role.ts';
import { registrationSchema } from '#lib/model/service.ts';
import { listChanges } from '#lib/store/change.ts';
import type { PrismaClient } from '#lib/store/db.ts';
import { findService } from '#lib/store/service.ts';
import { eachDatabase } from '#lib/store/testbed.ts';
import { Schedule } from '../../worker/schedule.ts';
import { checkService } from './check.ts';
import type { CommandContext } from './context.ts';
import { type Poller, startPoller } from './poller.ts';
import { changeService, registerService, removeService } from './service.ts';
import { until } from './until.test.kit.ts';

process.env.SIGNALBOX_OUTBOUND_ALLOW = '127.0.0.1:*';

const metricsText = (requests: number, errors: number, errorStatus: string) => `# TYPE http_requests_total counter
http_requests_total{method="GET",status="200"} ${requests}
http_requests_total{method="GET",status="${errorStatus}"} ${errors}
# TYPE http_request_duration_seconds histogram
http_request_duration_seconds_bucket{le="0.1"} ${requests}
http_request_duration_seconds_bucket{le="0.5"} ${requests + errors}
http_request_duration_seconds_bucket{le="+Inf"} ${requests + errors}
http_request_duration_seconds_sum ${requests * 0.05}
http_request_duration_seconds_count ${requests + errors}
`;

const documentText = JSON.stringify({ openapi: '3.0.3', info: { title: 'Orders', version: '1.0.0' }, paths: {} });

/** A service of its own process's loopback, whose state the test turns. */
class Subject {
  health = { status: 200, body: '{"status":"healthy","version":"1.0.0"}' };
  private readonly bornMs = performance.now();
  private readonly server: Server;
  looks = 0;
  /** How it answers one request in eleven. */
  errorStatus = '500';
  documentStatuses: number[] = [];
  port = 0;

  constructor() {
    this.server = createServer((request, response) => {
      if (request.url === '/metrics') {
        const requests = (performance.now() - this.bornMs) / 10;
        response.end(metricsText(requests, requests / 10, this.errorStatus));
        return;
      }
      if (request.url === '/openapi.json') {
        const status = this.documentStatuses.shift() ?? 200;
        response.writeHead(status).end(status === 200 ? documentText : 'not ready');
        return;
      }
      this.looks += 1;
      response.writeHead(this.health.status, { 'content-type': 'application/json' }).end(this.health.body);
    });
  }

  async listen(port = 0): Promise<void> {
    await new Promise<void>((resolve) => this.server.listen(port, '127.0.0.1', resolve));
    this.port = (this.server.address() as AddressInfo).port;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

eachDatabase((open) => {
  describe('the poller', () => {
    let db: PrismaClient;
    let subject: Subject;
    let poller: Poller;
    const ending = new AbortController();
    const context = (): CommandContext => ({ actor: systemActor, nowMs: Date.now(), correlationId: 'test', address: null, db });
    const register = (fields: object = {}) =>
      registerService(
        context(),
        registrationSchema.parse({ name: 'orders', baseUrl: `http://127.0.0.1:${subject.port}`, pollIntervalSeconds: 1, ...fields }),
      );
    const verdictIs = (verdict: string) =>
      until(async () => ((await findService(db, 'orders'))?.verdict === verdict ? findService(db, 'orders') : null));
    const transitions = async (): Promise<Change[]> => (await listChanges(db, { kinds: ['verdict.changed'], limit: 20 })).reverse();

    beforeEach(async () => {
      db = await open();
      subject = new Subject();
      await subject.listen();
      poller = await startPoller(db, new Schedule({ maxRunning: 100 }), ending.signal, () => undefined);
    });
    afterEach(async () => {
      await poller.stop();
      await subject.close().catch(() => undefined);
    });

    test('looks at a registered service at once, without a restart', async () => {
      await register({ pollIntervalSeconds: 3600 });
      await verdictIs('up');
    });

    test('calls it down after three failed looks with the reason, and up again after two good ones', async () => {
      await register({ metricsPath: null });
      await verdictIs('up');
      const { port } = subject;
      await subject.close();
      const closed = performance.now();
      const down = await verdictIs('down');
      expect(down?.reason).toMatch(/refused/);
      expect(performance.now() - closed).toBeLessThan(5500);
      subject = new Subject();
      await subject.listen(port);
      await verdictIs('up');
      expect((await transitions()).map(({ data }) => [(data as { from: string }).from, (data as { to: string }).to])).toEqual([
        ['unknown', 'up'],
        ['up', 'down'],
        ['down', 'up'],
      ]);
    });

    test('says degraded when the service says so, naming the cause', async () => {
      await register({ metricsPath: null });
      await verdictIs('up');
      subject.health = { status: 200, body: '{"status":"warn","checks":{"cache":[{"status":"warn"}]}}' };
      const degraded = await verdictIs('degraded');
      expect(degraded?.reason).toMatch(/cache/);
    });

    test('turns two scrapes into rate, error ratio and percentiles', async () => {
      await register();
      const service = await until(async () => {
        const found = await findService(db, 'orders');
        return found?.requestRate ? found : null;
      });
      expect(service.requestRate).toBeGreaterThan(100);
      expect(service.requestRate).toBeLessThan(120);
      expect(service.errorRatio).toBeCloseTo(1 / 11, 2);
      expect(service.latencyMsP95).toEqual({ low: 100, high: 500 });
    });

    test('says degraded, and why, of a service that answers health and fails a share of its calls', async () => {
      await register();
      const degraded = await verdictIs('degraded');
      expect(degraded?.reason).toMatch(/^9(\.\d)? % of answers are 5xx · \d+ s$/);
      expect((await transitions()).map(({ data }) => (data as { to: string }).to)).toEqual(['up', 'degraded']);
    });

    test('says degraded, and why, of a service whose p95 lies wholly above its objective', async () => {
      subject.errorStatus = '404';
      await register({ latencyObjective: { percentile: 95, thresholdMs: 60 } });
      const degraded = await verdictIs('degraded');
      expect(degraded?.reason).toMatch(/^p95 100–500 ms \(≤ 60 ms\) · \d+ s$/);
    });

    test('fetches a document that could not be had again soon, not an interval of documents later', async () => {
      subject.documentStatuses = [503];
      await register({ metricsPath: null, openapiPath: '/openapi.json' });
      const target = async () => (await findService(db, 'orders'))?.targets?.find(({ kind }) => kind === 'document');
      const failed = await until(async () => ((await target())?.ok === false ? target() : null));
      expect(failed?.reason).toMatch(/503/);
      const read = await until(async () => ((await target())?.ok ? target() : null));
      expect(read?.reason).toMatch(/Orders/);
    });

    test('answers a check with a new reading', async () => {
      await register({ pollIntervalSeconds: 60, metricsPath: null });
      await verdictIs('up');
      const asked = Date.now();
      const reading = await checkService(context(), 'orders');
      expect(Date.parse(reading.at)).toBeGreaterThanOrEqual(asked);
      expect(reading).toMatchObject({ ok: true, verdict: 'up', statusCode: 200 });
    });

    test('looks no more once the service is removed, and follows a changed address', async () => {
      await register({ metricsPath: null });
      await verdictIs('up');
      await changeService(context(), { name: 'orders', maintenance: true });
      await verdictIs('maintenance');
      await removeService(context(), 'orders');
      await new Promise((resolve) => setTimeout(resolve, 500));
      const { looks } = subject;
      await new Promise((resolve) => setTimeout(resolve, 1500));
      expect(subject.looks).toBe(looks);
    });

    test('a second poller stands by, and takes over when the first one leaves', async () => {
      await register({ metricsPath: null });
      await verdictIs('up');
      let second: Poller | undefined;
      const taking = startPoller(db, new Schedule({ maxRunning: 100 }), ending.signal, () => undefined).then((taken) => {
        second = taken;
      });
      await new Promise((resolve) => setTimeout(resolve, 500));
      expect(second).toBeUndefined();
      await poller.stop();
      await taking;
      subject.health = { status: 200, body: '{"status":"degraded"}' };
      await verdictIs('degraded');
      await second?.stop();
    });

    test('tells of a new version', async () => {
      await register({ metricsPath: null });
      await verdictIs('up');
      subject.health = { status: 200, body: '{"status":"healthy","version":"2.0.0"}' };
      const [change] = await until(async () => {
        const found = await listChanges(db, { kinds: ['version.changed'], limit: 1 });
        return found.length > 0 ? found : null;
      });
      expect(change?.data).toEqual({ service: 'orders', from: '1.0.0', to: '2.0.0' });
    });
  });
});
