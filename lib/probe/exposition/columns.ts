/** Samples as they are read, in arrays that grow. */
export class Columns {
  count = 0;
  /** Where each sample's label block begins, after its brace; 0 for no block. */
  labelStarts: Uint32Array;
  nameIds: Uint32Array;
  values: Float64Array;
  timestampsMs: Float64Array | null = null;

  constructor(capacity: number) {
    this.labelStarts = new Uint32Array(capacity);
    this.nameIds = new Uint32Array(capacity);
    this.values = new Float64Array(capacity);
  }

  push(nameId: number, labelStart: number, value: number, timestampMs: number) {
    const index = this.count++;
    if (index === this.values.length) this.grow();
    this.nameIds[index] = nameId;
    this.labelStarts[index] = labelStart;
    this.values[index] = value;
    if (this.timestampsMs) this.timestampsMs[index] = timestampMs;
    else if (!Number.isNaN(timestampMs)) {
      this.timestampsMs = new Float64Array(this.values.length).fill(Number.NaN);
      this.timestampsMs[index] = timestampMs;
    }
  }

  private grow() {
    const capacity = this.values.length * 2;
    const widen = <T extends Uint32Array | Float64Array>(to: T, from: T) => {
      to.set(from);
      return to;
    };
    this.labelStarts = widen(new Uint32Array(capacity), this.labelStarts);
    this.nameIds = widen(new Uint32Array(capacity), this.nameIds);
    this.values = widen(new Float64Array(capacity), this.values);
    if (this.timestampsMs) this.timestampsMs = widen(new Float64Array(capacity).fill(Number.NaN), this.timestampsMs);
  }
}

/**
 * Names met so far. Lines of one family follow each other, and those of a histogram repeat one cycle, so the name that
 * followed the last time is tried first, byte by byte, before a string is made.
 */
export class Names {
  readonly list: string[] = [];
  private readonly ids = new Map<string, number>();
  private readonly starts: number[] = [];
  private readonly lengths: number[] = [];
  private readonly quoted: boolean[] = [];
  private readonly followers: number[] = [];
  private readonly view: DataView;
  private last = -1;

  constructor(view: DataView) {
    this.view = view;
  }

  /**
   * The id of the name that the bytes at `start` begin with, if it is one of the two most likely, else -1. A name met in quotes is no
   * guess for a bare one: it may hold what a bare name may not.
   */
  guess(start: number, bare: boolean): number {
    const { last } = this;
    if (last < 0) return -1;
    const id = this.matches(last, start) ? last : (this.followers[last] as number);
    if (id < 0 || (id !== last && !this.matches(id, start))) return -1;
    return bare && this.quoted[id] === true ? -1 : id;
  }

  lengthOf(id: number): number {
    return this.lengths[id] as number;
  }

  /** Notes that `id` was met now. */
  follow(id: number) {
    if (this.last >= 0 && this.last !== id) this.followers[this.last] = id;
    this.last = id;
  }

  /** The id of `name`, spelled in `bytes[start, end)`. */
  add(name: string, start: number, end: number, bare: boolean): number {
    const known = this.ids.get(name);
    if (known !== undefined) return known;
    const id = this.list.push(name) - 1;
    this.ids.set(name, id);
    this.starts.push(start);
    this.lengths.push(end - start);
    this.quoted.push(!bare);
    this.followers.push(-1);
    return id;
  }

  private matches(id: number, start: number): boolean {
    const from = this.starts[id] as number;
    const length = this.lengths[id] as number;
    return start + length <= this.view.byteLength && sameBytes(this.view, from, start, length);
  }
}

/** Whether two ranges of `length` bytes are equal, four bytes at a time, the last first: names of one family differ there. */
export function sameBytes(view: DataView, left: number, right: number, length: number): boolean {
  let rest = length;
  for (; rest >= 4; rest -= 4) if (view.getInt32(left + rest - 4, true) !== view.getInt32(right + rest - 4, true)) return false;
  for (; rest > 0; rest--) if (view.getInt8(left + rest - 1) !== view.getInt8(right + rest - 1)) return false;
  return true;
}
