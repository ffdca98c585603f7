import { stemOf } from '#lib/model/dialect/stem.ts';
import {
  backslash,
  blank,
  braceClose,
  braceOpen,
  carriageReturn,
  comma,
  digitByte,
  endByte,
  equals,
  hash,
  labelByte,
  nameByte,
  newline,
  quote,
  readNumber,
  tab,
  unescapeText,
} from './bytes.ts';
import { Columns, Names } from './columns.ts';
import { Announcements } from './family.ts';

export interface Limits {
  /** Samples of one scrape, those not wanted included. */
  maxSamples: number;
  maxLabels: number;
  /** Bytes of one metric or label name. */
  maxNameBytes: number;
  /** Bytes of one label value as sent, escapes included. */
  maxValueBytes: number;
}

/** A fault at one byte of the body. */
export class ScanFault extends Error {
  readonly offset: number;
  constructor(message: string, offset: number) {
    super(message);
    this.offset = offset;
  }
}

/** Walks over the bytes once: checks every line, keeps the wanted ones. Throws ScanFault. */
export class Scanner {
  readonly columns: Columns;
  readonly names: Names;
  readonly announcements: Announcements;
  ended = false;
  private readonly bytes: Buffer;
  private readonly end: number;
  private readonly openMetrics: boolean;
  private readonly limits: Limits;
  private readonly text: (start: number, end: number) => string;
  private readonly wanted: ((stem: string) => boolean) | undefined;
  private readonly wantedNames: boolean[] = [];
  private readonly labelKeys: Int32Array;
  private readonly labelRanges: Uint32Array;
  private at = 0;
  private seen = 0;
  private nameId = -1;

  constructor(
    bytes: Buffer,
    format: 'text' | 'openmetrics',
    limits: Limits,
    text: (start: number, end: number) => string,
    wanted?: (stem: string) => boolean,
  ) {
    this.bytes = bytes;
    this.end = bytes.length;
    this.openMetrics = format === 'openmetrics';
    this.limits = limits;
    this.text = text;
    this.wanted = wanted;
    this.labelKeys = new Int32Array(limits.maxLabels);
    this.labelRanges = new Uint32Array(limits.maxLabels * 2);
    this.columns = new Columns(Math.min(limits.maxSamples, (bytes.length >> 5) + 16));
    this.names = new Names(bytes);
    this.announcements = new Announcements(text, (name) => wanted === undefined || wanted(stemOf(name)), limits.maxSamples);
  }

