import type { Labels } from '../exposition.ts';

const half = 2 ** 52;

/** The same for the same labels in any order, 52 bits; the labels named in `without` are left out. */
export function hashLabels(labels: Labels, without: ReadonlySet<string>): number {
  let sum = 0;
  for (const [name, value] of labels) {
    if (without.has(name)) continue;
    sum += hashPair(name, value);
    if (sum >= half) sum -= half;
  }
  return sum;
}

/** 52 bits of two multiplicative hashes side by side (cyrb53). */
function hashPair(name: string, value: string): number {
  let high = 0xdeadbeef ^ name.length;
  let low = 0x41c6ce57 ^ value.length;
  for (const text of [name, value])
    for (let at = 0; at < text.length; at++) {
      const code = text.charCodeAt(at);
      high = Math.imul(high ^ code, 2654435761);
      low = Math.imul(low ^ code, 1597334677);
    }
  high = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909);
  low = Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(high ^ (high >>> 13), 3266489909);
  return 4294967296 * (0xfffff & low) + (high >>> 0);
}
