import { type Complaint, type Diagnosis, scoreOf, worstFirst } from '../doctor.ts';
import { spellDuration } from '../quantity.ts';
import { judgeBreakers } from './breaker-status.ts';
import { readBreakers } from './breakers.ts';
import { isPlainCounter, isRequestStem } from './choose.ts';
import type { Doctor, DoctorInput } from './doctor-input.ts';
import { requestDoctors } from './doctor-requests.ts';
import { complainOfShape } from './doctor-shape.ts';
import { readEdges } from './edges.ts';
import { readEvents } from './events.ts';
import { familiesOf } from './family.ts';
import { readGauges } from './gauges.ts';
import type { Totals } from './totals.ts';

const nearBound = 0.8;
/** Clocks, and exporters that answer from a cache, may be apart by so much. */
const mostApartMs = 300_000;

const ofShapes: Doctor = ({ exposition }) =>
  familiesOf(exposition, isRequestStem, isPlainCounter).flatMap((family) => complainOfShape(exposition, family));

const ofFallen: Doctor = ({ fallen }) =>
  fallen.map((series) => ({
    ...{ code: 'counter-fell', kind: 'contradictory', severity: 'warning', series },
    text: `A counter of ${series} fell, though the process did not restart.`,
    why: 'It is taken to have begun anew, so the rate may be too high; several processes may answer in turns.',
    fix: 'Let each process be scraped at an address of its own, or let one of them add up what all counted.',
  }));

const ofBreakers: Doctor = ({ exposition }) => {
  const totals = readBreakers(exposition);
  if (!totals) return [];
  return judgeBreakers(totals, null, new Map(), 0).failure.flatMap(({ name, state, source }): Complaint[] => {
    const base = { series: source.series };
    if (state === 'unknown' && source.detail?.startsWith('conflicting'))
      return [
        {
          ...{ ...base, code: 'two-states', kind: 'contradictory', severity: 'error' },
          text: `The breaker ${name} is in two states at once: ${source.detail.replace('conflicting: ', '')}.`,
          why: 'Its state is not known.',
          fix: 'Set the series of the state that was left to 0.',
        },
      ];
    if (source.rule !== 'S7' || state !== 'unknown') return [];
    return [
      {
        ...{ ...base, code: 'state-without-help', kind: 'half-recognised', severity: 'warning' },
        text: `${source.series} says a number for the breaker ${name}, and no HELP says what it means.`,
        why: '1 is open, half-open or closed, by library: it is shown without a colour.',
        fix: `# HELP ${source.series} State of the circuit breaker: 0 closed, 1 half-open, 2 open`,
      },
    ];
  });
};

const ofSize: Doctor = ({ exposition, totals, maxSamples }) => {
  const complaints: Complaint[] = [];
  const { sampleCount } = exposition;
  if (sampleCount >= maxSamples * nearBound)
    complaints.push({
      ...{ code: 'near-bound', kind: 'cardinality', severity: 'warning', series: '' },
      text: `The scrape has ${sampleCount.toLocaleString('en-US')} samples; beyond ${maxSamples.toLocaleString('en-US')} it is refused whole.`,
      why: 'Nothing at all would be shown then.',
      fix: 'Find the label whose values never end (ids, e-mail addresses, raw paths), and drop it.',
    });
  const grains = [totals?.requests, totals?.latency].flatMap((part) => (part && part.grain !== 'series' ? [part] : []));
  for (const { family, grain } of grains.filter((one, at) => grains.findIndex(({ family: name }) => name === one.family) === at))
    complaints.push({
      ...{ code: grain === 'by class' ? 'many-series' : 'many-routes', kind: 'cardinality', severity: 'warning', series: family },
      text: grain === 'by class' ? `${family} has more than 1,000 sets of labels.` : `${family} names more than 50 routes.`,
      why: 'They are added up: rate and errors of the whole are true, single routes are not shown.',
      fix: 'Label with the route’s template (/users/{id}), never with the path that was called.',
    });
  return complaints;
};

