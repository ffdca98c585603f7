import { gzipSync } from 'node:zlib';
import { beforeEach, describe, expect, test } from 'vitest';
import { openProbe, serve } from './fake-target.ts';
import type { Probe } from './probe.ts';

const anonymous = { apiKey: null, bearerToken: null, deadlineMs: 5000 };
const megabyte = Buffer.alloc(1_000_000, 'a');
const exposition = '# TYPE http_requests_total counter\nhttp_requests_total{code="200"} 5\n';

let probe: Probe;
beforeEach(() => {
  probe = openProbe();
});

const metrics = (baseUrl: string) => probe.lookMetrics({ baseUrl, metricsPath: '/metrics', ...anonymous }, { nowMs: 7 });

describe('a look at metrics', () => {
  const answer = (body: Buffer | string, headers: Record<string, string> = {}, status = 200) =>
    serve((_, response) => {
      response.writeHead(status, { 'content-type': 'text/plain; version=0.0.4', ...headers }).end(body);
    });
  const gzip = { 'content-encoding': 'gzip' };

  test('gives the samples, gzip or not', async () => {
    for (const url of [await answer(exposition), await answer(gzipSync(exposition), gzip)]) {
      const { reading, samples } = await metrics(url);
      expect(reading).toMatchObject({ kind: 'metrics', outcome: 'ok', reason: '1 samples' });
      expect(Array.from(samples?.values ?? [])).toEqual([5]);
    }
  });

  test.each<[string, Buffer | string, Record<string, string>, string]>([
    ['truncated gzip', gzipSync(exposition.repeat(50)).subarray(0, -9), gzip, "the answer's gzip ends too early"],
    ['text that claims to be gzip', exposition, gzip, 'says gzip, but sends something else or damaged gzip'],
    ['a gzip bomb', gzipSync(Buffer.alloc(60_000_000)), gzip, 'sends more than the 10 MB allowed, once unpacked'],
    ['an encoding nobody asked for', exposition, { 'content-encoding': 'br' }, 'answers in br, which was not asked for'],
    ['12 MB announced', Buffer.alloc(12_100_000, '#'), { 'content-length': '12100000' }, 'sends 12.1 MB, more than the 10 MB allowed'],
    ['a web page', '<!DOCTYPE html><html></html>', { 'content-type': 'text/html' }, 'sends a web page, not metrics'],
    ['a malformed line', `${exposition}oh no {\n`, {}, 'line 3'],
  ])('%s gives no samples but a reason', async (_, body, headers, reason) => {
    const { reading, samples } = await metrics(await answer(body, headers));
    expect(samples).toBeNull();
    expect(reading).toMatchObject({ outcome: 'fail', reason: expect.stringContaining(reason) });
  });

  test('12 MB in chunks are stopped at the limit', async () => {
    const url = await serve((_, response) => {
      for (let count = 0; count < 12; count += 1) response.write(megabyte);
      response.end();
    });
    expect((await metrics(url)).reading).toMatchObject({ outcome: 'fail', reason: 'sends more than the 10 MB allowed' });
  });

  test('50,001 samples are too many', async () => {
    const url = await answer(Array.from({ length: 50_001 }, (_, at) => `a{n="${at}"} 1\n`).join(''));
    const { reading, samples } = await metrics(url);
    expect(samples).toBeNull();
    expect(reading).toMatchObject({ outcome: 'fail', reason: expect.stringMatching(/50,?000/) });
  });

  test('an error status fails', async () => {
    expect((await metrics(await answer('no', {}, 503))).reading).toMatchObject({ outcome: 'fail', reason: 'answered HTTP 503', statusCode: 503 });
  });
});
