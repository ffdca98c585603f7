import { type Exposition, listSamples } from '../exposition.ts';
import type { RawSeries } from './raw.ts';

interface Scraped {
  atMs: number;
  /** Null: the scrape failed. */
  exposition: Exposition | null;
}

/** What a server keeps after it has scraped one target at these times: the service's series under its labels, and `up`. */
export function scrapedSeries(target: Record<string, string>, scrapes: readonly Scraped[]): RawSeries[] {
  const series = new Map<string, RawSeries>();
  const put = (name: string, labels: Map<string, string>, atMs: number, value: number) => {
    const key = JSON.stringify([name, [...labels].sort()]);
    const one = series.get(key) ?? { name, labels, timesMs: [], values: [] };
    series.set(key, one);
    one.timesMs.push(atMs);
    one.values.push(value);
  };
  for (const { atMs, exposition } of scrapes) {
    put('up', new Map(Object.entries(target)), atMs, exposition ? 1 : 0);
    for (const { name, labels, value } of exposition ? listSamples(exposition) : []) {
      const own = [...labels].map(([label, text]): [string, string] => [label in target ? `exported_${label}` : label, text]);
      put(name, new Map([...own, ...Object.entries(target)]), atMs, value);
    }
  }
  return [...series.values()];
}
