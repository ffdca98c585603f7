import type { Family } from '#lib/model/exposition.ts';
import { backslash, blank, carriageReturn, quote, tab, unescapeText } from './bytes.ts';

const kinds = ['HELP', 'TYPE', 'UNIT', 'EOF'] as const;
type Kind = (typeof kinds)[number];

class AnnouncedFamily implements Family {
  readonly name: string;
  type: string | null = null;
  unit: string | null = null;
  /** Read when asked for: nothing in a poll asks. */
  readHelp: (() => string) | null = null;

  constructor(name: string) {
    this.name = name;
  }

  get help(): string | null {
    return this.readHelp?.() ?? null;
  }
}

/** What the `#` lines say. A family announced again keeps its first type, help and unit; any other comment says nothing. */
export class Announcements {
  readonly families = new Map<string, AnnouncedFamily>();
  private readonly text: (start: number, end: number) => string;
  private readonly isWanted: (name: string) => boolean;
  private readonly maxFamilies: number;
  private current: AnnouncedFamily | undefined;

  constructor(text: (start: number, end: number) => string, isWanted: (name: string) => boolean, maxFamilies: number) {
    this.text = text;
    this.isWanted = isWanted;
    this.maxFamilies = maxFamilies;
  }

  /** Reads the comment in `bytes[start, end)`, behind its `#`. */
  read(bytes: Buffer, start: number, end: number): 'comment' | 'end' | 'too many' {
    const wordStart = skip(bytes, start, end);
    const wordEnd = skipWord(bytes, wordStart, end);
    const kind = kindOf(bytes, wordStart, wordEnd);
    if (kind === undefined) return 'comment';
    if (kind === 'EOF') return 'end';
    const nameStart = skip(bytes, wordEnd, end);
    const nameEnd = bytes[nameStart] === quote ? skipQuoted(bytes, nameStart, end) : skipWord(bytes, nameStart, end);
    if (nameStart === nameEnd) return 'comment';
    const family = this.familyAt(bytes, nameStart, nameEnd);
    if (family === 'too many') return 'too many';
    if (family) this.note(family, kind, skip(bytes, nameEnd, end), bytes[end - 1] === carriageReturn ? end - 1 : end);
    return 'comment';
  }

  private familyAt(bytes: Buffer, start: number, end: number): AnnouncedFamily | undefined | 'too many' {
    const name = bytes[start] === quote ? unescapeText(this.text(start + 1, end - 1)) : this.text(start, end);
    if (this.current?.name === name) return this.current;
    let family = this.families.get(name);
    if (family === undefined && this.isWanted(name)) {
      if (this.families.size >= this.maxFamilies) return 'too many';
      family = new AnnouncedFamily(name);
      this.families.set(name, family);
    }
    this.current = family;
    return family;
  }

  private note(family: AnnouncedFamily, kind: Kind, start: number, end: number): void {
    if (kind === 'HELP') family.readHelp ??= () => unescapeText(this.text(start, end));
    else if (kind === 'TYPE') family.type ??= this.text(start, end).trimEnd().toLowerCase();
    else family.unit ??= this.text(start, end).trimEnd();
  }
}

const isBlank = (byte: number | undefined) => byte === blank || byte === tab || byte === carriageReturn;

function skip(bytes: Buffer, start: number, end: number): number {
  let at = start;
  while (at < end && isBlank(bytes[at])) at++;
  return at;
}

function skipWord(bytes: Buffer, start: number, end: number): number {
  let at = start;
  while (at < end && !isBlank(bytes[at])) at++;
  return at;
}

/** From an opening quote to behind the closing one; to `start` when there is none. */
function skipQuoted(bytes: Buffer, start: number, end: number): number {
  for (let at = start + 1; at < end; at++) {
    if (bytes[at] === backslash) at++;
    else if (bytes[at] === quote) return at + 1;
  }
  return start;
}

function kindOf(bytes: Buffer, start: number, end: number): Kind | undefined {
  const length = end - start;
  if (length !== 3 && length !== 4) return undefined;
  return kinds.find((kind) => kind.length === length && [...kind].every((char, index) => bytes[start + index] === char.charCodeAt(0)));
}
