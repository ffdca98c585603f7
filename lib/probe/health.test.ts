import type { IncomingMessage } from 'node:http';
import { beforeEach, describe, expect, test } from 'vitest';
import { closedPort, lookHealthAt, openProbe, serve, serveRaw } from './fake-target.ts';
import type { Probe } from './probe.ts';

const megabyte = Buffer.alloc(1_000_000, 'a');
let probe: Probe;
beforeEach(() => {
  probe = openProbe();
});
const health = (baseUrl: string, wishes?: Parameters<typeof lookHealthAt>[2], by = probe) => lookHealthAt(by, baseUrl, wishes);

describe('a look at health', () => {
  test('gives the reading of a healthy service', async () => {
    const url = await serve((_, response) => response.end('{"status":"UP","version":"1.2"}'));
    const reading = await health(`${url}/base/`);
    expect(reading).toMatchObject({
      kind: 'health',
      url: `${url}/base/health`,
      atMs: 7,
      outcome: 'ok',
      reason: 'says UP',
      statusCode: 200,
      version: '1.2',
      silent: false,
    });
    expect(reading.durationMs).toBeGreaterThan(0);
  });

  test('sends what it is asked to send, and asks for no compression', async () => {
    let headers: IncomingMessage['headers'] = {};
    const url = await serve((request, response) => {
      headers = request.headers;
      response.end();
    });
    await health(url, { apiKey: 'key', bearerToken: 'token' });
    expect(headers).toMatchObject({ 'x-api-key': 'key', authorization: 'Bearer token', 'accept-encoding': 'identity' });
    expect(headers['user-agent']).toMatch(/^Signalbox\/\d/);
    await health(url, { apiKey: 'other' });
    expect(headers['x-api-key']).toBe('other');
    expect(headers.authorization).toBeUndefined();
  });

  test('calls a late answer slow', async () => {
    const url = await serve((_, response) => setTimeout(() => response.end('{"status":"UP"}'), 60));
    expect(await health(url, { slowMs: 30 })).toMatchObject({ outcome: 'slow', reason: expect.stringMatching(/^slow: [\d.]+ m?s, limit 30 ms$/) });
  });

  test('a closed port is refused', async () => {
    expect(await health(await closedPort())).toMatchObject({ outcome: 'fail', reason: 'connection refused', statusCode: null, silent: false });
  });

  test('a target that hangs ends at the deadline', async () => {
    const url = await serve(() => undefined);
    const reading = await health(url, { deadlineMs: 150 });
    expect(reading).toMatchObject({ outcome: 'fail', reason: 'timed out after 150 ms', silent: true });
    expect(reading.durationMs).toBeLessThan(4000);
  });

  test('a target that drips ends at the deadline', async () => {
    const url = await serve((_, response) => {
      const timer = setInterval(() => response.write(' '), 20);
      response.on('close', () => clearInterval(timer));
    });
    const reading = await health(url, { deadlineMs: 200 });
    expect(reading).toMatchObject({ outcome: 'fail', reason: 'timed out after 200 ms, in the middle of the answer', statusCode: 200, silent: false });
    expect(reading.durationMs).toBeLessThan(4000);
  });

  test('a body of 100 MB is cut, not waited for', async () => {
    let sent = 0;
    const url = await serve((_, response) => {
      const push = () => {
        while (sent < 100 && !response.destroyed) {
          sent += 1;
          if (!response.write(megabyte)) return;
        }
        response.end();
      };
      response.on('drain', push);
      push();
    });
    expect(await health(url)).toMatchObject({ outcome: 'ok', reason: 'HTTP 200' });
    expect(sent).toBeLessThan(50);
  });

  test('a reset in the middle of the body is a failure', async () => {
    const url = await serveRaw((socket) => {
      socket.once('data', () => socket.write('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nhalf', () => socket.resetAndDestroy()));
    });
    expect(await health(url)).toMatchObject({ outcome: 'fail', reason: 'connection broke in the middle of the answer' });
  });

  test('a connection closed without an answer is a failure', async () => {
    const url = await serveRaw((socket) => socket.once('data', () => socket.end()));
    expect(await health(url)).toMatchObject({ outcome: 'fail', reason: 'connection closed without an answer', silent: false });
  });

  test('what is not HTTP is said to be none', async () => {
    const url = await serveRaw((socket) => socket.write('SSH-2.0-OpenSSH_9.6\r\n'));
    expect(await health(url)).toMatchObject({ outcome: 'fail', reason: 'the answer is not HTTP' });
  });

  test('a redirect is a failure and is not followed', async () => {
    const seen: string[] = [];
    const url = await serve((request, response) => {
      seen.push(request.url ?? '');
      response.writeHead(302, { location: request.url === '/health' ? '/login?next=x' : 'http://169.254.169.254/latest/meta-data/' }).end();
    });
    expect(await health(url)).toMatchObject({ outcome: 'fail', reason: 'redirects to /login, which is not followed', statusCode: 302 });
    expect(await health(url, { path: '/meta' })).toMatchObject({
      outcome: 'fail',
      reason: 'redirects to http://169.254.169.254, which is not followed',
    });
    expect(seen).toEqual(['/health', '/meta']);
  });

  test('an encoding that was not asked for leaves the status to judge by', async () => {
    const url = await serve((_, response) => response.writeHead(200, { 'content-encoding': 'br' }).end('????'));
    expect(await health(url)).toMatchObject({ outcome: 'ok', reason: 'HTTP 200' });
  });

  test('headers without end are a failure', async () => {
    const url = await serveRaw((socket) => socket.once('data', () => socket.write(`HTTP/1.1 200 OK\r\nx-long: ${'a'.repeat(40_000)}\r\n\r\n`)));
    expect(await health(url)).toMatchObject({ outcome: 'fail', reason: 'sends more than 16 KB of headers' });
  });
});

