import type { Complaint } from '../doctor.ts';
import type { Exposition } from '../exposition.ts';
import { fixOf } from './doctor-fix.ts';
import type { Doctor } from './doctor-input.ts';
import { stemOf } from './stem.ts';
import { excludedStems, foreignPrefix } from './table.ts';
import type { Totals } from './totals.ts';

const mostNamed = 5;
const fewBounds = 4;

const looksLikeRequests = /(?:^|_)(?:http|https|rpc|grpc|api|web|request|requests|response|responses)(?:_|$)/;

/** Announced families whose names look like requests served, though no dialect reads them. */
function lookalikes({ families }: Exposition): string[] {
  return [...families.values()]
    .filter(({ name, type }) => {
      const stem = stemOf(name);
      return (
        (type === 'counter' || type === 'histogram' || type === 'summary') &&
        looksLikeRequests.test(stem) &&
        !excludedStems.test(stem) &&
        !foreignPrefix.test(stem)
      );
    })
    .map(({ name }) => name)
    .slice(0, mostNamed);
}

const ofMissing: Doctor = ({ exposition, totals, process }) => {
  if (totals) return [];
  const alike = lookalikes(exposition);
  const seen =
    alike.length > 0 ? `None of them in a form that is known: ${alike.join(', ')}.` : 'No family counts the requests that the service serves.';
  return [
    {
      ...{ code: 'no-requests', kind: alike.length > 0 ? 'half-recognised' : 'unrecognised', severity: 'warning', series: alike.join(', ') },
      text: seen,
      why: 'Rate, errors and latency stay empty.',
      fix: fixOf('requests', { dialect: null, runtime: process.runtime }),
    },
  ];
};

const ofHalves: Doctor = ({ totals, process }) => {
  if (!totals?.requests) return [];
  const { source, latency, statusKnown } = totals;
  const library = { dialect: source.dialect, runtime: process.runtime };
  const complaints: Complaint[] = [];
  const add = (code: string, severity: Complaint['severity'], series: string | null, words: Pick<Complaint, 'text' | 'why' | 'fix'>) =>
    complaints.push({ code, kind: 'half-recognised', severity, series: series ?? '', ...words });
  if (!statusKnown)
    add('no-status', 'warning', source.requests, {
      text: `${source.requests} does not say how requests ended.`,
      why: 'The share of errors is not known; it is not 0.',
      fix: fixOf('status', library),
    });
  if (!latency && (source.faults ?? []).length === 0)
    add('no-durations', 'warning', source.requests, {
      text: `${source.requests} counts requests, and no family tells how long they took.`,
      why: 'There is no latency.',
      fix: fixOf('duration', library),
    });
  if (latency && latency.boundsMs.length === 0)
    add('no-buckets', latency.quantiles ? 'hint' : 'warning', source.latency, {
      text: latency.quantiles
        ? `${source.latency} is a summary.`
        : `${source.latency} has neither buckets nor quantiles that hold for all its series.`,
      why: latency.quantiles
        ? 'Its quantiles hold for this instance and the library’s own window; they can be added to no other.'
        : 'Only a mean is known: no percentile is made up from it.',
      fix: fixOf('buckets', library),
    });
  return complaints;
};

const ofBounds: Doctor = ({ totals, process, objectiveMs }) => {
  const { latency = null, source } = totals ?? {};
  const finite = (latency?.boundsMs ?? []).filter((bound) => bound !== null);
  if (!latency || !source || finite.length === 0) return [];
  const library = { dialect: source.dialect, runtime: process.runtime };
  const base = { kind: 'half-recognised' as const, series: source.latency ?? '' };
  const complaints: Complaint[] = [];
  if (objectiveMs !== null && !finite.includes(objectiveMs))
    complaints.push({
      ...{ ...base, code: 'objective-within-bucket', severity: 'warning' },
      text: `The objective of ${objectiveMs} ms lies within a bucket of ${source.latency}.`,
      why: `Nobody can tell how many requests kept it: add the bound ${objectiveMs / 1000}.`,
      fix: fixOf('bound', library, objectiveMs / 1000),
    });
  if (finite.length < fewBounds)
    complaints.push({
      ...{ ...base, code: 'few-bounds', severity: 'hint' },
      text: `${source.latency} has ${finite.length === 1 ? 'one bound' : `${finite.length} bounds`}: ${finite.map((ms) => `${ms / 1000} s`).join(', ')}.`,
      why: 'Percentiles are known as wide ranges only.',
      fix: fixOf('bound', library, 0.25),
    });
  const beyond = shareBeyond(latency);
  if (beyond > 0.01)
    complaints.push({
      ...{ ...base, code: 'beyond-last-bound', severity: 'warning' },
      text: `${Math.round(beyond * 1000) / 10} % of all requests so far took longer than the last bound, ${(finite.at(-1) ?? 0) / 1000} s.`,
      why: 'High percentiles are known only to lie beyond it.',
      fix: fixOf('bound', library, ((finite.at(-1) ?? 0) / 1000) * 4),
    });
  return complaints;
};

function shareBeyond({ boundsMs, buckets, counts }: NonNullable<Totals['latency']>): number {
  const width = boundsMs.length;
  const [all, within] = counts.reduce(([sum, held], count, row) => [sum + count, held + (buckets[(row + 1) * width - 2] ?? 0)] as [number, number], [
    0, 0,
  ] as [number, number]);
  return all >= 100 ? (all - within) / all : 0;
}

const ofUnits: Doctor = ({ totals }) => {
  const [assumed, unknown] = [
    totals?.source.unit?.includes('assumed') ? totals.source : null,
    totals?.faults.find((fault) => fault.startsWith('nothing says the unit')),
  ];
  const fixFor = (name: string) =>
    `Rename it to ${name.replace(/_(?:time|duration)?$/, '$&')}_seconds and observe seconds, or announce # UNIT ${name} ms`;
  if (assumed)
    return [
      {
        ...{ code: 'unit-assumed', kind: 'unit', severity: 'warning', series: assumed.latency ?? '' },
        text: `Nothing says the unit of ${assumed.latency}; it is taken for ${assumed.unit}.`,
        why: 'Other bounds could make it wrong by a thousand.',
        fix: fixFor(assumed.latency ?? ''),
      },
    ];
  if (!unknown) return [];
  const name = /unit of ([^:]+):/.exec(unknown)?.[1] ?? '';
  return [
    {
      ...{ code: 'unit-unknown', kind: 'unit', severity: 'error', series: name },
      text: `Nothing says whether ${name} is in seconds or milliseconds.`,
      why: 'Its durations are left out: a guess could be wrong by a thousand.',
      fix: fixFor(name),
    },
  ];
};

const ofChoice: Doctor = ({ totals }) =>
  (totals?.source.others ?? [])
    .filter(({ why }) => why.includes('same requests'))
    .slice(0, mostNamed)
    .map(({ family, dialect }) => ({
      ...{ code: 'two-candidates', kind: 'ambiguous', severity: 'hint', series: family },
      text: `${family} (${dialect}) could be the requests of the service as well as ${totals?.source.requests}.`,
      why: 'Two are never added. If they count different requests, one part is not shown.',
      fix: `Remove the instrumentation that is not wanted; ${totals?.source.dialect} is the one that is read.`,
    }));

/** What is missing, half said, ambiguous or of unknown unit in what is said of requests. */
export const requestDoctors: readonly Doctor[] = [ofMissing, ofHalves, ofBounds, ofUnits, ofChoice];
