import { createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { signToken, verifyToken } from './token.ts';

const key = 'a key of more than thirty-two characters';
const now = Date.UTC(2026, 0, 5);
const token = signToken('ada', key, 60, now);
const [header, payload, signature] = token.split('.') as [string, string, string];
const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** A token with any header and payload, signed as ours are. */
function forge(head: object, body: object): string {
  const text = `${encode(head)}.${encode(body)}`;
  return `${text}.${createHmac('sha256', key).update(text).digest('base64url')}`;
}

describe('a token', () => {
  test('speaks for its subject until it expires', () => {
    expect(verifyToken(token, key, now)).toEqual({ sub: 'ada', exp: now / 1000 + 60 });
    expect(verifyToken(token, key, now + 59_999)).not.toBeNull();
    expect(verifyToken(token, key, now + 60_000)).toBeNull();
  });

  test.each([
    ['another key', signToken('ada', `${key}!`, 60, now)],
    ['another payload', `${header}.${encode({ sub: 'root', exp: 9_999_999_999 })}.${signature}`],
    ['no signature', `${header}.${payload}.`],
    ['a part too many', `${token}.x`],
    ['algorithm none', `${encode({ alg: 'none' })}.${payload}.`],
    ['another algorithm, well signed', forge({ alg: 'HS512' }, { sub: 'ada', exp: 9_999_999_999 })],
    ['no expiry, well signed', forge({ alg: 'HS256' }, { sub: 'ada' })],
    ['no JSON', 'a.b.c'],
    ['nothing', ''],
  ])('is refused with %s', (_, forged) => {
    expect(verifyToken(forged, key, now)).toBeNull();
  });
});
