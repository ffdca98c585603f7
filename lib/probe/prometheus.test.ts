import { gzipSync } from 'node:zlib';
import { beforeEach, describe, expect, test } from 'vitest';
import type { MetricsServer } from '#lib/model/metrics-source.ts';
import { closedPort, openProbe, serve, serveRaw } from './fake-target.ts';
import type { Probe } from './probe.ts';
import { mostSamples, readMatrix, readMetadata, readToldTargets } from './prometheus-answer.ts';

let probe: Probe;
beforeEach(() => {
  probe = openProbe();
});

const serverAt = (url: string, more: Partial<MetricsServer> = {}): MetricsServer => ({
  ...{ name: 'main', url, tenant: null, username: null, password: null, bearerToken: null },
  ...more,
});

const question = { path: '/api/v1/query', form: { query: '{job="orders"}[60s]' }, deadlineMs: 3000, read: readMatrix };
const ask = (url: string, more: Partial<MetricsServer> = {}) => probe.ask(serverAt(url, more), question);
const json = { 'content-type': 'application/json' };
const answer = (body: Buffer | string, headers: Record<string, string> = json, status = 200) =>
  serve((_, response) => {
    response.writeHead(status, headers).end(body);
  });
const matrix = (result: unknown[], more: object = {}) => JSON.stringify({ status: 'success', data: { resultType: 'matrix', result }, ...more });
const metric = (name: string, labels: Record<string, string> = {}) => ({ __name__: name, job: 'orders', ...labels });

describe('an answer of raw samples', () => {
  test('is read with the times of its samples, sorted, packed or not', async () => {
    const body = matrix([
      {
        metric: metric('b'),
        values: [
          [1790000001.25, '+Inf'],
          [1790000016.25, 'NaN'],
        ],
      },
      { metric: metric('a'), values: [[1790000001.25, '7']] },
    ]);
    for (const url of [await answer(body), await answer(gzipSync(body), { ...json, 'content-encoding': 'gzip' })]) {
      const told = await ask(url);
      expect(told.ok && told.data.series.map(({ name, timesMs, values }) => [name, timesMs, values])).toEqual([
        ['a', [1790000001250], [7]],
        ['b', [1790000001250, 1790000016250], [Number.POSITIVE_INFINITY, Number.NaN]],
      ]);
    }
  });

  test('count and sum of a native histogram are read, and it is named as read in part', async () => {
    const histogram = { count: '10', sum: '1.5', buckets: [[0, '0', '1', '10']] };
    const told = await ask(await answer(matrix([{ metric: metric('http_request_duration_seconds'), histograms: [[1790000001, histogram]] }])));
    expect(told).toMatchObject({
      ok: true,
      data: {
        nativeHistograms: ['http_request_duration_seconds'],
        series: [
          { name: 'http_request_duration_seconds_count', values: [10] },
          { name: 'http_request_duration_seconds_sum', values: [1.5] },
        ],
      },
    });
  });

  test('is asked for by a form, with the credentials and the tenant of the source', async () => {
    const seen: unknown[] = [];
    const url = await serve((request, response) => {
      let body = '';
      request.on('data', (chunk) => {
        body += chunk;
      });
      request.on('end', () => {
        const { authorization } = request.headers;
        seen.push([request.method, request.url, authorization, request.headers['x-scope-orgid'], new URLSearchParams(body).get('query')]);
        response.writeHead(200, json).end(matrix([]));
      });
    });
    await ask(`${url}/prometheus`, { username: 'box', password: 'se:cret', tenant: 'shop' });
    await ask(url, { bearerToken: 'abc' });
    expect(seen).toEqual([
      ['POST', '/prometheus/api/v1/query', `Basic ${Buffer.from('box:se:cret').toString('base64')}`, 'shop', '{job="orders"}[60s]'],
      ['POST', '/api/v1/query', 'Bearer abc', undefined, '{job="orders"}[60s]'],
    ]);
  });
});

