import parsePrometheusTextFormat from 'parse-prometheus-text-format';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { exportMetrics } from '#lib/metrics.ts';
import { claimLease } from '#lib/store/lease.ts';
import { setSetting } from '#lib/store/setting.ts';
import { GET as answerHealth } from '../../app/healthz/route.ts';
import { answerMetrics, answerReadiness } from './self.ts';
import { callApi, database, issueToken } from './stage.test.kit.ts';
import { processStreams } from './streams.ts';

interface Family {
  name: string;
  metrics: { value?: string; labels?: Record<string, string>; count?: string }[];
}

let guest: Record<string, string>;

beforeAll(async () => {
  guest = (await issueToken('guest')).headers;
});
afterAll(() => processStreams().stop());

async function readFamilies(): Promise<Family[]> {
  const response = await answerMetrics();
  expect(response.headers.get('content-type')).toContain('version=0.0.4');
  return parsePrometheusTextFormat(await response.text()) as Family[];
}

test('alive depends on nothing', async () => {
  expect(await answerHealth().json()).toEqual({ status: 'healthy', version: expect.stringMatching(/^\d+\.\d+\.\d+/) });
});

test('ready needs a worker, and says so when there is none', async () => {
  const before = await answerReadiness();
  expect([before.status, await before.json()]).toEqual([200, { status: 'degraded', checks: { database: 'ok', worker: 'away' } }]);
  await claimLease(await database(), 'poller', 'test', 60_000);
  expect(await (await answerReadiness()).json()).toEqual({ status: 'ready', checks: { database: 'ok', worker: 'ok' } });
});

test('without the database it stays for readers, degraded', async () => {
  const answer = await answerReadiness(async () => ({ database: 'away', worker: 'unknown' }));
  expect([answer.status, await answer.json()]).toMatchObject([200, { status: 'degraded' }]);
});

test('API calls are measured by route template, not by path', async () => {
  await callApi('GET', '/services/none', { headers: guest });
  await callApi('GET', '/nothing/here', { headers: guest });
  const text = await (await answerMetrics()).text();
  const series = 'http_request_method="GET",http_route="/api/v1/services/{name}",http_response_status_code="404"';
  expect(text).toMatch(new RegExp(`^http_server_request_duration_seconds_count\\{${series.replace(/[{}/]/g, '\\$&')}\\} 1$`, 'm'));
  expect(text).not.toContain('/nothing/here');
});

test("the worker's metrics are served with our own, until it falls silent", async () => {
  const told = (await exportMetrics()).filter(({ name }) => name === 'signalbox_targets');
  const metrics = [{ ...told[0], values: [{ labels: { verdict: 'down' }, value: 3 }] }];
  const read = async () => (await readFamilies()).find(({ name }) => name === 'signalbox_targets')?.metrics ?? [];
  await setSetting(await database(), 'metrics.worker', { at: Date.now(), metrics });
  expect(await read()).toMatchObject([{ labels: { verdict: 'down' }, value: '3' }]);
  await setSetting(await database(), 'metrics.worker', { at: Date.now() - 120_000, metrics });
  expect(await read()).toEqual([]);
  await setSetting(await database(), 'metrics.worker', { at: Date.now(), metrics: [{ nonsense: true }] });
  expect((await readFamilies()).length).toBeGreaterThan(0);
});

test('a process that stops asks to be left alone', async () => {
  processStreams().stop();
  const answer = await answerReadiness();
  expect([answer.status, await answer.json()]).toEqual([503, { status: 'stopping' }]);
});
