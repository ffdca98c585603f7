import type { Exposition, Labels } from '../exposition.ts';
import type { SignalSource } from '../signal.ts';
import { isBreakerStem } from './breaker-match.ts';
import { type Choice, type Chosen, isPlainCounter, isRequestStem, rankChoices } from './choose.ts';
import { countDurations, countRequests } from './count.ts';
import { isEdgeStem } from './edges.ts';
import { isEventStem } from './events.ts';
import { addLabelNames, type Family, familiesOf } from './family.ts';
import { isGaugeStem } from './gauges.ts';
import { labelOf } from './label.ts';
import { lieOfBuckets, lieOfCounts, withoutTwins } from './lie.ts';
import { isProcessStem } from './process.ts';
import type { Paths } from './series.ts';
import { describeSource, othersOf } from './source.ts';
import { statusLabels } from './status.ts';
import { toldUnit } from './told-unit.ts';
import { statusClasses, type Totals } from './totals.ts';

const startName = 'process_start_time_seconds';

/** The stems that `readSignals`, `readGauges`, `readProcess`, `readEvents`, `readEdges` and `readBreakers` read: hand it to the parser, and the rest of a payload costs little. */
export function wantedStem(stem: string): boolean {
  return isRequestStem(stem) || isGaugeStem(stem) || isProcessStem(stem) || isEventStem(stem) || isEdgeStem(stem) || isBreakerStem(stem);
}

export interface ReadOptions extends Paths {
  /** When the scrape was made, ms since the epoch. With it a restart and several processes behind one address are told apart. */
  atMs?: number;
  /** The service's name: of an exposition that tells of several services, only its own series count. */
  service?: string;
}

/**
 * What an exposition says of the requests that the service served so far; null when no dialect is recognised. A family that contradicts
 * itself is left out whole, with the reason in `faults`, and the next one is read in its place.
 */
export function readSignals(scrape: Exposition, options: ReadOptions): Totals | null {
  const exposition = decodingOnce(scrape);
  const choices = rankChoices(exposition, familiesOf(exposition, isRequestStem, isPlainCounter), options.service ?? null);
  const faults = new Set<string>();
  const base = { atMs: options.atMs ?? 0, startedAtSeconds: readStart(exposition) };
  for (const choice of choices.slice(0, mostTried)) {
    const read = readChoice(exposition, choice, options, faults);
    const { others, ...source } = read ? { ...read.source, others: othersOf(choices, choice) } : { others: [] };
    if (read) return { ...base, ...read, source: withNotes(source as SignalSource, others, faults), faults: [...faults] };
  }
  const [first] = choices;
  if (!first) return null;
  const counted = (first.requests ?? first.latency)?.family as Family;
  const described = describeSource(first, { counted, status: null, unit: null, others: othersOf(choices, first) });
  const source = { ...described, rule: 'left out whole: it contradicts itself' };
  return { ...base, requests: null, statusKnown: false, latency: null, source: withNotes(source, source.others ?? [], faults), faults: [...faults] };
}

/** Candidates beyond these are not looked at: an exposition that contradicts itself so often is not worth it. */
const mostTried = 6;

function withNotes(source: SignalSource, others: NonNullable<SignalSource['others']>, faults: ReadonlySet<string>): SignalSource {
  return { ...source, ...(others.length > 0 ? { others } : {}), ...(faults.size > 0 ? { faults: [...faults] } : {}) };
}

type Read = Pick<Totals, 'requests' | 'statusKnown' | 'latency' | 'source'>;

/** A family with its series complete and each once; null where it lies. */
function vouchFor(exposition: Exposition, chosen: Chosen | null, options: ReadOptions, faults: Set<string>): Chosen | null {
  if (!chosen) return null;
  const { family, contradictory } = withoutTwins(exposition, chosen.family);
  addLabelNames(exposition, family, family.counts.length);
  const lie = contradictory
    ? `series of ${family.name} stand twice, with different values`
    : lieOfCounts(exposition, family, { ...options, ...chosen });
  if (lie) faults.add(lie);
  return lie ? null : { ...chosen, family };
}

function readLatency(exposition: Exposition, { dialect }: Choice, chosen: Chosen | null, options: ReadOptions, faults: Set<string>) {
  if (!chosen) return null;
  const { family, pick } = chosen;
  const unit = toldUnit(exposition, family, dialect.unit);
  if (!unit) faults.add(`nothing says the unit of ${family.name}: its durations are left out`);
  const status = labelOf(family.labelNames, statusLabels);
  const counting = { ...options, pick, grpc: dialect.grpc ?? false };
  const totals = countDurations(exposition, family, status, { paths: counting, unit: unit?.unit ?? 's' });
  const lie = lieOfBuckets(totals);
  if (lie) faults.add(lie);
  return { chosen, totals, unit, lie };
}

function readChoice(exposition: Exposition, choice: Choice, options: ReadOptions, faults: Set<string>): Read | null {
  const requests = vouchFor(exposition, choice.requests, options, faults);
  const timed = readLatency(exposition, choice, vouchFor(exposition, choice.latency, options, faults), options, faults);
  const latency = timed && !timed.lie ? timed.chosen : null;
  const vouched = { ...choice, requests, latency };
  if (!requests && !latency) return null;
  const counted = countedFamily(vouched);
  const statusLabel = labelOf(counted.family.labelNames, statusLabels);
  const counting = { ...options, pick: counted.pick, grpc: choice.dialect.grpc ?? false };
  const totals = countRequests(exposition, counted.family, statusLabel, counting);
  const unknown = statusClasses.indexOf('unknown');
  const unit = latency && timed ? timed.unit : null;
  const source = describeSource(unit ? vouched : { ...vouched, latency: null }, {
    counted: counted.family,
    status: statusLabel,
    unit: unit?.how ?? null,
    others: undefined,
  });
  return {
    requests: totals,
    statusKnown: statusLabel !== null || totals.classes.some((one) => one !== unknown),
    latency: unit && timed ? timed.totals : null,
    source,
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
function countedFamily({ requests, latency }: Choice): Chosen {
  const saysStatus = [requests, latency].find((one) => one && labelOf(one.family.labelNames, statusLabels) !== null);
  return (saysStatus ?? requests ?? latency) as Chosen;
}

function readStart(exposition: Exposition): number | null {
  const id = exposition.names.indexOf(startName);
  const index = id < 0 ? -1 : exposition.nameIds.indexOf(id);
  const value = exposition.values[index] ?? Number.NaN;
  return Number.isFinite(value) ? value : null;
}
