import type { Family } from '#lib/model/exposition.ts';
import { backslash, blank, carriageReturn, hash, newline, quote, tab, unescapeText } from './bytes.ts';

type Text = (start: number, end: number) => string;

interface AnnouncedFamily extends Family {
  type: string | null;
  help: string | null;
  unit: string | null;
}

/**
 * What the `#` lines say. No such line can be wrong, any that announces nothing is a comment; so a scan only notes where they stand, and
 * they are read when asked for. A family announced again keeps its first type, help and unit.
 */
export class Announcements {
  private readonly bytes: Buffer;
  private readonly text: Text;
  private readonly isWanted: (name: string) => boolean;
  /** Offsets of the words HELP, TYPE and UNIT. */
  private readonly words: number[] = [];
  private read: Map<string, AnnouncedFamily> | null = null;

  constructor(bytes: Buffer, text: Text, isWanted: (name: string) => boolean) {
    this.bytes = bytes;
    this.text = text;
    this.isWanted = isWanted;
  }

  get count(): number {
    return this.words.length;
  }

  /** Takes note of the word that begins at `start`, behind a hash. */
  note(start: number): void {
    if (isWord(this.bytes, start, 'HELP') || isWord(this.bytes, start, 'TYPE') || isWord(this.bytes, start, 'UNIT')) this.words.push(start);
  }

  get families(): Map<string, Family> {
    if (!this.read) {
      this.read = new Map();
      for (const word of this.words) this.readLine(word, this.read);
    }
    return this.read;
  }

  private readLine(word: number, families: Map<string, AnnouncedFamily>): void {
    const { bytes } = this;
    const nameStart = skipBlanks(bytes, word + 4);
    const nameEnd = bytes[nameStart] === quote ? skipQuoted(bytes, nameStart) : skipWord(bytes, nameStart);
    if (nameStart === nameEnd) return;
    const name = bytes[nameStart] === quote ? unescapeText(this.text(nameStart + 1, nameEnd - 1)) : this.text(nameStart, nameEnd);
    let family = families.get(name);
    if (!family) {
      if (!this.isWanted(name)) return;
      family = { name, type: null, help: null, unit: null };
      families.set(name, family);
    }
    const start = skipBlanks(bytes, nameEnd);
    const line = bytes.indexOf(newline, start);
    const rest = this.text(start, bytes[line - 1] === carriageReturn ? line - 1 : line);
    if (bytes[word] === 72) family.help ??= unescapeText(rest);
    else if (bytes[word] === 84) family.type ??= rest.trimEnd().toLowerCase();
    else family.unit ??= rest.trimEnd();
  }
}

/** Whether `# EOF` is what the hash at `start` begins. */
export function isEnd(bytes: Buffer, start: number): boolean {
  return bytes[start] === hash && isWord(bytes, skipBlanks(bytes, start + 1), 'EOF');
}

function isWord(bytes: Buffer, start: number, word: string): boolean {
  for (let at = 0; at < word.length; at++) if (bytes[start + at] !== word.charCodeAt(at)) return false;
  const next = bytes[start + word.length];
  return isBlank(next) || next === newline || next === carriageReturn;
}

const isBlank = (byte: number | undefined) => byte === blank || byte === tab;

export function skipBlanks(bytes: Buffer, start: number): number {
  let at = start;
  while (isBlank(bytes[at])) at++;
  return at;
}

function skipWord(bytes: Buffer, start: number): number {
  let at = start;
  while (!isBlank(bytes[at]) && bytes[at] !== newline && bytes[at] !== carriageReturn) at++;
  return at;
}

/** From an opening quote to behind the closing one; to `start` when there is none. */
function skipQuoted(bytes: Buffer, start: number): number {
  for (let at = start + 1; bytes[at] !== newline; at++) {
    if (bytes[at] === quote) return at + 1;
    if (bytes[at] === backslash && bytes[at + 1] !== newline) at++;
  }
  return start;
}
