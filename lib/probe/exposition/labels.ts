import { backslash, blank, braceClose, comma, digitByte, equals, labelByte, newline, quote, tab } from './bytes.ts';
import { sameBytes } from './columns.ts';
import { type Limits, ScanFault } from './limits.ts';

/** Walks over label blocks. Bytes must end with a line end. Throws ScanFault. */
export class LabelBlocks {
  /** A metric name that stood in quotes within the block read last; -1 for none. */
  nameStart = -1;
  nameEnd = -1;
  private readonly bytes: Buffer;
  private readonly view: DataView;
  private readonly limits: Limits;
  /** The label names met last, pairwise different, each with its equals sign and quote when `known` counts it. */
  private readonly starts: Uint32Array;
  private readonly lengths: Uint32Array;
  private known = 0;
  private at = 0;

  constructor(bytes: Buffer, view: DataView, limits: Limits) {
    this.bytes = bytes;
    this.view = view;
    this.limits = limits;
    this.starts = new Uint32Array(limits.maxLabels);
    this.lengths = new Uint32Array(limits.maxLabels);
  }

  /** From behind an opening brace to behind the closing one. */
  skip(start: number): number {
    this.nameStart = -1;
    const end = this.skipPlain(start);
    if (end > 0) return end;
    this.known = 0;
    this.at = start;
    this.readBlock();
    return this.at;
  }

  /**
   * The block of nearly all lines: bare names, no blanks, no escapes. Lines of one family repeat their label names, which are then
   * compared, not read. 0 for any other block, also for a faulty one: the careful reader takes it from the start.
   */
  private skipPlain(start: number): number {
    const { bytes, limits } = this;
    let at = start;
    for (let count = 0; count < limits.maxLabels; count++) {
      const length = this.isKnown(count, at) ? (this.lengths[count] as number) : this.learn(count, at);
      if (length === 0) return 0;
      const valueStart = at + length;
      at = plainStringEnd(bytes, valueStart);
      if (bytes[at] !== quote || at - valueStart > limits.maxValueBytes) return 0;
      const next = bytes[at + 1];
      at += 2;
      if (next === braceClose) return at;
      if (next !== comma) return 0;
      if (bytes[at] === braceClose) return at + 1;
    }
    return 0;
  }

  private isKnown(count: number, at: number): boolean {
    const length = this.lengths[count] as number;
    return count < this.known && at + length <= this.bytes.length && sameBytes(this.view, this.starts[count] as number, at, length);
  }

  /** The length of `name="` at `start`; 0 when it is no such thing or a name that the block has already. */
  private learn(count: number, start: number): number {
    const { bytes } = this;
    let at = start;
    while (labelByte[bytes[at] as number] === 1) at++;
    if (at === start || digitByte[bytes[start] as number] === 1 || at - start > this.limits.maxNameBytes) return 0;
    if (bytes[at] !== equals || bytes[at + 1] !== quote) return 0;
    const length = at + 2 - start;
    if (this.isMet(count, start, length)) return 0;
    this.starts[count] = start;
    this.lengths[count] = length;
    this.known = count + 1;
    return length;
  }

  private isMet(count: number, start: number, length: number): boolean {
    for (let other = 0; other < count; other++) {
      if (this.lengths[other] === length && sameBytes(this.view, this.starts[other] as number, start, length)) return true;
    }
    return false;
  }

  private fail(message: string): never {
    throw new ScanFault(message, this.at);
  }

  private skipBlanks(): void {
    const { bytes } = this;
    let byte = bytes[this.at];
    while (byte === blank || byte === tab) byte = bytes[++this.at];
  }

  private readBlock(): void {
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
    const { bytes, limits } = this;
    const quoted = bytes[this.at] === quote;
    const start = quoted ? this.at + 1 : this.at;
    if (quoted) this.readString('a quoted name');
    else this.readName();
    const end = quoted ? this.at - 1 : this.at;
    if (end - start > limits.maxNameBytes) this.fail(`a name is longer than ${limits.maxNameBytes} bytes`);
    this.skipBlanks();
    if (bytes[this.at] !== equals) {
      if (!quoted) this.fail('an equals sign was expected after a label name');
      this.noteName(start, end);
      return false;
    }
    if (count >= limits.maxLabels) this.fail(`a sample has more than ${limits.maxLabels} labels`);
    if (this.isMet(count, start, end - start)) this.fail('a sample has one label twice');
    this.starts[count] = start;
    this.lengths[count] = end - start;
    this.at++;
    this.readLabelValue();
    return true;
  }

  private readLabelValue(): void {
    this.skipBlanks();
    const start = this.at + 1;
    if (this.bytes[this.at] !== quote) this.fail('a label value was expected in quotes');
    this.readString('a label value');
    const { maxValueBytes } = this.limits;
    if (this.at - 1 - start > maxValueBytes) this.fail(`a label value is longer than ${maxValueBytes} bytes`);
  }

  private noteName(start: number, end: number): void {
    if (this.nameStart >= 0) this.fail('a sample has two names');
    if (start === end) this.fail('a metric name is empty');
    this.nameStart = start;
    this.nameEnd = end;
  }

  private readName(): void {
    const { bytes } = this;
    const start = this.at;
    if (digitByte[bytes[start] as number] === 1) this.fail('a label name begins with a digit');
    while (labelByte[bytes[this.at] as number] === 1) this.at++;
    if (this.at === start) this.fail('a label name was expected');
  }

  /** From an opening quote to behind the closing one. */
  private readString(what: string): void {
    const { bytes } = this;
    for (let at = this.at + 1; ; at++) {
      const byte = bytes[at];
      if (byte === quote) {
        this.at = at + 1;
        return;
      }
      if (byte === backslash) at++;
      if (bytes[at] === newline) this.fail(`${what} has no closing quote`);
    }
  }
}

/** At the first quote, backslash or line end. */
function plainStringEnd(bytes: Buffer, start: number): number {
  let at = start;
  for (let byte = bytes[at]; byte !== quote && byte !== backslash && byte !== newline; byte = bytes[at]) at++;
  return at;
}
