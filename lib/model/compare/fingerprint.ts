/** 64 bits of FNV-1a over the text, as 16 hexadecimal digits: the same everywhere, without a library. */
export function fingerprint(...parts: string[]): string {
  const text = parts.join('\u0000');
  let low = 0x84222325;
  let high = 0xcbf29ce4;
  for (let index = 0; index < text.length; index++) {
    low ^= text.charCodeAt(index);
    const product = Math.imul(low & 0xffff, 0x1b3);
    const upper = Math.imul(low >>> 16, 0x1b3) + (product >>> 16);
    const carried = Math.floor(upper / 0x10000);
    high = (Math.imul(high, 0x1b3) + carried + (low << 8)) >>> 0;
    low = (((upper & 0xffff) << 16) | (product & 0xffff)) >>> 0;
  }
  return high.toString(16).padStart(8, '0') + low.toString(16).padStart(8, '0');
}
