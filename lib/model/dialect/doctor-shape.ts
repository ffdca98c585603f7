import type { Complaint } from '../doctor.ts';
import { type Exposition, familyOf, parseNumber } from '../exposition.ts';
import type { Family } from './family.ts';
import { hashLabels } from './hash.ts';
import { withoutTwins } from './lie.ts';
import { parts } from './series.ts';

interface Series {
  /** Upper bound and cumulative count. */
  buckets: [bound: number, count: number][];
  count: number | null;
}

function seriesOf(exposition: Exposition, family: Family): Series[] {
  const all = new Map<number, Series>();
  const at = (index: number) => {
    const key = hashLabels(exposition.labelsOf(index), parts);
    const series = all.get(key) ?? { buckets: [], count: null };
    all.set(key, series);
    return series;
  };
  for (const index of family.counts) if (!exposition.labelsOf(index).has('le')) at(index).count = exposition.values[index] as number;
  for (const index of family.buckets) {
    const bound = parseNumber(exposition.labelsOf(index).get('le') ?? '');
    if (bound !== undefined) at(index).buckets.push([bound, exposition.values[index] as number]);
  }
  return [...all.values()];
}

interface Fault {
  code: string;
  test: (series: Series) => boolean;
  text: (times: string, name: string) => string;
  fix: string;
}

const sorted = ({ buckets }: Series) => buckets.toSorted(([a], [b]) => a - b);
const last = (series: Series) => sorted(series).at(-1);

const faults: readonly Fault[] = [
  {
    code: 'buckets-fall',
    test: (series) => sorted(series).some(([, count], place, all) => place > 0 && count < (all[place - 1]?.[1] ?? 0)),
    text: (times, name) => `The buckets of ${name} fall in ${times}: each must count all that the one before it counts.`,
    fix: 'Observe with the client library, and let nothing rewrite its buckets on the way: relabelling that merges series breaks them.',
  },
  {
    code: 'no-last-bucket',
    test: (series) => series.buckets.length > 0 && last(series)?.[0] !== Number.POSITIVE_INFINITY,
    text: (times, name) => `${name} lacks its bucket le="+Inf" in ${times}.`,
    fix: 'Export the bucket le="+Inf", equal to the count: every client library does.',
  },
  {
    code: 'count-contradicts',
    test: (series) => {
      const [bound, count] = last(series) ?? [0, 0];
      return bound === Number.POSITIVE_INFINITY && series.count !== null && Math.abs(count - series.count) > 0.005 * Math.max(count, series.count);
    },
    text: (times, name) => `The count of ${name} is not its bucket le="+Inf" in ${times}.`,
    fix: 'Observe once for each request, with the client library: count and buckets come from one call.',
  },
  {
    code: 'without-buckets',
    test: (series) => series.buckets.length === 0,
    text: (times, name) => `${name} has buckets in some series and none in ${times}.`,
    fix: 'Give all series of the family the same buckets.',
  },
];

const timesOf = (count: number, all: number) => (all === 1 ? 'its one series' : `${count} of ${all} series`);

/** What is wrong with a family's shape, whatever it is about. */
export function complainOfShape(exposition: Exposition, family: Family): Complaint[] {
  const complaints: Complaint[] = [];
  const { contradictory, family: once } = withoutTwins(exposition, family);
  const doubled = once.counts.length < family.counts.length || once.buckets.length < family.buckets.length;
  if (doubled)
    complaints.push({
      ...{ code: 'series-twice', kind: 'contradictory', severity: contradictory ? 'error' : 'warning', series: family.name },
      text: `Series of ${family.name} stand twice${contradictory ? ', with different values' : ''}.`,
      why: contradictory ? 'Nobody can say which of the two is true, so the family is not read.' : 'Each counts once here; others may add them.',
      fix: 'Register the metric once: two registries, or two workers, are written into one answer.',
    });
  const impossible = family.counts.filter(
    (index) => !((exposition.values[index] as number) >= 0) || !Number.isFinite(exposition.values[index]),
  ).length;
  if (impossible > 0)
    complaints.push({
      ...{ code: 'no-count', kind: 'contradictory', severity: 'error', series: family.name },
      text: `${family.name} counts NaN, infinity or less than 0 in ${timesOf(impossible, family.counts.length)}.`,
      why: 'The rest would be a partial truth, so the family is not read.',
      fix: 'Increase the counter by numbers of 0 and more only.',
    });
  if (family.buckets.length > 0) complaints.push(...complainOfBuckets(exposition, once));
  if (family.kind === 'counter' && familyOf(exposition, family.name)?.type === 'gauge')
    complaints.push({
      ...{ code: 'counter-as-gauge', kind: 'contradictory', severity: 'hint', series: family.name },
      text: `${family.name} is announced as a gauge and read as a counter, because its name says so.`,
      why: 'If it falls without a restart, the rate is too high.',
      fix: `# TYPE ${family.name} counter`,
    });
  return complaints;
}

function complainOfBuckets(exposition: Exposition, family: Family): Complaint[] {
  const all = seriesOf(exposition, family);
  return faults.flatMap(({ code, test, text, fix }) => {
    const times = all.filter(test).length;
    if (times === 0) return [];
    const harmless = code === 'no-last-bucket';
    return [
      {
        ...{ code, kind: 'contradictory' as const, severity: harmless ? ('warning' as const) : ('error' as const), series: family.name },
        text: text(timesOf(times, all.length), family.name),
        why: harmless ? 'What lies beyond the last bound is taken from the count.' : 'No percentile can be told from it.',
        fix,
      },
    ];
  });
}
