import type { Exposition, Family, Labels } from '../exposition.ts';

/** One series as a server keeps it: its samples, each with the time of its scrape, ms since the epoch, ascending. */
export interface RawSeries {
  name: string;
  labels: Labels;
  timesMs: number[];
  values: number[];
}

export interface RawSample {
  name: string;
  labels: Labels;
  value: number;
}

/** What the server knows of families: type, help and unit, by the name that it announces them under. */
export type Metadata = ReadonlyMap<string, Family>;

/** Samples as one scrape, in the columns that the dialects read. */
export function expositionOf(samples: readonly RawSample[], metadata: Metadata): Exposition {
  const ids = new Map<string, number>();
  const nameIds = Uint32Array.from(samples, ({ name }) => {
    const id = ids.get(name) ?? ids.size;
    ids.set(name, id);
    return id;
  });
  return {
    format: 'text',
    families: metadata,
    names: [...ids.keys()],
    nameIds,
    values: Float64Array.from(samples, ({ value }) => value),
    timestampsMs: null,
    sampleCount: samples.length,
    labelsOf: (index) => (samples[index] as RawSample).labels,
  };
}
