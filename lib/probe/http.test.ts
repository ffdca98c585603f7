import { beforeEach, describe, expect, test } from 'vitest';
import { lookHealthAt, openProbe, serve, serveRaw, turn } from './fake-target.ts';
import type { Probe } from './probe.ts';

let probe: Probe;
beforeEach(() => {
  probe = openProbe();
});
const health = (baseUrl: string, wishes?: Parameters<typeof lookHealthAt>[2], by = probe) => lookHealthAt(by, baseUrl, wishes);

describe('connections', () => {
  test('are kept between looks', async () => {
    const ports = new Set<number | undefined>();
    const url = await serve((request, response) => {
      ports.add(request.socket.remotePort);
      response.end('OK');
    });
    for (let count = 0; count < 5; count += 1) {
      await health(url);
      await turn();
    }
    expect(ports.size).toBe(1);
  });

  test('that died between looks are opened again without a failure', async () => {
    let looks = 0;
    const url = await serveRaw((socket) => {
      let answers = 0;
      socket.on('data', () => {
        looks += 1;
        answers += 1;
        if (answers === 1) socket.write('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nOK');
        else socket.resetAndDestroy();
      });
    });
    expect((await health(url)).outcome).toBe('ok');
    await turn();
    expect((await health(url)).outcome).toBe('ok');
    expect(looks).toBe(3);
  });

  test('are tried twice at most', async () => {
    let looks = 0;
    const url = await serveRaw((socket) =>
      socket.on('data', () => {
        looks += 1;
        if (looks === 1) socket.write('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nOK');
        else socket.resetAndDestroy();
      }),
    );
    await health(url);
    await turn();
    expect(await health(url)).toMatchObject({ outcome: 'fail', reason: 'connection reset' });
    expect(looks).toBe(3);
  });

  test('to ourselves go to the exact own URLs only', async () => {
    const url = await serve((_, response) => response.end('OK'));
    const own = openProbe('127.0.0.0/8', [{ host: '127.0.0.1', port: Number(new URL(url).port) }], [`${url}/healthz`]);
    expect(await health(url, { path: '/healthz' }, own)).toMatchObject({ outcome: 'ok' });
    expect(await health(url, { path: '/api/v1/services' }, own)).toMatchObject({
      outcome: 'self',
      reason: expect.stringContaining('belongs to Signalbox itself'),
    });
  });

  test('one slow target does not hold up another of the same origin', async () => {
    const url = await serve((request, response) => {
      if (request.url !== '/hang') response.end('OK');
    });
    const hanging = health(url, { path: '/hang', deadlineMs: 2000 }).then(({ reason }) => reason);
    const answering = health(url).then(({ reason }) => reason);
    expect(await Promise.race([hanging, answering])).toBe('says OK');
    expect(await hanging).toBe('timed out after 2 s');
  });
});
