import { gzipSync } from 'node:zlib';
import { beforeEach, describe, expect, test } from 'vitest';
import { openProbe, serve } from './fake-target.ts';
import type { Probe } from './probe.ts';

const anonymous = { apiKey: null, bearerToken: null, deadlineMs: 2000 };
const text = JSON.stringify({ openapi: '3.1.0', info: { title: 'Orders', version: '2' }, paths: {} });

let probe: Probe;
beforeEach(() => {
  probe = openProbe();
});

type Known = { url: string; etag: string | null; lastModified: string | null } | null;
const look = (baseUrl: string, known: Known = null) =>
  probe.lookDocument({ baseUrl, openapiPath: '/openapi.json', known, ...anonymous }, { nowMs: 7 });

describe('a look at a document', () => {
  test('brings the text and what says whether it changed', async () => {
    const url = await serve((_, response) => {
      response.writeHead(200, { etag: '"a1"', 'last-modified': 'Sun, 22 Nov 2026 12:00:00 GMT', 'content-encoding': 'gzip' }).end(gzipSync(text));
    });
    const found = await look(url);
    expect(found).toMatchObject({ unchanged: false, etag: '"a1"', lastModified: 'Sun, 22 Nov 2026 12:00:00 GMT' });
    expect(found.reading).toMatchObject({ kind: 'document', outcome: 'ok', atMs: 7, statusCode: 200 });
    expect(found.bytes?.toString()).toBe(text);
  });

  test('asks with what it was told last, and an unchanged document costs no text', async () => {
    const asked: (string | undefined)[] = [];
    const url = await serve((request, response) => {
      asked.push(request.headers['if-none-match']);
      if (request.headers['if-none-match'] === '"a1"') response.writeHead(304).end();
      else response.writeHead(200, { etag: '"a1"' }).end(text);
    });
    const known = { url: `${url}/openapi.json`, etag: '"a1"', lastModified: null };
    expect(await look(url, known)).toMatchObject({ unchanged: true, bytes: null, etag: '"a1"', reading: { outcome: 'ok' } });
    expect(await look(url, { ...known, url: 'http://elsewhere/openapi.json' })).toMatchObject({ unchanged: false });
    expect(asked).toEqual(['"a1"', undefined]);
  });

  test.each<[string, number, Record<string, string>, string]>([
    ['an error status', 503, {}, 'answered HTTP 503'],
    ['a redirect', 302, { location: '/login' }, 'redirects to /login, which is not followed'],
    ['a redirect elsewhere', 302, { location: 'https://sso.example.com/x?y=1' }, 'redirects to https://sso.example.com, which is not followed'],
  ])('%s fails with its reason', async (_, status, headers, reason) => {
    const url = await serve((_request, response) => {
      response.writeHead(status, headers).end('no');
    });
    expect(await look(url)).toMatchObject({ bytes: null, reading: { outcome: 'fail', reason } });
  });

  test('more than 16 MB is stopped at the limit, packed or not', async () => {
    const plain = await serve((_, response) => {
      for (let count = 0; count < 17; count += 1) response.write(Buffer.alloc(1_000_000, 'a'));
      response.end();
    });
    expect((await look(plain)).reading.reason).toBe('sends more than the 16 MB allowed');
    const packed = await serve((_, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(Buffer.alloc(17_000_000)));
    });
    expect((await look(packed)).reading.reason).toBe('sends more than the 16 MB allowed, once unpacked');
  });

  test('one that drips ends with the deadline', async () => {
    const url = await serve((_, response) => {
      response.writeHead(200);
      response.write('{');
    });
    const found = await probe.lookDocument({ baseUrl: url, openapiPath: '/x', known: null, ...anonymous, deadlineMs: 200 }, { nowMs: 7 });
    expect(found.reading).toMatchObject({ outcome: 'fail', reason: 'timed out after 200 ms' });
  });
});

describe('a request that is sent for somebody', () => {
  const limits = { maxBytes: 1000, mayCut: true, deadlineMs: 2000 };
  const send = (baseUrl: string, outgoing: { method?: string; headers?: Record<string, string>; body?: string | null } = {}) =>
    probe.send(
      { baseUrl, path: '/things?x=1', apiKey: 'stored-key', bearerToken: null },
      { method: 'GET', headers: {}, body: null, ...outgoing },
      limits,
    );

  test('carries method, headers, body and the stored credential, which nobody replaces', async () => {
    const url = await serve((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => response.end(JSON.stringify([request.method, request.url, request.headers, Buffer.concat(chunks).toString()])));
    });
    const headers = { 'content-type': 'application/json', 'X-API-Key': 'mine', accept: 'application/json' };
    const answer = await send(url, { method: 'POST', headers, body: '{"a":1}' });
    if (!answer.ok) throw new Error(answer.reason);
    const [method, path, sent, body] = JSON.parse(answer.body.toString());
    expect([method, path, body]).toEqual(['POST', '/things?x=1', '{"a":1}']);
    expect(sent).toMatchObject({ 'x-api-key': 'stored-key', 'content-type': 'application/json', accept: 'application/json' });
  });

  test('keeps the beginning of a long answer', async () => {
    const url = await serve((_, response) => response.end('a'.repeat(5000)));
    expect(await send(url)).toMatchObject({ ok: true, isCut: true, body: Buffer.from('a'.repeat(1000)) });
  });

  test('is not sent where the policy forbids it', async () => {
    expect(await send('http://169.254.169.254')).toMatchObject({ ok: false, outcome: 'self', reason: expect.stringContaining('never calls') });
  });

  test('a refused connection is told, not thrown', async () => {
    expect(await send('http://127.0.0.1:9')).toMatchObject({ ok: false, reason: expect.any(String) });
  });
});