  scan(): void {
    const { bytes, end } = this;
    if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) this.at = 3;
    while (this.at < end) {
      const byte = bytes[this.at] as number;
      if (byte === newline || byte === blank || byte === tab || byte === carriageReturn) this.at++;
      else if (this.ended) this.fail('there is text after # EOF');
      else if (byte === hash) this.readComment();
      else this.readSample(byte);
    }
    if (this.openMetrics && !this.ended) this.fail('# EOF is missing: the answer was cut off');
  }

  private fail(message: string): never {
    throw new ScanFault(message, this.at);
  }

  private readComment(): void {
    const found = this.bytes.indexOf(newline, this.at);
    const lineEnd = found < 0 ? this.end : found;
    const kind = this.announcements.read(this.bytes, this.at + 1, lineEnd);
    if (kind === 'too many') this.fail(`more than ${this.limits.maxSamples} families`);
    if (kind === 'end' && this.openMetrics) this.ended = true;
    this.at = lineEnd;
  }

  private readSample(first: number): void {
    if (++this.seen > this.limits.maxSamples) this.fail(`more than ${this.limits.maxSamples} samples`);
    this.nameId = -1;
    if (first !== braceOpen) {
      this.readBareName();
      this.skipBlanks();
    }
    let labelStart = 0;
    if (this.bytes[this.at] === braceOpen) {
      labelStart = ++this.at;
      if (this.bytes[this.at] === braceClose) {
        this.at++;
        labelStart = 0;
      } else this.readLabels();
    }
    if (this.nameId < 0) this.fail('a sample has no name');
    this.skipBlanks();
    const value = this.readValue();
    const timestampMs = this.readRest();
    if (this.wanted === undefined || this.isWanted(this.nameId)) this.columns.push(this.nameId, labelStart, value, timestampMs);
  }

  private isWanted(id: number): boolean {
    this.wantedNames[id] ??= this.wanted?.(stemOf(this.names.list[id] as string)) ?? true;
    return this.wantedNames[id] as boolean;
  }

  private skipBlanks(): void {
    const { bytes } = this;
    let byte = bytes[this.at];
    while (byte === blank || byte === tab) byte = bytes[++this.at];
  }

  private readBareName(): void {
    const { bytes, names } = this;
    const start = this.at;
    let id = names.guess(start, true);
    let at = id < 0 ? start : start + names.lengthOf(id);
    if (id < 0 || nameByte[bytes[at] as number] === 1) {
      while (nameByte[bytes[at] as number] === 1) at++;
      if (at === start || digitByte[bytes[start] as number] === 1) this.fail('a metric name was expected');
      id = this.addName(start, at);
    }
    names.follow(id);
    this.nameId = id;
    this.at = at;
  }

  private addName(start: number, end: number): number {
    if (end - start > this.limits.maxNameBytes) this.fail(`a name is longer than ${this.limits.maxNameBytes} bytes`);
    return this.names.add(unescapeText(this.text(start, end)), start, end);
  }

  /** From behind the opening brace to behind the closing one. */
  private readLabels(): void {
    const { bytes } = this;
    let count = 0;
    for (;;) {
      this.skipBlanks();
      if (bytes[this.at] === braceClose) break;
      if (this.readLabel(count)) count++;
      this.skipBlanks();
      const byte = bytes[this.at];
      if (byte === comma) this.at++;
      else if (byte !== braceClose) this.fail('a comma or a closing brace was expected after a label');
    }
    this.at++;
  }

  /** One `name="value"`, or the quoted metric name; true for a label. */
  private readLabel(count: number): boolean {
    const { bytes } = this;
    const quoted = bytes[this.at] === quote;
    let start = this.at;
    let end: number;
    if (quoted) {
      start++;
      this.readString('a quoted name');
      end = this.at - 1;
    } else {
      end = this.readLabelName();
    }
    if (bytes[this.at] !== equals) this.skipBlanks();
    if (bytes[this.at] !== equals) {
      if (!quoted) this.fail('an equals sign was expected after a label name');
      this.nameInBraces(start, end);
      return false;
    }
    this.noteLabel(count, start, end);
    this.at++;
    if (bytes[this.at] !== quote) this.skipBlanks();
    if (bytes[this.at] !== quote) this.fail('a label value was expected in quotes');
    const valueStart = this.at;
    this.readString('a label value');
    if (this.at - valueStart - 2 > this.limits.maxValueBytes) this.fail(`a label value is longer than ${this.limits.maxValueBytes} bytes`);
    return true;
  }

  private nameInBraces(start: number, end: number): void {
    if (this.nameId >= 0) this.fail('a sample has two names');
    if (start === end) this.fail('a metric name is empty');
    const guess = this.names.guess(start, false);
    this.nameId = guess >= 0 && this.names.lengthOf(guess) === end - start ? guess : this.addName(start, end);
    this.names.follow(this.nameId);
  }

  private readLabelName(): number {
    const { bytes } = this;
    let { at } = this;
    if (digitByte[bytes[at] as number] === 1) this.fail('a label name begins with a digit');
    while (labelByte[bytes[at] as number] === 1) at++;
    if (at === this.at) this.fail('a label name was expected');
    this.at = at;
    return at;
  }

  /** Counts a label, and refuses a name that the sample has already. */
  private noteLabel(count: number, start: number, end: number): void {
    const { bytes, labelKeys, labelRanges, limits } = this;
    if (count >= limits.maxLabels) this.fail(`a sample has more than ${limits.maxLabels} labels`);
    if (end - start > limits.maxNameBytes) this.fail(`a name is longer than ${limits.maxNameBytes} bytes`);
    const key = ((end - start) << 16) ^ ((bytes[start] as number) << 8) ^ (bytes[end - 1] as number);
    for (let other = 0; other < count; other++) {
      if (labelKeys[other] === key && this.isSameName(other, start, end)) this.fail('a sample has one label twice');
    }
    labelKeys[count] = key;
    labelRanges[count * 2] = start;
    labelRanges[count * 2 + 1] = end;
  }

  private isSameName(other: number, start: number, end: number): boolean {
    const otherStart = this.labelRanges[other * 2] as number;
    return this.bytes.compare(this.bytes, otherStart, this.labelRanges[other * 2 + 1], start, end) === 0;
  }

  /** From an opening quote to behind the closing one. */
  private readString(what: string): void {
    const { bytes, end } = this;
    let at = this.at + 1;
    for (; at < end; at++) {
      const byte = bytes[at];
      if (byte === quote) {
        this.at = at + 1;
        return;
      }
      if (byte === backslash) at++;
      if (bytes[at] === newline) break;
    }
    this.fail(`${what} has no closing quote`);
  }

  private readValue(): number {
    const { bytes, end } = this;
    const start = this.at;
    let { at } = this;
    while (at < end && endByte[bytes[at] as number] === 0) at++;
    const value = at === start ? undefined : readNumber(bytes, start, at);
    if (value === undefined) this.fail(at === start ? 'a value is missing' : 'a value is not a number');
    this.at = at;
    return value;
  }

  /** What may follow a value: a timestamp, an exemplar, the line's end. Gives the timestamp in ms, NaN for none. */
  private readRest(): number {
    const { bytes } = this;
    if (bytes[this.at] === newline) return Number.NaN;
    this.skipBlanks();
    let timestampMs = Number.NaN;
    const byte = bytes[this.at];
    if (byte !== undefined && byte !== hash && byte !== newline && byte !== carriageReturn) timestampMs = this.readTimestamp();
    this.skipBlanks();
    if (bytes[this.at] === hash) this.readExemplar();
    if (bytes[this.at] === carriageReturn) this.at++;
    if (this.at < this.end && bytes[this.at] !== newline) this.fail('there is more on the line than a value and a timestamp');
    return timestampMs;
  }

  private readTimestamp(): number {
    const start = this.at;
    const value = this.readValue();
    if (!Number.isFinite(value) || (!this.openMetrics && !Number.isInteger(value))) {
      this.at = start;
      this.fail('a timestamp is not a whole number of milliseconds');
    }
    return this.openMetrics ? Math.round(value * 1000) : value;
  }

  /** Checked as the rest of the line is, and not kept. */
  private readExemplar(): void {
    this.at++;
    this.skipBlanks();
    if (this.bytes[this.at] !== braceOpen) this.fail('an exemplar has no labels');
    this.at++;
    this.readLabels();
    this.skipBlanks();
    this.readValue();
    this.skipBlanks();
    const byte = this.bytes[this.at];
    if (byte !== undefined && byte !== newline && byte !== carriageReturn) this.readValue();
    this.skipBlanks();
  }
}
