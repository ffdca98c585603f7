import { parseNumber } from '#lib/model/exposition.ts';

export const tab = 9;
export const newline = 10;
export const carriageReturn = 13;
export const blank = 32;
export const quote = 34;
export const hash = 35;
export const comma = 44;
export const equals = 61;
export const backslash = 92;
export const braceOpen = 123;
export const braceClose = 125;

const tableOf = (pattern: RegExp) => Uint8Array.from({ length: 256 }, (_, code) => (code < 128 && pattern.test(String.fromCharCode(code)) ? 1 : 0));

/** Bytes of a metric name after its first. */
export const nameByte = tableOf(/[a-zA-Z0-9_:]/);
/** Bytes of a label name after its first. */
export const labelByte = tableOf(/[a-zA-Z0-9_]/);
export const digitByte = tableOf(/[0-9]/);
/** Bytes that end a value: blank, tab, line end. */
export const endByte = tableOf(/[ \t\r\n]/);

const powersOfTen = Float64Array.from({ length: 23 }, (_, exponent) => Number(`1e${exponent}`));

/**
 * The number in `bytes[start, end)`; undefined when there is none. Up to 15 digits and a power of ten up to 22 are exact in
 * a double, so one multiplication or division rounds as `Number()` would; everything else goes to `Number()` itself.
 */
export function readNumber(bytes: Buffer, start: number, end: number): number | undefined {
  return readShortNumber(bytes, start, end) ?? parseNumber(bytes.toString('latin1', start, end));
}

function readShortNumber(bytes: Buffer, start: number, end: number): number | undefined {
  const negative = bytes[start] === 45;
  const first = negative || bytes[start] === 43 ? start + 1 : start;
  let at = first;
  let mantissa = 0;
  let point = -1;
  for (; at < end; at++) {
    const byte = bytes[at] as number;
    if (byte >= 48 && byte <= 57) mantissa = mantissa * 10 + (byte - 48);
    else if (byte === 46 && point < 0) point = at;
    else break;
  }
  const fraction = point < 0 ? 0 : at - point - 1;
  const digits = point < 0 ? at - first : at - first - 1;
  if (digits < 1 || digits > 15) return undefined;
  const power = readExponent(bytes, at, end) - fraction;
  return scale(negative ? -mantissa : mantissa, power);
}

function scale(mantissa: number, power: number): number | undefined {
  if (power === 0) return mantissa;
  if (power > 0) return power > 22 ? undefined : mantissa * (powersOfTen[power] as number);
  return power >= -22 ? mantissa / (powersOfTen[-power] as number) : undefined;
}

/** The exponent of `e+06` in `bytes[start, end)`, when it has one or two digits; 0 when nothing is there; else NaN. */
function readExponent(bytes: Buffer, start: number, end: number): number {
  if (start === end) return 0;
  if (bytes[start] !== 101 && bytes[start] !== 69) return Number.NaN;
  const sign = bytes[start + 1];
  const first = sign === 43 || sign === 45 ? start + 2 : start + 1;
  if (first >= end || end - first > 2) return Number.NaN;
  let exponent = 0;
  for (let at = first; at < end; at++) {
    const byte = bytes[at] as number;
    if (digitByte[byte] === 0) return Number.NaN;
    exponent = exponent * 10 + (byte - 48);
  }
  return sign === 45 ? -exponent : exponent;
}

const escapes: Record<string, string> = { '\\\\': '\\', '\\"': '"', '\\n': '\n' };

/** Undoes `\\`, `\"` and `\n`; any other backslash stands for itself, as it does for Prometheus. */
export function unescapeText(text: string): string {
  return text.includes('\\') ? text.replace(/\\[\\"n]/g, (pair) => escapes[pair] as string) : text;
}
