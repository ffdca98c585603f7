import { createServer as createHttpServer, request } from 'node:http';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { JsonObject } from '../json.ts';
import { readAddress } from './address.ts';
import { FaultBoard } from './board.ts';

const board = new FaultBoard({ seed: 1 });
const sent = 'x'.repeat(20_000);
const echo = createServer((socket) => socket.pipe(socket).on('error', () => {}));
const web = createHttpServer((request, response) => {
  request.resume();
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ path: request.url, text: 'y'.repeat(500) }));
});
let webUrl: string;

/** One exchange on a connection of its own; rejects where the answer ends early. */
function ask(method = 'GET', body = ''): Promise<{ status: number; headers: Record<string, unknown>; text: string }> {
  return new Promise((resolve, reject) => {
    const asked = request(webUrl, { method, agent: false }, (answer) => {
      let text = '';
      answer.on('data', (chunk) => {
        text += chunk;
      });
      answer.on('error', reject);
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text }));
    });
    asked.on('error', reject).end(body);
  });
}

const portOf = (server: { address(): unknown }) => (server.address() as AddressInfo).port;

beforeAll(async () => {
  await Promise.all([echo, web].map((server) => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))));
  await board.add({ name: 'echo', upstream: `127.0.0.1:${portOf(echo)}` });
  const { listen } = await board.add({ name: 'web', upstream: `127.0.0.1:${portOf(web)}` });
  webUrl = `http://${listen}/things`;
});
beforeEach(() => board.reset());
afterAll(async () => {
  await board.close();
  echo.close();
  web.closeAllConnections();
  web.close();
});

interface Heard {
  text: string;
  pieces: number;
  firstMs: number;
  endedMs: number;
  ended: 'end' | 'reset' | 'open';
}

/** Says something and listens until the connection ends, or `forMs` have passed. */
function converse(text: string, forMs: number, { ends = false } = {}): Promise<Heard> {
  const { host, port } = readAddress(board.read('echo').listen, 'listen');
  const startedMs = performance.now();
  const heard: Heard = { text: '', pieces: 0, firstMs: 0, endedMs: 0, ended: 'open' };
  return new Promise((resolve) => {
    const socket: Socket = connect(port, host, () => (ends ? socket.end(text) : socket.write(text)));
    const finish = (ended: Heard['ended']) => {
      if (heard.ended === 'open') Object.assign(heard, { ended, endedMs: performance.now() - startedMs });
      clearTimeout(timer);
      socket.destroy();
      resolve(heard);
    };
    const timer = setTimeout(() => finish('open'), forMs);
    socket.on('data', (data) => {
      heard.firstMs ||= performance.now() - startedMs;
      heard.pieces += 1;
      heard.text += data.toString();
      if (!ends && heard.text.length === text.length) finish('open');
    });
    socket.on('end', () => finish('end'));
    socket.on('error', () => finish('reset'));
  });
}

const put = (type: string, attributes: JsonObject = {}, more: JsonObject = {}) => board.addToxic('echo', { type, attributes, ...more });

test('without a fault everything passes as it is', async () => {
  const heard = await converse(sent, 3000, { ends: true });
  expect(heard).toMatchObject({ text: sent, ended: 'end' });
});

test('latency delays by so much, give or take the jitter', async () => {
  put('latency', { latency: 300, jitter: 50 });
  const heard = await converse('hello', 5000);
  expect(heard.text).toBe('hello');
  expect(heard.firstMs).toBeGreaterThanOrEqual(245);
  expect(heard.firstMs).toBeLessThan(2000);
});

test('latency delays without making it slower: what comes later is not delayed twice', async () => {
  put('latency', { latency: 200 });
  const { endedMs, text } = await converse(sent.repeat(20), 8000);
  expect(text).toHaveLength(sent.length * 20);
  expect(endedMs).toBeLessThan(3000);
});

test('bandwidth lets so many kilobytes pass in a second', async () => {
  put('bandwidth', { rate: 50 });
  const { endedMs, text } = await converse(sent, 10_000);
  expect(text).toBe(sent);
  expect(endedMs).toBeGreaterThan(330);
  expect(endedMs).toBeLessThan(3000);
});

test('slow_close delays the end', async () => {
  put('slow_close', { delay: 300 });
  const heard = await converse('bye', 5000, { ends: true });
  expect(heard).toMatchObject({ text: 'bye', ended: 'end' });
  expect(heard.endedMs).toBeGreaterThanOrEqual(295);
});

test('timeout lets nothing pass and then closes; 0 keeps the connection until the fault is gone', async () => {
  put('timeout', { timeout: 200 });
  const heard = await converse('hello', 5000);
  expect(heard).toMatchObject({ text: '', ended: 'end' });
  expect(heard.endedMs).toBeGreaterThan(180);
  board.changeToxic('echo', 'timeout_downstream', { attributes: { timeout: 0 } });
  const waiting = converse('hello', 5000);
  await expect.poll(() => board.read('echo').toxics[0]?.hits).toBeGreaterThan(1);
  board.removeToxic('echo', 'timeout_downstream');
  expect(await waiting).toMatchObject({ text: 'hello' });
});

test('reset_peer resets, at once or later, and lets nothing pass before', async () => {
  put('reset_peer', { timeout: 150 });
  const heard = await converse('hello', 5000);
  expect(heard).toMatchObject({ text: '', ended: 'reset' });
  expect(heard.endedMs).toBeGreaterThan(100);
  board.changeToxic('echo', 'reset_peer_downstream', { attributes: { timeout: 0 } });
  const many = await Promise.all(Array.from({ length: 20 }, () => converse('hello', 5000)));
  expect(many.filter(({ text, ended }) => text !== '' || ended !== 'reset')).toEqual([]);
});

