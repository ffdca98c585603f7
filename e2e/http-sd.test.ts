import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hasDaemon, startDaemon } from './support/daemon.ts';
import { until } from './support/process.ts';
import { type Signalbox, startSignalbox } from './support/signalbox.ts';

let signalbox: Signalbox;
let service: Server;
let port: number;
const scraped: string[] = [];

beforeAll(async () => {
  service = createServer((request, response) => {
    if (request.headers['user-agent']?.startsWith('Prometheus/')) scraped.push(request.url ?? '');
    response.setHeader('content-type', 'text/plain; version=0.0.4').end('orders_open 7\n');
  });
  await new Promise<void>((done) => service.listen(0, '127.0.0.1', () => done()));
  port = (service.address() as AddressInfo).port;
  signalbox = await startSignalbox();
});

afterAll(async () => {
  await signalbox?.stop();
  service?.closeAllConnections();
  await new Promise((done) => service.close(done));
});

describe.skipIf(!hasDaemon('prometheus'))('Prometheus that asks Signalbox for its targets', () => {
  test.each([
    ['with the token as its scheme demands', 'type: Bearer\n          credentials'],
    ['with the token alone', 'credentials'],
  ])(
    '%s finds a registered service and scrapes it',
    async (_how, credentials) => {
      const registration = { name: 'orders', baseUrl: `http://127.0.0.1:${port}`, metricsPath: '/stats?format=prometheus', team: 'core' };
      await signalbox.api('POST', '/api/v1/services', registration);
      scraped.length = 0;
      const config = `global:
  scrape_interval: 1s
scrape_configs:
  - job_name: signalbox
    http_sd_configs:
      - url: ${signalbox.url}/api/v1/http-sd?team=core
        refresh_interval: 1s
        authorization:
          ${credentials}: ${signalbox.adminToken}
`;
      const prometheus = await startDaemon('prometheus', { config });
      try {
        const ask = async () => {
          const response = await fetch(`${prometheus.url}/api/v1/query?query=orders_open`);
          return response.ok ? ((await response.json()) as { data: { result: unknown[] } }).data.result : [];
        };
        const isUp = async () => (await ask()).length > 0;
        await until(isUp, 60_000, () => `Prometheus at ${prometheus.url} has scraped ${scraped.length} times`);
        expect(await ask()).toMatchObject([{ metric: { service: 'orders', team: 'core', tier: '3' }, value: [expect.any(Number), '7'] }]);
        expect(new Set(scraped)).toEqual(new Set(['/stats?format=prometheus']));
      } finally {
        await prometheus.remove();
      }
    },
    120_000,
  );
});
