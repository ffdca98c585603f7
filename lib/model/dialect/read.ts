import type { Exposition, Labels } from '../exposition.ts';
import type { SignalSource } from '../signal.ts';
import { type Choice, chooseDialect, isRequestStem } from './choose.ts';
import { countDurations, countRequests } from './count.ts';
import { addLabelNames, type Family, familiesOf } from './family.ts';
import { labelOf } from './label.ts';
import type { Paths } from './series.ts';
import { statusLabels } from './status.ts';
import { statusClasses, type Totals } from './totals.ts';
import { type Unit, unitOf } from './unit.ts';

const startName = 'process_start_time_seconds';
const startStem = 'process_start_time';

/** The stems that `readSignals` reads: hand it to the parser, and the rest of a payload costs little. */
export function wantedStem(stem: string): boolean {
  return stem === startStem || isRequestStem(stem);
}

export interface ReadOptions extends Paths {
  /** When the scrape was made, ms since the epoch. With it a restart and several processes behind one address are told apart. */
  atMs?: number;
}

/** What an exposition says of the requests that the service served so far; null when no dialect is recognised. */
export function readSignals(scrape: Exposition, options: ReadOptions): Totals | null {
  const exposition = decodingOnce(scrape);
  const choice = chooseDialect(familiesOf(exposition, isRequestStem));
  if (!choice) return null;
  for (const family of [choice.requests, choice.latency]) if (family) addLabelNames(exposition, family, family.counts.length);
  const counted = countedFamily(choice);
  const statusLabel = labelOf(counted.labelNames, statusLabels);
  const requests = countRequests(exposition, counted, statusLabel, options);
  const unknown = statusClasses.indexOf('unknown');
  const statusKnown = statusLabel !== null || requests.classes.some((one) => one !== unknown);
  const unit = choice.latency && unitOfFamily(exposition, choice.latency, choice.dialect.unit);
  const latencyStatus = choice.latency && labelOf(choice.latency.labelNames, statusLabels);
  return {
    atMs: options.atMs ?? 0,
    startedAtSeconds: readStart(exposition),
    requests,
    statusKnown,
    latency: choice.latency && unit && countDurations(exposition, choice.latency, latencyStatus, { paths: options, unit: unit.unit }),
    source: describeSource(choice, counted, statusLabel, unit?.how ?? null),
  };
}

/** Several passes read the same labels. */
function decodingOnce(exposition: Exposition): Exposition {
  const decoded: (Labels | undefined)[] = [];
  const labelsOf = (index: number): Labels => {
    decoded[index] ??= exposition.labelsOf(index);
    return decoded[index] as Labels;
  };
  const { format, names, nameIds, values, timestampsMs, sampleCount } = exposition;
  return {
    format,
    names,
    nameIds,
    values,
    timestampsMs,
    sampleCount,
    get families() {
      return exposition.families;
    },
    labelsOf,
  };
}

/** Where rate and errors come from: the family that says how requests ended, the counter first. */
function countedFamily({ requests, latency }: Choice): Family {
  const saysStatus = [requests, latency].find((family) => family && labelOf(family.labelNames, statusLabels) !== null);
  return (saysStatus ?? requests ?? latency) as Family;
}

function unitOfFamily(exposition: Exposition, family: Family, fallback: Unit): { unit: Unit; how: string } {
  const announced = exposition.families.get(family.name)?.unit;
  const told = announced ? unitOf(announced) : null;
  if (told) return { unit: told, how: `${told}, by # UNIT` };
  if (family.unit) return { unit: family.unit, how: `${family.unit}, by its name` };
  return { unit: fallback, how: `${fallback}, by the dialect` };
}

function describeSource({ dialect, requests, latency }: Choice, counted: Family, status: string | null, unit: string | null): SignalSource {
  const percentiles = latency && latency.buckets.length > 0 ? 'percentiles from differences of its buckets' : 'mean from sum and count, no buckets';
  const rate = counted === requests ? 'rate from a counter' : "rate from the histogram's count";
  return {
    dialect: dialect.name,
    rule: latency ? `${rate}, ${percentiles}` : `${rate}, durations not said`,
    requests: counted === requests ? counted.name : `${counted.name}_count`,
    latency: latency?.name ?? null,
    status,
    unit,
    series: new Set([counted, ...(latency ? [latency] : [])].flatMap((family) => [...family.counts, ...family.buckets, ...family.sums])).size,
  };
}

function readStart(exposition: Exposition): number | null {
  const id = exposition.names.indexOf(startName);
  const index = id < 0 ? -1 : exposition.nameIds.indexOf(id);
  const value = exposition.values[index] ?? Number.NaN;
  return Number.isFinite(value) ? value : null;
}
