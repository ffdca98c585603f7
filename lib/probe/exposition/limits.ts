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
