import type { Wanted } from './line.ts';

export interface JsonFault {
  offset: number;
  reason: string;
}

export interface JsonScan {
  fault: JsonFault | null;
  /** Where the wanted pointers stand: at the key, or at the entry of a list. */
  offsets: Map<string, number>;
  /** Keys that stand twice in one object. */
  twice: { key: string; offset: number }[];
}

interface Level {
  list: boolean;
  keys: Set<string>;
  count: number;
  wanted: Wanted | undefined;
  child: Wanted | undefined;
}

const mostTwice = 50;
const scalar = /(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)(?![\w.+-])/y;
const blank = /[ \t\r\n]*/y;
const plainString = /"[^"\\\p{Cc}]*"/uy;

const found = (text: string, at: number) => (at >= text.length ? 'the text ends here' : `"${[...text.slice(at, at + 2)][0]}" stands here`);

/** One walk over a JSON text, without recursion: its first fault in words, keys that stand twice, and where pointers lead. */
export class JsonScanner {
  private readonly text: string;
  private readonly maxDepth: number;
  private readonly levels: Level[] = [];
  private readonly result: JsonScan = { fault: null, offsets: new Map(), twice: [] };
  private at = 0;

  constructor(text: string, maxDepth: number) {
    this.text = text;
    this.maxDepth = maxDepth;
  }

  scan(wanted?: Wanted): JsonScan {
    this.skipBlank();
    let more = this.value(wanted);
    while (more && this.levels.length > 0) more = this.step();
    this.skipBlank();
    if (!this.result.fault && this.at < this.text.length) this.fail(`the JSON is complete, but ${found(this.text, this.at)}`);
    return this.result;
  }

  private fail(reason: string): false {
    this.result.fault ??= { offset: Math.min(this.at, Math.max(0, this.text.length - 1)), reason };
    return false;
  }

  private skipBlank(): void {
    blank.lastIndex = this.at;
    blank.test(this.text);
    this.at = blank.lastIndex;
  }

  private value(wanted: Wanted | undefined): boolean {
    const first = this.text.charCodeAt(this.at);
    if (first === 0x7b || first === 0x5b) {
      if (this.levels.length >= this.maxDepth) return this.fail(`objects and lists stand more than ${this.maxDepth} deep in one another`);
      this.levels.push({ list: first === 0x5b, keys: new Set(), count: 0, wanted, child: undefined });
      this.at += 1;
      return true;
    }
    if (first === 0x22) return this.string() !== null;
    scalar.lastIndex = this.at;
    if (!scalar.test(this.text))
      return this.fail(
        this.at >= this.text.length ? 'the text ends before the JSON is complete' : `a value should be here, but ${found(this.text, this.at)}`,
      );
    this.at = scalar.lastIndex;
    return true;
  }

  /** The raw text between the quotes. */
  private string(): string | null {
    const start = this.at;
    plainString.lastIndex = start;
    if (plainString.test(this.text)) {
      this.at = plainString.lastIndex;
      return this.text.slice(start + 1, this.at - 1);
    }
    for (this.at += 1; this.at < this.text.length; this.at++) {
      const code = this.text.charCodeAt(this.at);
      if (code === 0x5c) this.at += 1;
      else if (code === 0x22) return this.text.slice(start + 1, this.at++);
      else if (code < 0x20) {
        this.fail(code === 0x0a || code === 0x0d ? 'a string does not end on its line' : `a string holds the control character ${code}`);
        return null;
      }
    }
    this.fail('the text ends inside a string');
    return null;
  }

  private step(): boolean {
    const level = this.levels.at(-1) as Level;
    this.skipBlank();
    const close = level.list ? ']' : '}';
    if (this.text[this.at] === close) {
      this.at += 1;
      this.levels.pop();
      return true;
    }
    if (level.count > 0 && !this.comma(level, close)) return false;
    return level.list ? this.entry(level) : this.pair(level);
  }

  private comma(level: Level, close: string): boolean {
    if (this.text[this.at] !== ',') {
      if (this.at >= this.text.length) return this.fail('the text ends before the JSON is complete');
      return this.fail(`a comma or ${close} should be here, but ${found(this.text, this.at)}`);
    }
    const comma = this.at;
    this.at += 1;
    this.skipBlank();
    if (this.text[this.at] !== close) return true;
    this.at = comma;
    return this.fail(`a comma stands before ${close}, behind the last entry of ${level.list ? 'a list' : 'an object'}`);
  }

  private entry(level: Level): boolean {
    const child = level.wanted?.steps.get(String(level.count));
    if (child) this.result.offsets.set(child.pointer, this.at);
    level.count += 1;
    return this.value(child);
  }

  private pair(level: Level): boolean {
    const offset = this.at;
    if (this.text[offset] !== '"')
      return this.fail(
        offset >= this.text.length
          ? 'the text ends before the JSON is complete'
          : `a name in double quotes should be here, but ${found(this.text, offset)}`,
      );
    const raw = this.string();
    if (raw === null) return false;
    const key = raw.includes('\\') ? decodeKey(raw) : raw;
    if (level.keys.has(key) && this.result.twice.length < mostTwice) this.result.twice.push({ key, offset });
    level.keys.add(key);
    level.count += 1;
    const child = level.wanted?.steps.get(key);
    if (child) this.result.offsets.set(child.pointer, offset);
    this.skipBlank();
    if (this.text[this.at] !== ':') return this.fail(`a colon should follow the name "${key.slice(0, 40)}", but ${found(this.text, this.at)}`);
    this.at += 1;
    this.skipBlank();
    return this.value(child);
  }
}

function decodeKey(raw: string): string {
  try {
    return JSON.parse(`"${raw}"`) as string;
  } catch {
    return raw;
  }
}
