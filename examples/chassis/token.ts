import { createHmac, timingSafeEqual } from 'node:crypto';

/** Who a token speaks for, and until when (seconds since the epoch). */
export interface Claims {
  sub: string;
  exp: number;
}

const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
const decode = (part: string): unknown => JSON.parse(Buffer.from(part, 'base64url').toString());
const signatureOf = (text: string, key: string) => createHmac('sha256', key).update(text).digest();

/** A JWT signed with HS256. */
export function signToken(sub: string, key: string, lifetimeSeconds: number, nowMs = Date.now()): string {
  const text = `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode({ sub, exp: Math.floor(nowMs / 1000) + lifetimeSeconds })}`;
  return `${text}.${signatureOf(text, key).toString('base64url')}`;
}

/** The claims of a token that we signed with HS256 and that has not expired; else null. */
export function verifyToken(token: string, key: string, nowMs = Date.now()): Claims | null {
  const [header, payload, signature, ...more] = token.split('.');
  if (!header || !payload || !signature || more.length > 0) return null;
  const expected = signatureOf(`${header}.${payload}`, key);
  const given = Buffer.from(signature, 'base64url');
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return null;
  try {
    const { alg } = decode(header) as { alg?: unknown };
    const { sub, exp } = decode(payload) as { sub?: unknown; exp?: unknown };
    const isValid = alg === 'HS256' && typeof sub === 'string' && typeof exp === 'number' && exp * 1000 > nowMs;
    return isValid ? { sub, exp } : null;
  } catch {
    return null;
  }
}
