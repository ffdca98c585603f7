import { inspect } from 'node:util';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ServiceClient } from './client.ts';
import { metricsRegistry } from './metrics.ts';
import { answer, type Behaviour, failureOf, freshName, hang, type Misbehaving, misbehaving, reset, truncate } from './server.test.kit.ts';

const apiKey = 'key-4711-"secret\\';
const jwtToken = 'eyJhbGciOi.secret.token';
let server: Misbehaving;
let written = '';
beforeEach(async () => {
  written = '';
  for (const stream of [process.stdout, process.stderr])
    vi.spyOn(stream, 'write').mockImplementation((text) => {
      written += String(text);
      return true;
    });
  server = await misbehaving();
});
afterEach(async () => {
  vi.restoreAllMocks();
  await server.stop();
});

const echo: Behaviour = (response, _, { headers }) =>
  answer(500, { youSent: headers, text: `Bearer ${jwtToken}` })(response, {} as never, {} as never);
const hasSecret = (text: string) => text.includes('key-4711') || text.includes('eyJhbGciOi');
const everythingOf = (error: Error): string =>
  `${inspect(error, { depth: 20, showHidden: true })} ${JSON.stringify(error)} ${error.stack} ${String(error)}`;

test.each<[string, Behaviour]>([
  ['an answer that repeats what was sent', echo],
  ['401', answer(401, { message: `Bearer ${jwtToken} is wrong` })],
  ['a text that repeats it', answer(400, `bad key ${apiKey}`, { 'content-type': 'text/plain' })],
  ['no answer', hang],
  ['a reset', reset],
  ['a cut body', truncate],
  ['bytes that are no HTTP', (response) => void response.socket?.end(`x-api-key: ${apiKey}\r\n`)],
])('credentials are in no error, log line or metric after %s', async (_, behaviour) => {
  server.behave(behaviour);
  const client = new ServiceClient({ name: freshName(), baseUrl: server.url, apiKey, jwtToken, maxRetries: 1, retryDelayMs: 0, timeoutMs: 200 });
  const error = await failureOf(client.get('/x'));
  expect(server.seen[0]?.headers['x-api-key']).toBe(apiKey);
  expect(hasSecret(everythingOf(error)), everythingOf(error)).toBe(false);
  expect(hasSecret(written)).toBe(false);
  expect(hasSecret(await metricsRegistry().metrics())).toBe(false);
});

test('an Authorization of one call is kept out too', async () => {
  server.behave(answer(500, { token: 'eyJhbGciOi.own' }));
  const client = new ServiceClient({ name: freshName(), baseUrl: server.url, maxRetries: 0 });
  const error = await failureOf(client.get('/x', { headers: { Authorization: 'Bearer eyJhbGciOi.own' } }));
  expect(error.body).toEqual({ token: '[redacted]' });
});

test('a credential of digits in a number leaves a text', async () => {
  server.behave(answer(500, { key: 12345678 }));
  const client = new ServiceClient({ name: freshName(), baseUrl: server.url, maxRetries: 0, apiKey: '12345678' });
  expect((await failureOf(client.get('/x'))).body).toBe('{"key":[redacted]}');
});

test('a client shows none of its credentials', () => {
  const client = new ServiceClient({ name: freshName(), baseUrl: server.url, apiKey, jwtToken });
  expect(hasSecret(`${inspect(client, { depth: 20, showHidden: true })} ${JSON.stringify(client)}`)).toBe(false);
});

test.each([301, 302, 303, 307, 308])('a redirect (%i) is not followed: nothing at all reaches the other origin', async (status) => {
  const other = await misbehaving();
  server.behave(answer(status, {}, { location: `${other.url}/x` }));
  const client = new ServiceClient({ name: freshName(), baseUrl: server.url, apiKey, jwtToken });
  const error = await failureOf(client.get('/x'));
  expect(error).toMatchObject({ status, attempts: 1 });
  expect(error.message).toContain('redirects are not followed; give its final address as baseUrl');
  expect(other.seen).toEqual([]);
  await other.stop();
});
