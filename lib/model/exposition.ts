/** What the `#` lines say of one family. In OpenMetrics a counter's family lacks the `_total` of its samples. */
export interface Family {
  readonly name: string;
  /** As announced, lower case: `counter`, `gauge`, `histogram`, `summary`, `untyped`, … */
  readonly type: string | null;
  readonly help: string | null;
  /** As announced by `# UNIT`, such as `seconds` or `ms`. */
  readonly unit: string | null;
}

export type Labels = ReadonlyMap<string, string>;

/** One number of an exposition. */
export interface Sample {
  /** With its suffix, such as `http_request_duration_seconds_bucket`. */
  readonly name: string;
  readonly labels: Labels;
  readonly value: number;
  /** Ms since the epoch; null where the line has none. */
  readonly timestampMs: number | null;
}

/**
 * One whole scrape, in columns. Sample `i` has the name `names[nameIds[i]]`, the value `values[i]` and the labels
 * `labelsOf(i)`, in the order of the lines; nothing is dropped, also not two lines of one series.
 * Labels are decoded when asked for, so the exposition keeps the scraped bytes alive: read it and let it go.
 */
export interface Exposition {
  readonly format: 'text' | 'openmetrics';
  /** By the name that the `#` lines give. A family without such lines is not here, its samples are. */
  readonly families: ReadonlyMap<string, Family>;
  /** Distinct sample names, by first appearance. */
  readonly names: readonly string[];
  readonly nameIds: Uint32Array;
  readonly values: Float64Array;
  /** Ms since the epoch, NaN where a line has none; null when no line has one. */
  readonly timestampsMs: Float64Array | null;
  /** Samples of the scrape, those left out by an allow-list included. */
  readonly sampleCount: number;
  labelsOf(index: number): Labels;
}

/** All samples as objects: for few samples and for tests; loops over many read the columns. */
export function listSamples(exposition: Exposition): Sample[] {
  return Array.from(exposition.values, (value, index) => {
    const timestampMs = exposition.timestampsMs?.[index] ?? Number.NaN;
    return {
      name: exposition.names[exposition.nameIds[index] as number] as string,
      labels: exposition.labelsOf(index),
      value,
      timestampMs: Number.isNaN(timestampMs) ? null : timestampMs,
    };
  });
}

const familySuffix = /_(?:bucket|sum|count|max|total|created|info|gsum|gcount)$/;

/** The family that a sample's name belongs to: announced under the name itself or under the name without its suffix. */
export function familyOf(exposition: Exposition, sampleName: string): Family | undefined {
  return exposition.families.get(sampleName) ?? exposition.families.get(sampleName.replace(familySuffix, ''));
}

const decimal = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;
const infinity = /^([+-]?)inf(?:inity)?$/i;

/** A number as expositions write it: decimal, `NaN`, `+Inf`, `-Inf`; undefined for anything else. */
export function parseNumber(text: string): number | undefined {
  if (decimal.test(text)) return Number(text);
  const match = infinity.exec(text);
  if (match) return match[1] === '-' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  return /^nan$/i.test(text) ? Number.NaN : undefined;
}
