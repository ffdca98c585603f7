import type { Remark } from './fault.ts';

export interface Decoded {
  text: string;
  remarks: Remark[];
}

/** UTF-16 without a mark: every other byte of an ASCII beginning is zero. */
function guessUtf16(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | null {
  if (bytes.length < 4) return null;
  if (bytes[0] !== 0 && bytes[1] === 0 && bytes[2] !== 0 && bytes[3] === 0) return 'utf-16le';
  if (bytes[0] === 0 && bytes[1] !== 0 && bytes[2] === 0 && bytes[3] !== 0) return 'utf-16be';
  return null;
}

function encodingOf(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  return guessUtf16(bytes) ?? 'utf-8';
}

/** Bytes as text, by their byte order mark; bytes that are no UTF-8 are read as the old Western encoding. */
export function decodeText(bytes: Uint8Array): Decoded {
  const encoding = encodingOf(bytes);
  try {
    return { text: new TextDecoder(encoding, { fatal: true }).decode(bytes), remarks: [] };
  } catch {
    const text = new TextDecoder(encoding === 'utf-8' ? 'windows-1252' : encoding).decode(bytes);
    const message = encoding === 'utf-8' ? 'The text is not UTF-8; it was read as Windows-1252.' : 'The text breaks the rules of UTF-16.';
    return {
      text,
      remarks: [{ id: 'document.text.encoding', severity: 'error', pointer: '', message, help: 'Save the file as UTF-8.', line: 1 }],
    };
  }
}
