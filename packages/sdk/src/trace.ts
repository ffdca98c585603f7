import { randomFillSync } from 'node:crypto';

const pattern = /^([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?$/;
const pool = Buffer.alloc(4096);
let used = pool.length;

/** So many random bytes as lower-case hex, drawn from a pool: one system call serves many requests. */
function randomHex(bytes: number): string {
  if (used + bytes > pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  used += bytes;
  return pool.toString('hex', used - bytes, used);
}

/** The 32 hex digits of the trace that a W3C `traceparent` belongs to; undefined when it is malformed. */
export function traceIdOf(traceparent: string | undefined): string | undefined {
  const match = pattern.exec(traceparent ?? '');
  if (!match || match[1] === 'ff' || (match[1] === '00' && match[5] !== undefined)) return undefined;
  return /^0+$/.test(match[2] as string) || /^0+$/.test(match[3] as string) ? undefined : match[2];
}

/** A W3C `traceparent` for the next call: the same trace and flags with a new span, or a new sampled trace when there is none. */
export function nextTraceparent(parent?: string): string {
  const traceId = traceIdOf(parent);
  const flags = traceId && parent ? parent.slice(53, 55) : '01';
  return `00-${traceId ?? randomHex(16)}-${randomHex(8)}-${flags}`;
}
