import { createHmac, timingSafeEqual } from 'node:crypto';
import { authSecret } from './secret.ts';

/** What opens the badge of one service to whoever has it, and nothing else. */
function badgeKeyOf(name: string): string {
  return createHmac('sha256', authSecret()).update(`badge of ${name}`).digest('base64url').slice(0, 32);
}

export function isBadgeKey(name: string, key: string): boolean {
  const [given, right] = [Buffer.from(key), Buffer.from(badgeKeyOf(name))];
  return given.length === right.length && timingSafeEqual(given, right);
}

/** Where the badge of a service is, below our own address. */
export function badgePathOf(name: string): string {
  return `/badge/${name}.svg?key=${badgeKeyOf(name)}`;
}