describe('a server that misbehaves', () => {
  const refused = '{"status":"error","errorType":"bad_data","error":"parse\\nerror"}';
  const whole = matrix([{ metric: metric('a'), values: [[1, '7']] }]);
  const surplus = matrix(
    Array.from({ length: 600 }, (_, at) => ({ metric: metric('a', { at: `${at}` }), values: Array.from({ length: 100 }, () => [1, '7']) })),
  );
  test.each<[string, Buffer | string, Record<string, string>, number, string]>([
    ['an error in the envelope', refused, json, 400, 'answered HTTP 400, bad_data: parse error'],
    ['an error with HTTP 200', refused, json, 200, 'answered HTTP 200, bad_data: parse error'],
    ['no permission', 'no', {}, 401, 'it refuses the credentials of this source'],
    ['an error page', '<html>', { 'content-type': 'text/html' }, 502, 'answered HTTP 502'],
    ['a login page', '<!doctype html><form>', { 'content-type': 'text/html' }, 200, 'sends a web page, not JSON'],
    ['a way to a login', '', { location: 'https://sso.example.com/in' }, 302, 'redirects to https://sso.example.com'],
    ['half an answer', whole.slice(0, -20), json, 200, 'no JSON, or ends too early'],
    ['something else', '{"hello":1}', json, 200, 'not that of a Prometheus'],
    ['a vector', '{"status":"success","data":{"resultType":"vector","result":[]}}', json, 200, 'no range of samples'],
    ['a value that is none', matrix([{ metric: metric('a'), values: [[1, 'seven']] }]), json, 200, 'a sample without time or value'],
    ['warnings', matrix([], { warnings: ['store 2: connection refused'] }), json, 200, 'answers in part only: store 2'],
    ['a part', matrix([], { isPartial: true }), json, 200, 'answers in part only'],
    ['60,000 samples', surplus, json, 200, `more than the ${mostSamples.toLocaleString('en-US')} samples allowed`],
    ['12 MB', ' '.repeat(12_000_000), json, 200, 'more than the 10 MB allowed'],
  ])('%s gives no samples but a reason', async (_, body, headers, status, reason) => {
    expect(await ask(await answer(body, headers, status))).toMatchObject({ ok: false, outcome: 'fail', reason: expect.stringContaining(reason) });
  });

  test('nobody there is told apart from a bad answer', async () => {
    expect(await ask(await closedPort())).toMatchObject({ ok: false, reason: 'connection refused', isAway: true });
    expect(await ask(await answer(refused, json, 400))).toMatchObject({ ok: false, isAway: false });
  });

  test('silence ends at the deadline', async () => {
    const url = await serveRaw(() => undefined);
    const told = await probe.ask(serverAt(url), { ...question, deadlineMs: 200 });
    expect(told).toMatchObject({ ok: false, reason: 'timed out after 200 ms' });
  });

  test('a kept connection that was closed meanwhile is opened again', async () => {
    let served = 0;
    const url = await serve((request, response) => {
      served += 1;
      if (served === 2) request.socket.destroy();
      else response.writeHead(200, json).end(whole);
    });
    expect(await ask(url)).toMatchObject({ ok: true });
    expect(await ask(url)).toMatchObject({ ok: true });
    expect(served).toBe(3);
  });

  test('what the policy forbids is not asked', async () => {
    expect(await ask('http://169.254.169.254')).toMatchObject({ ok: false, outcome: 'self' });
  });
});

test('metadata and targets are read, whatever else they hold', () => {
  expect(readMetadata({ up: [{ type: 'gauge', help: 'Up.', unit: '' }, { type: 'counter' }], odd: 7 })).toEqual(
    new Map([['up', { name: 'up', type: 'gauge', help: 'Up.', unit: null }]]),
  );
  const told = { labels: { job: 'orders' }, scrapeUrl: 'http://h/metrics', health: 'down', lastError: 'refused', surplus: {} };
  expect(readToldTargets({ activeTargets: [told] })).toEqual([
    { labels: { job: 'orders' }, scrapeUrl: 'http://h/metrics', health: 'down', lastError: 'refused' },
  ]);
});
