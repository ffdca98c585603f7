import { expect, test } from 'vitest';
import { listUnsaidAccess } from './access.ts';
import { isSheltered, serversAgree } from './place.ts';
import { findPolicyFaults, longestCall } from './policy.ts';

test.each([
  [[], true],
  [['/'], true],
  [['/v1'], true],
  [['https://orders.example.com'], true],
  [['http://orders.example.com/v1'], true],
  [['https://{host}/v1'], true],
  [['https://staging.example.com', 'https://orders.example.com'], true],
  [['https://staging.example.com'], false],
  [['https://orders.example.com:8443'], false],
  [['http://localhost:8080'], false],
])('servers %j of a service at https://orders.example.com: %s', (servers, agree) => {
  expect(serversAgree(servers, ['https://orders.example.com'])).toBe(agree);
});

test.each([
  [['http://h/base/v1'], 'http://h/base', true],
  [['http://h/v1'], 'http://h/base/v1', true],
  [['http://h.example.com/v1'], 'http://h.example.com/base', false],
  [['/v1'], 'http://h/base', false],
  [['v1'], 'http://h/base', true],
  [['https://public.example.com/v1'], 'http://10.0.0.7:8080', true],
  [['https://public.example.com/v1'], 'http://127.0.0.1:8080/v1', true],
  [['https://public.example.com/v1'], 'http://127.0.0.1:8080/v2', false],
  [['https://public.example.com'], 'http://orders.svc.cluster.local', true],
  [['http://localhost:8080'], 'http://127.0.0.1:8080', true],
  [['http://[::1]:8080/'], 'http://localhost:8080', true],
  [['not a url at all : //'], 'http://h', true],
])('servers %j of a service at %s: %s', (servers, base, agree) => {
  expect(serversAgree(servers, [base])).toBe(agree);
});

test('an instance may be the server that the document names', () => {
  expect(serversAgree(['http://10.0.0.2:8080'], ['https://orders.example.com', 'http://10.0.0.2:8080'])).toBe(true);
});

test.each([
  ['https://orders.example.com', true],
  ['http://127.0.0.1:8080', true],
  ['http://localhost:8080', true],
  ['http://[::1]:8080', true],
  ['http://10.1.2.3', true],
  ['http://172.16.0.1', true],
  ['http://172.32.0.1', false],
  ['http://192.168.1.1', true],
  ['http://100.64.0.1', true],
  ['http://100.128.0.1', false],
  ['http://[fd00::1]', true],
  ['http://[2001:db8::1]', false],
  ['http://orders:8080', true],
  ['http://orders.shop.svc.cluster.local', true],
  ['http://orders.internal', true],
  ['http://orders.example.com', false],
  ['http://10.example.com', false],
  ['http://8.8.8.8', false],
  ['nonsense', false],
])('%s keeps calls from being read on their way: %s', (address, sheltered) => {
  expect(isSheltered(address)).toBe(sheltered);
});

const policy = { timeoutSeconds: 30, maxRetries: 3, retryDelaySeconds: 1, circuitBreakerThreshold: 5, latencyObjective: null };

test('the defaults of a registration make sense', () => {
  expect(findPolicyFaults(policy)).toEqual([]);
  expect(longestCall(policy)).toBe(127);
});

test.each([
  ['waits too long', { timeoutSeconds: 600 }, 'A caller may wait 2,407 s'],
  ['retries open the breaker', { maxRetries: 5, timeoutSeconds: 1 }, 'The 6 attempts of one call open the breaker, which bears 5'],
  ['a breaker that never opens', { circuitBreakerThreshold: 500 }, 'only after 500 failures'],
  ['an objective that nobody can miss', { latencyObjective: { percentile: 95 as const, thresholdMs: 30_000 } }, 'before they can miss'],
])('%s', (_why, more, words) => {
  expect(findPolicyFaults({ ...policy, ...more }).map(({ message }) => message)).toEqual([expect.stringContaining(words)]);
});

test('a document says who may call by itself or by each operation; an empty list says that anybody may', () => {
  const paths = { '/a': { get: {}, post: { security: [] } }, '/b': { get: { security: [{ key: [] }] } } };
  expect(listUnsaidAccess({ openapi: '3.1.0', paths })).toEqual(['GET /a']);
  expect(listUnsaidAccess({ openapi: '3.1.0', security: [], paths })).toEqual([]);
  expect(listUnsaidAccess({ swagger: '2.0', security: [{ key: [] }], paths })).toEqual([]);
});
