import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Run, RunDetail } from '../../../../lib/model/run.ts';
import { serveApi } from '../api.test.kit.ts';
import { parseRetryAfter } from '../ask.ts';
import { pushReport } from './push.ts';
import type { RunReport } from './report.ts';

let api: Awaited<ReturnType<typeof serveApi>>;
beforeAll(async () => {
  api = await serveApi();
  for (const name of ['pushed', 'hidden']) await api.ask('POST', '/services', { name, baseUrl: 'http://10.1.2.3:8080' });
});
afterAll(() => api.close());

const report = (more: Partial<RunReport> = {}): RunReport => ({
  ...{ id: randomUUID(), kind: 'e2e', startedAt: '2026-11-30T08:00:00.000Z', durationMs: 12, environment: 'ci', readOnly: false },
  ...{ seed: null, version: null, baseUrl: null, calls: null, operations: null, unproven: null, broken: null, summary: '1 test passed.' },
  ...{ findings: [], outcome: { checks: [], tables: [], notes: [] }, commit: null, ...more },
});
const pausesMs = [1, 1, 1];
const push = (name: string, one: RunReport, secrets: string[] = []) =>
  pushReport({ url: api.url, token: api.token }, name, one, { pausesMs, secrets });
const kept = async (name: string) => (await api.ask<{ runs: Run[] }>('GET', `/services/${name}/runs`)).body.runs;

test('is kept once, however often the network and the server failed on the way', async () => {
  api.mishaps.push(503, 'cut before', 'cut after');
  const sent = report();
  await push('pushed', sent);
  expect(api.mishaps).toEqual([]);
  expect(await kept('pushed')).toMatchObject([{ id: sent.id, kind: 'e2e', state: 'passed', environment: 'ci', summary: '1 test passed.' }]);
});

test('is given up after four attempts, and at once where asking again changes nothing', async () => {
  const attempts = async (work: Promise<void>) => {
    const before = api.seen.length;
    const error = await work.catch((reason: Error) => reason.message);
    return [error, api.seen.length - before];
  };
  api.mishaps.push(500, 502, 503, 504);
  expect(await attempts(push('pushed', report()))).toEqual(['Not now.', 4]);
  expect(await attempts(push('nobody', report()))).toEqual(['There is no service named nobody.', 1]);
  expect(await attempts(pushReport({ url: api.url, token: undefined }, 'pushed', report(), { pausesMs }))).toEqual([
    expect.stringContaining('Give an API token with --token or SIGNALBOX_TOKEN.'),
    1,
  ]);
  await expect(pushReport({ url: 'http://127.0.0.1:59999', token: undefined }, 'pushed', report(), { pausesMs })).rejects.toThrow('did not answer');
});

test('waits as long as Signalbox asks, and leaves it where that is too long', async () => {
  api.mishaps.push({ status: 429, 'retry-after': '1' });
  await push('pushed', report());
  const [first, second] = api.seen.slice(-2).map(({ atMs }) => atMs);
  expect((second ?? 0) - (first ?? 0)).toBeGreaterThan(900);
  const before = api.seen.length;
  api.mishaps.push({ status: 429, 'retry-after': '3600' });
  await expect(push('pushed', report())).rejects.toThrow('Not now.\nSignalbox asks to wait 3600 s: push the result again then.');
  expect(api.seen.length - before).toBe(1);
});

test.each<[string | null, number | null]>([
  [null, null],
  ['7', 7000],
  ['Mon, 30 Nov 2026 08:00:05 GMT', 5000],
  ['Mon, 30 Nov 2026 07:00:00 GMT', 0],
  ['soon', null],
])('reads a Retry-After of %s', (text, expected) => {
  expect(parseRetryAfter(text, Date.parse('2026-11-30T08:00:00Z'))).toBe(expected);
});

test('holds no secret: neither as it is nor as addresses and Basic credentials write it', async () => {
  const secret = 'p/ss word+1234';
  const basic = Buffer.from(secret).toString('base64');
  const spelled = `${secret} ${encodeURIComponent(secret)} ${basic} ${api.token}`;
  const sent = report({
    summary: spelled,
    findings: [
      {
        ...{ id: 'e2e.test.failed', source: 'e2e', severity: 'error', direction: 'none', operation: null, pointer: '' },
        ...{ message: spelled, actual: spelled, fingerprint: 'f' },
        exchange: {
          request: { method: 'GET', url: `http://x/?k=${spelled}`, headers: { a: spelled }, body: spelled },
          response: { status: null, headers: {}, body: spelled, trouble: spelled },
        },
      },
    ],
    outcome: {
      checks: [{ id: 'a', title: spelled, ok: false, message: spelled }],
      tables: [{ title: 't', columns: ['c'], rows: [[spelled]] }],
      notes: [spelled],
    },
  });
  await push('hidden', sent, [secret, 'test', 'error']);
  const { body } = await api.ask<RunDetail>('GET', `/runs/${sent.id}`);
  expect(body.findings[0]).toMatchObject({ message: '… … … …', id: 'e2e.test.failed', severity: 'error' });
  for (const one of [secret, encodeURIComponent(secret), basic, api.token]) expect(JSON.stringify(body)).not.toContain(one);
});
