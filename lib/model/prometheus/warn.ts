import { spellDuration } from '../quantity.ts';
import type { SourceRead } from './reader.ts';
import type { ScrapedTarget } from './target.ts';

/** Labels of which one service usually has one value. */
const tellingLabels = ['job', 'service', 'app', 'app_kubernetes_io_name', 'service_name'];
const staleIntervals = 5;

const listed = (values: readonly string[]) => `${values.slice(0, 4).join(', ')}${values.length > 4 ? ` and ${values.length - 4} more` : ''}`;

const valuesOf = (targets: readonly ScrapedTarget[], label: string): string[] =>
  [...new Set(targets.flatMap(({ labels }) => labels.get(label) ?? []))].sort();

/** What looks wrong with a mapping, each with what to do. */
export function warnOf(
  { targets, totals, newestMs, intervalMs, merged }: SourceRead,
  { nativeHistograms, nowMs }: { nativeHistograms: readonly string[]; nowMs: number },
): string[] {
  const warnings: string[] = [];
  const several = tellingLabels.map((label) => ({ label, values: valuesOf(targets, label) })).find(({ values }) => values.length > 1);
  if (several) {
    const { label, values } = several;
    warnings.push(
      `These are ${values.length} values of ${label}: ${listed(values)}. Narrow the labels to one service, such as ${label}="${values[0]}".`,
    );
  }
  const jobsOf = Map.groupBy(targets, ({ instance }) => instance);
  const twice = [...jobsOf].find(([instance, of]) => instance !== '' && new Set(of.map(({ job }) => job)).size > 1);
  if (twice)
    warnings.push(
      `${twice[0]} is scraped by ${twice[1].length} jobs: what it counts would count ${twice[1].length} times. Narrow the labels to one job.`,
    );
  const down = targets.filter(({ scrapes }) => scrapes.at(-1)?.up === false);
  if (down.length > 0) warnings.push(`${down.length} of ${targets.length} targets could not be scraped: see below why.`);
  const ageMs = newestMs === null ? null : nowMs - newestMs;
  if (ageMs !== null && ageMs > (intervalMs ?? 60_000) * staleIntervals) warnings.push(`The newest scrape is ${spellDuration(ageMs)} old.`);
  if (merged && !totals) warnings.push('No request metrics are recognised: rate, errors and latency stay empty.');
  if (nativeHistograms.length > 0)
    warnings.push(`${listed(nativeHistograms)}: of native histograms count and sum are read, the buckets are not. Percentiles stay empty.`);
  return warnings;
}
