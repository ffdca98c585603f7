import type { Family } from '#lib/model/exposition.ts';
import { backslash, blank, carriageReturn, quote, tab, unescapeText } from './bytes.ts';
import { sameBytes } from './columns.ts';

type Kind = 'HELP' | 'TYPE' | 'UNIT' | 'EOF';
const kindOfWord: Record<string, Kind | undefined> = { HELP: 'HELP', TYPE: 'TYPE', UNIT: 'UNIT', EOF: 'EOF' };

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
  private readonly view: DataView;
  private readonly text: (start: number, end: number) => string;
  private readonly isWanted: (name: string) => boolean;
  private readonly maxFamilies: number;
  private current: AnnouncedFamily | undefined;
  private currentStart = 0;
  private currentLength = 0;

  constructor(view: DataView, text: (start: number, end: number) => string, isWanted: (name: string) => boolean, maxFamilies: number) {
    this.view = view;
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
    const { currentStart } = this;
    if (currentStart > 0 && end - start === this.currentLength && sameBytes(this.view, currentStart, start, end - start)) return this.current;
    const name = bytes[start] === quote ? unescapeText(this.text(start + 1, end - 1)) : this.text(start, end);
    let family = this.families.get(name);
    if (family === undefined && this.isWanted(name)) {
      if (this.families.size >= this.maxFamilies) return 'too many';
      family = new AnnouncedFamily(name);
      this.families.set(name, family);
    }
    this.current = family;
    this.currentStart = start;
    this.currentLength = end - start;
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
  const first = bytes[start];
  if (end - start < 3 || end - start > 4 || (first !== 72 && first !== 84 && first !== 85 && first !== 69)) return undefined;
  return kindOfWord[bytes.toString('latin1', start, end)];
}
