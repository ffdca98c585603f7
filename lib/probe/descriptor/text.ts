/** Text of a file, whatever encoding tables come in; null for what is no text. */
export function decodeFile(bytes: Uint8Array): { text: string; isGuess: boolean } | null {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return { text: new TextDecoder('utf-16le').decode(bytes), isGuess: false };
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return { text: new TextDecoder('utf-16be').decode(bytes), isGuess: false };
  if (bytes.subarray(0, 8192).includes(0)) return null;
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes), isGuess: false };
  } catch {
    return { text: new TextDecoder('windows-1252').decode(bytes), isGuess: true };
  }
}

export function isHtml(text: string): boolean {
  return /^\s*(<!--[\s\S]{0,2000}?-->\s*)*<(!doctype html|html|head|body)\b/i.test(text.slice(0, 4000));
}