const ofStart: Doctor = ({ process, totals }) => {
  if (process.startedAtSeconds !== null || !totals) return [];
  return [
    {
      ...{ code: 'no-start', kind: 'half-recognised', severity: 'hint', series: '' },
      text: 'No family says when the process started.',
      why: 'A restart is seen only where counters fall.',
      fix:
        process.runtime === 'node'
          ? 'collectDefaultMetrics()'
          : 'Export process_start_time_seconds: the process collector of the client library does.',
    },
  ];
};

const ofAges: Doctor = ({ exposition, totals }) => {
  const atMs = totals?.atMs ?? 0;
  const told = [...(exposition.timestampsMs ?? [])].filter((ms) => !Number.isNaN(ms));
  const newestMs = told.reduce((newest, ms) => Math.max(newest, ms), Number.NEGATIVE_INFINITY);
  if (atMs === 0 || told.length === 0 || Math.abs(atMs - newestMs) < mostApartMs) return [];
  const apart = spellDuration(Math.abs(atMs - newestMs));
  const isOld = newestMs < atMs;
  return [
    {
      ...{ code: isOld ? 'old-samples' : 'future-samples', kind: 'contradictory', severity: 'warning', series: '' },
      text: isOld ? `The newest sample says that it is ${apart} old.` : `Samples say that they are of ${apart} in the future.`,
      why: isOld ? 'Rates are those of then, or 0 where nothing has been written since.' : 'One of the two clocks is wrong; rates go by ours.',
      fix: isOld
        ? 'Write samples without timestamps, at the moment of the scrape.'
        : 'Set the clock of the machine by NTP, or write samples without timestamps.',
    },
  ];
};

const doctors: readonly Doctor[] = [...requestDoctors, ofShapes, ofFallen, ofBreakers, ofSize, ofStart, ofAges];

type Recognised = Diagnosis['recognised'][number];

function recognisedRequests(totals: Totals | null): Recognised[] {
  if (!totals?.requests) return [];
  const { source, latency, statusKnown } = totals;
  const rate = { signal: statusKnown ? 'rate and errors' : 'rate', dialect: source.dialect, series: source.requests ?? '' };
  if (!latency) return [rate];
  return [rate, { signal: latency.boundsMs.length > 0 ? 'latency' : 'latency, no buckets', dialect: source.dialect, series: source.latency ?? '' }];
}

function recognisedIn({ exposition, totals, process }: DoctorInput): Recognised[] {
  const breakers = readBreakers(exposition);
  const failure = breakers ? judgeBreakers(breakers, null, new Map(), 0).failure : [];
  const found = [
    ...recognisedRequests(totals),
    ...readGauges(exposition).map(({ kind, source }) => ({ signal: kind, dialect: source.dialect, series: source.series })),
    ...(process.startedAtSeconds === null ? [] : [{ signal: 'start', dialect: 'process metrics', series: 'process_start_time_seconds' }]),
    ...(process.version === null ? [] : [{ signal: 'version', dialect: 'build info', series: process.versionFrom ?? '' }]),
    ...[...(readEdges(exposition)?.edges.values() ?? [])].map(({ source }) => ({ signal: 'calls to others', dialect: source, series: '' })),
    ...failure.map(({ source }) => ({ signal: 'breakers', dialect: source.dialect, series: source.series })),
    ...(readEvents(exposition) ? [{ signal: 'events', dialect: 'Signalbox SDK', series: '' }] : []),
  ];
  return [...new Map(found.map((one) => [JSON.stringify(one), one])).values()];
}

/** What of a service's metrics is recognised, what is not, or not surely, and how to mend it. */
export function diagnose(input: DoctorInput): Diagnosis {
  const complaints = worstFirst(doctors.flatMap((doctor) => doctor(input)));
  return { score: scoreOf(complaints, input.totals?.requests != null), recognised: recognisedIn(input), complaints };
}
