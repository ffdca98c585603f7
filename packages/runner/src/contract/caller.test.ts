import { expect, test } from 'vitest';
import type { Caller, Exchange, Sent } from '../http.ts';
import { runContract } from './contract.ts';
import { RunOver } from './patience.ts';
import { document, serveThings } from './things.test.kit.ts';

const token = 'token-that-nobody-may-see-0123456789';
const baseUrl = 'http://things.test';

interface Recorder extends Caller {
  sent: Sent[];
  atMs: number[];
  closed: number;
}

/** A caller without any network: answers what the test says. */
function record(answer: (sent: Sent, index: number) => Partial<Exchange>): Recorder {
  const recorder: Recorder = {
    sent: [],
    atMs: [],
    closed: 0,
    async call(sent) {
      recorder.sent.push(sent);
      recorder.atMs.push(performance.now());
      const headers = { 'content-type': 'application/json' };
      return { sent, status: 404, headers, body: Buffer.from('{}'), durationMs: 1, trouble: null, ...answer(sent, recorder.sent.length) };
    },
    close() {
      recorder.closed += 1;
    },
  };
  return recorder;
}

const failure = (message: string) => ({ status: 401, body: Buffer.from(JSON.stringify({ code: 'NO', message })) });

test('a caller of your own sends every request, and is closed once', async () => {
  const service = await serveThings();
  const caller = record(() => failure('Who are you?'));
  const { calls } = await runContract({ baseUrl: service.url, document, seed: 1, readOnly: true, caller });
  await service.close();
  expect(service.seen).toEqual([]);
  expect(caller.sent).toHaveLength(calls);
  expect(calls).toBeGreaterThan(3);
  expect(caller.closed).toBe(1);
});

test('a caller of your own is closed where there is no document either', async () => {
  const caller = record(() => ({}));
  await expect(runContract({ baseUrl, document: {}, caller })).rejects.toThrow('This is no OpenAPI document');
  expect(caller.closed).toBe(1);
});

test('every request keeps the pace, those that look for the base address too', async () => {
  const caller = record(() => ({}));
  const withServer = { ...document, servers: [{ url: '/v2' }] };
  const perSecond = 50;
  await runContract({ baseUrl, document: withServer, seed: 1, readOnly: true, requestsPerSecond: perSecond, caller, mostInvalid: 2 });
  const spanMs = (caller.atMs.at(-1) ?? 0) - (caller.atMs[0] ?? 0);
  expect(caller.sent.some(({ url }) => url.startsWith(`${baseUrl}/v2/`))).toBe(true);
  expect(spanMs).toBeGreaterThanOrEqual(((caller.sent.length - 1) * 1000) / perSecond - 2);
});

test('a caller that says that the run is over ends it, and what was found is kept', async () => {
  const caller = record((_, index) => {
    if (index > 6) throw new RunOver('The time is over.');
    return { status: 500 };
  });
  const { findings, notes, calls } = await runContract({ baseUrl, document, credentials: { token }, seed: 1, readOnly: true, caller });
  expect(findings.map(({ id, operation }) => `${id} ${operation}`)).toEqual(['response.server_error GET /things']);
  expect(notes.at(-1)).toBe('The time is over. The run ended early.');
  expect(calls).toBe(7);
  expect(caller.closed).toBe(1);
});

test('an operation that never answers is asked twice, so that the others get their turn', async () => {
  const caller = record(({ url }) => {
    const isOne = /\/things\/./.test(url);
    return isOne ? { status: null, trouble: 'no answer within 10000 ms', durationMs: 10_000 } : { status: 500 };
  });
  const { findings, operations, notes } = await runContract({ baseUrl, document, credentials: { token }, seed: 1, readOnly: true, caller });
  expect(operations.map(({ operation, calls }) => [operation, calls > 10 ? 'many' : calls])).toEqual([
    ['GET /things', 'many'],
    ['GET /things/{thingId}', 2],
  ]);
  expect(findings.map(({ id, operation }) => `${id} ${operation}`)).toContain('response.none GET /things/{thingId}');
  expect(notes).toContain('GET /things/{thingId} gives no answer in time; it was asked no further.');
});

test('a path that does not begin with a slash leads nowhere, least of all to another host', async () => {
  const caller = record(() => ({}));
  const paths = { ...(document.paths as object), '@elsewhere.test/x': { get: { responses: { 200: { description: 'Elsewhere.' } } } } };
  const { operations } = await runContract({ baseUrl, document: { ...document, paths }, seed: 1, readOnly: true, caller });
  expect(operations.map(({ operation }) => operation)).toEqual(['GET /things', 'GET /things/{thingId}']);
  expect(caller.sent.filter(({ url }) => new URL(url).origin !== baseUrl)).toEqual([]);
});

test('a caller that fails for another reason leaves no result', async () => {
  const caller = record(() => {
    throw new Error('the network of this machine is down');
  });
  await expect(runContract({ baseUrl, document, seed: 1, caller })).rejects.toThrow('the network of this machine is down');
  expect(caller.closed).toBe(1);
});

const textsIn = (value: unknown): string[] => (typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [String(value)]);

/** Places of a text at which a cut for show may go through a secret. */
const paddings = Array.from({ length: 60 }, (_, index) => 'x'.repeat(160 + index));

const plainly = (secret: string) => secret;
const bearer = { type: 'http', scheme: 'bearer' };

test.each([
  ['token', bearer, { token }, plainly],
  ['API key', { type: 'apiKey', name: 'X-Key', in: 'header' }, { apiKey: token }, plainly],
  ['API key in the query', { type: 'apiKey', name: 'k', in: 'query' }, { apiKey: token }, plainly],
  ['password', { type: 'http', scheme: 'basic' }, { basic: `ada:${token}` }, plainly],
  ['escaped', bearer, { schemes: { bearer: 'a"secret\\that-must-not-be-seen' } }, plainly],
  ['encoded', bearer, { token: 'secret that/must-not+be seen' }, encodeURIComponent],
])('a service that repeats credentials puts none into a result: %s', async (_, scheme, credentials, write) => {
  const secret = Object.values(credentials).map((value) => (typeof value === 'string' ? value : value.bearer))[0] as string;
  const plain = secret.replace(/^ada:/, '');
  const secured = { ...document, components: { ...(document.components as object), securitySchemes: { bearer: scheme } } };
  const caller = record(({ headers }, index) => {
    const message = `${paddings[index % paddings.length]}${write(plain)} ${write(plain)}`;
    const body = Buffer.from(JSON.stringify({ message, sent: headers.authorization }));
    return { status: index % 2 ? 500 : 418, body, headers: { 'content-type': 'application/json', 'x-echo': plain, 'x-token': plain } };
  });
  const result = await runContract({ baseUrl, document: secured, credentials, seed: 1, caller });
  const text = textsIn(result).join('\n');
  expect(result.findings.length).toBeGreaterThan(3);
  expect(result.operations.some(({ refusal }) => refusal?.includes('xxx'))).toBe(true);
  const seen = [plain, write(plain), JSON.stringify(plain).slice(1, -1)].flatMap((one) => [one, one.slice(0, 6)]);
  expect(seen.filter((one) => text.includes(one))).toEqual([]);
});
