import { expect, test } from 'vitest';
import { type Exchange, writeRequest, writeResponse } from './exchange-words.ts';

const request: Exchange['request'] = { method: 'POST', url: 'http://127.0.0.1:4001/users', headers: { accept: '*/*' }, body: '{"name":"ada"}' };

test('a request is its line, its headers and its body', () => {
  expect(writeRequest({ request, response: { status: null, headers: {}, body: null, trouble: null } })).toBe(
    'POST http://127.0.0.1:4001/users\naccept: */*\n\n{"name":"ada"}',
  );
});

test('an answer without a body ends with its headers, and one that was cut says so', () => {
  const answer = (part: Partial<Exchange['response']>) =>
    writeResponse({ request, response: { status: 204, headers: {}, body: null, trouble: null, ...part } });
  expect(answer({ headers: { 'x-a': '1' } })).toBe('204\nx-a: 1');
  expect(answer({ body: '' })).toBe('204');
  expect(answer({ status: 200, body: '{"a"', trouble: 'ended early' })).toBe('200\n\n{"a"\n\nended early');
});

test('where no answer came, it says why', () => {
  const none = { headers: {}, body: null, status: null };
  expect(writeResponse({ request, response: { ...none, trouble: 'connection refused' } })).toBe('connection refused');
  expect(writeResponse({ request, response: { ...none, trouble: null } })).toBe('no answer');
});