describe('our own trouble is no failure', () => {
  test('an abandoned look', async () => {
    const url = await serve(() => undefined);
    const abort = new AbortController();
    const look = health(url, { signal: abort.signal });
    setTimeout(() => abort.abort(), 30);
    expect(await look).toMatchObject({ outcome: 'self', reason: 'the look was abandoned' });
    expect(await health(url, { signal: AbortSignal.abort() })).toMatchObject({ outcome: 'self' });
  });

  test('a name server that does not answer', async () => {
    expect(await health('http://busy.example')).toMatchObject({ outcome: 'self', reason: 'the name server does not answer' });
  });

  test('a call that the policy forbids, told without the address', async () => {
    expect(await health('http://169.254.169.254')).toMatchObject({ outcome: 'self' });
    const strict = openProbe('localhost:1');
    const reading = await health('http://rebound.example:8080', {}, strict);
    expect(reading).toMatchObject({ outcome: 'self', reason: expect.stringContaining("rebound.example:8080 is on Signalbox's own machine") });
    expect(reading.reason).not.toContain('127.0.0.1');
  });

  test('a probe that closes in the middle of a look', async () => {
    const closing = openProbe();
    const url = await serve(() => undefined);
    const look = health(url, {}, closing);
    setTimeout(() => void closing.close(), 50);
    expect(await look).toMatchObject({ outcome: 'self', reason: 'Signalbox is stopping' });
  });

  const block = (ms: number) => {
    const until = performance.now() + ms;
    while (performance.now() < until);
  };

  test('a deadline that passed because we were held up', async () => {
    const url = await serve(() => undefined);
    const look = health(url, { deadlineMs: 100 });
    setTimeout(block, 20, 1400);
    expect(await look).toMatchObject({ outcome: 'self', reason: expect.stringMatching(/^Signalbox was held up for \d/) });
  });

  test('time in which we were held up is given back to the target', async () => {
    const url = await serve((_, response) => setTimeout(() => response.end('{"status":"UP"}'), 30));
    const look = health(url, { deadlineMs: 600 });
    setTimeout(block, 5, 1000);
    expect(await look).toMatchObject({ outcome: 'ok' });
  });

  test('a name that does not exist is the fault of the target', async () => {
    expect(await health('http://missing.example')).toMatchObject({ outcome: 'fail', reason: 'host name not found', silent: true });
  });
});