test('what a fault met is forgotten with it', async () => {
  put('latency', { latency: 1 });
  await converse('hello', 1000, { ends: true });
  expect(board.read('echo').toxics[0]?.hits).toBeGreaterThan(0);
  board.removeToxic('echo', 'latency_downstream');
  put('latency', { latency: 1 });
  expect(board.read('echo').toxics[0]?.hits).toBe(0);
});

test('slicer cuts into small pieces, some time apart', async () => {
  put('slicer', { average_size: 100, size_variation: 20, delay: 20_000 });
  const heard = await converse('z'.repeat(1000), 8000);
  expect(heard.text).toHaveLength(1000);
  expect(heard.pieces).toBeGreaterThan(4);
  expect(heard.endedMs - heard.firstMs).toBeGreaterThan(100);
});

test('limit_data ends after so many bytes', async () => {
  put('limit_data', { bytes: 7000 });
  const heard = await converse(sent, 5000);
  expect([heard.text.length, heard.ended]).toEqual([7000, 'end']);
});

test('a fault is upstream or downstream, and of so many connections', async () => {
  put('limit_data', { bytes: 10 }, { stream: 'upstream' });
  expect((await converse(sent, 3000)).text).toHaveLength(10);
  await board.reset();
  put('limit_data', { bytes: 0 }, { toxicity: 0.5 });
  const heard = await Promise.all(Array.from({ length: 40 }, () => converse('hi', 5000)));
  const harmed = heard.filter(({ text }) => text === '').length;
  expect(harmed).toBeGreaterThan(8);
  expect(harmed).toBeLessThan(32);
});

test('a proxy that is not enabled refuses connections, and comes back at the same address', async () => {
  const { listen } = board.read('echo');
  await board.change('echo', { enabled: false });
  expect(await converse('hello', 3000)).toMatchObject({ text: '', ended: 'reset' });
  await board.change('echo', { enabled: true });
  expect(board.read('echo').listen).toBe(listen);
  expect(await converse('hello', 3000)).toMatchObject({ text: 'hello' });
});

test('http_status answers instead of the service', async () => {
  board.addToxic('web', { type: 'http_status', attributes: { status: 503, retry_after: 2 } });
  expect(await ask('POST', 'x'.repeat(1000))).toMatchObject({ status: 503, headers: { 'retry-after': '2' } });
  board.removeToxic('web', 'http_status_downstream');
  expect(JSON.parse((await ask()).text)).toMatchObject({ path: '/things' });
});

test('connections that were kept open meet a fault of HTTP too', async () => {
  expect((await fetch(webUrl)).status).toBe(200);
  board.addToxic('web', { type: 'http_status' });
  const status = () =>
    fetch(webUrl).then(
      (answer) => answer.status,
      () => 'closed',
    );
  await expect.poll(status, { timeout: 5000 }).toBe(503);
});

test('truncate_body and malformed_body spoil what was answered', async () => {
  board.addToxic('web', { type: 'truncate_body', attributes: { bytes: 20 } });
  await expect(ask()).rejects.toThrow();
  await board.reset();
  board.addToxic('web', { type: 'malformed_body' });
  const malformed = await ask();
  expect(malformed).toMatchObject({ status: 200, headers: { 'content-type': 'application/json' } });
  expect(() => JSON.parse(malformed.text)).toThrow(SyntaxError);
});

test('abort ends the connection where an answer should be', async () => {
  board.addToxic('web', { type: 'abort' });
  await expect(ask('POST', 'x')).rejects.toThrow(/hang up|ECONNRESET/);
  board.removeToxic('web', 'abort_downstream');
  expect((await ask()).status).toBe(200);
});

test('slow_body sends the head at once and the body slowly, and the rest when the fault is gone', async () => {
  board.addToxic('web', { type: 'slow_body', attributes: { rate: 100 } });
  const answer = await fetch(webUrl);
  const startedMs = performance.now();
  expect(answer.status).toBe(200);
  const body = answer.text();
  await expect.poll(() => performance.now() - startedMs).toBeGreaterThan(400);
  board.removeToxic('web', 'slow_body_downstream');
  expect(JSON.parse(await body)).toMatchObject({ path: '/things' });
  expect(performance.now() - startedMs).toBeLessThan(4500);
});

test('flap takes connections and resets them in turn', async () => {
  put('flap', { up: 200, down: 300 });
  const heard = await converse('', 5000);
  expect(heard.ended).toBe('reset');
  const outcomes = new Set<string>();
  await expect.poll(async () => outcomes.add((await converse('hi', 5000)).text || 'reset').size, { timeout: 10_000 }).toBe(2);
  expect([...outcomes].sort()).toEqual(['hi', 'reset']);
});

test('faults of the connection and of HTTP work together', async () => {
  board.addToxic('web', { type: 'http_status', attributes: { status: 500 } });
  board.addToxic('web', { type: 'latency', attributes: { latency: 200 } });
  const startedMs = performance.now();
  expect((await ask()).status).toBe(500);
  expect(performance.now() - startedMs).toBeGreaterThan(180);
  expect(board.read('web').toxics.map(({ hits }) => hits > 0)).toEqual([true, true]);
});
