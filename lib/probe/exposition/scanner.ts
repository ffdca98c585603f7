import { stemOf } from '#lib/model/dialect/stem.ts';
import { blank, braceOpen, carriageReturn, digitByte, endByte, hash, nameByte, newline, readNumber, tab, unescapeText } from './bytes.ts';
import { Columns, Names } from './columns.ts';
import { Announcements, isEnd, skipBlanks } from './family.ts';
import { LabelBlocks } from './labels.ts';
import { type Limits, ScanFault } from './limits.ts';

export type Text = (start: number, end: number) => string;

export interface ScanOptions {
  format: 'text' | 'openmetrics';
  limits: Limits;
  /** Decodes a range of the bytes. */
  text: Text;
  wanted: ((stem: string) => boolean) | undefined;
}

/** Walks once over bytes that end with a line end: checks every line, keeps the wanted ones. Throws ScanFault. */
export class Scanner {
  readonly columns: Columns;
  readonly names: Names;
  readonly announcements: Announcements;
  seen = 0;
  private readonly bytes: Buffer;
  private readonly openMetrics: boolean;
  private readonly limits: Limits;
  private readonly text: Text;
  private readonly wanted: ((stem: string) => boolean) | undefined;
  private readonly wantedNames: boolean[] = [];
  private readonly labels: LabelBlocks;
  private at = 0;
  private ended = false;

  constructor(bytes: Buffer, { format, limits, text, wanted }: ScanOptions) {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    this.bytes = bytes;
    this.openMetrics = format === 'openmetrics';
    this.limits = limits;
    this.text = text;
    this.wanted = wanted;
    this.labels = new LabelBlocks(bytes, view, limits);
    this.columns = new Columns(Math.min(limits.maxSamples, (bytes.length >> 5) + 16));
    this.names = new Names(view);
    this.announcements = new Announcements(bytes, text, (name) => wanted === undefined || wanted(stemOf(name)));
  }

  scan(): void {
    const { bytes } = this;
    const end = bytes.length;
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
    const { bytes, announcements } = this;
    if (this.openMetrics && isEnd(bytes, this.at)) this.ended = true;
    this.at = skipBlanks(bytes, this.at + 1);
    announcements.note(this.at);
    if (announcements.count > this.limits.maxSamples * 4) this.fail('too many # lines');
    while (bytes[this.at] !== newline) this.at++;
  }

  private readSample(first: number): void {
    if (++this.seen > this.limits.maxSamples) this.fail(`more than ${this.limits.maxSamples} samples`);
    let nameId = -1;
    if (first !== braceOpen) {
      nameId = this.readBareName();
      if (this.bytes[this.at] !== braceOpen) this.skipBlanks();
    }
    let labelStart = 0;
    if (this.bytes[this.at] === braceOpen) {
      labelStart = this.at + 1;
      this.at = this.labels.skip(labelStart);
      if (this.labels.nameStart >= 0) nameId = this.nameInBraces(nameId);
    }
    if (nameId < 0) this.fail('a sample has no name');
    this.skipBlanks();
    const value = this.readValue();
    const timestampMs = this.readRest();
    if (this.wanted === undefined || this.isWanted(nameId)) this.columns.push(nameId, labelStart, value, timestampMs);
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

  private readBareName(): number {
    const { bytes, names } = this;
    const start = this.at;
    let id = names.guess(start, true);
    let at = id < 0 ? start : start + names.lengthOf(id);
    if (id < 0 || nameByte[bytes[at] as number] === 1) {
      while (nameByte[bytes[at] as number] === 1) at++;
      if (at === start || digitByte[bytes[start] as number] === 1) this.fail('a metric name was expected');
      id = this.addName(start, at, true);
    }
    names.follow(id);
    this.at = at;
    return id;
  }

  private nameInBraces(bareId: number): number {
    if (bareId >= 0) this.fail('a sample has two names');
    const { names, labels } = this;
    const guess = names.guess(labels.nameStart, false);
    const length = labels.nameEnd - labels.nameStart;
    const id = guess >= 0 && names.lengthOf(guess) === length ? guess : this.addName(labels.nameStart, labels.nameEnd, false);
    names.follow(id);
    return id;
  }

  private addName(start: number, end: number, bare: boolean): number {
    if (end - start > this.limits.maxNameBytes) this.fail(`a name is longer than ${this.limits.maxNameBytes} bytes`);
    return this.names.add(unescapeText(this.text(start, end)), start, end, bare);
  }

  private readValue(): number {
    const { bytes } = this;
    const start = this.at;
    let at = start;
    let whole = 0;
    for (let byte = bytes[at] as number; digitByte[byte] === 1; byte = bytes[++at] as number) whole = whole * 10 + (byte - 48);
    if (endByte[bytes[at] as number] === 1 && at > start && at - start <= 15) {
      this.at = at;
      return whole;
    }
    while (endByte[bytes[at] as number] === 0) at++;
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
    if (byte !== hash && byte !== newline && byte !== carriageReturn) timestampMs = this.readTimestamp();
    this.skipBlanks();
    if (bytes[this.at] === hash) this.readExemplar();
    while (bytes[this.at] === carriageReturn) this.at++;
    if (bytes[this.at] !== newline) this.fail('there is more on the line than a value and a timestamp');
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
    this.at = this.labels.skip(this.at + 1);
    if (this.labels.nameStart >= 0) this.fail('an exemplar has a name');
    this.skipBlanks();
    this.readValue();
    this.skipBlanks();
    const byte = this.bytes[this.at];
    if (byte !== newline && byte !== carriageReturn) this.readValue();
    this.skipBlanks();
  }
}
