import type { SignalSource } from '../signal.ts';
import type { Choice, Chosen } from './choose.ts';
import type { Family } from './family.ts';

const mostOthers = 12;

const nameOf = ({ family }: Chosen) => family.name;
const familyNames = ({ requests, latency }: Choice) => [requests, latency].flatMap((one) => (one ? [nameOf(one)] : []));

function ruleOf({ requests, latency }: Choice, counted: Family): string {
  const rate = counted === requests?.family ? 'rate from a counter' : "rate from the histogram's count";
  if (!latency) return `${rate}, durations not said`;
  if (latency.family.buckets.length > 0) return `${rate}, percentiles from differences of its buckets`;
  if (latency.family.quantiles.length > 0)
    return `${rate}, quantiles as the summary of this instance says them, never averaged; mean from sum and count, no buckets`;
  return `${rate}, mean from sum and count, no buckets`;
}

/** Says of a value where it comes from. */
export function describeSource(
  choice: Choice,
  { counted, status, unit, others }: { counted: Family; status: string | null; unit: string | null; others: SignalSource['others'] },
): SignalSource {
  const { dialect, requests, latency } = choice;
  const used = new Set([counted, ...(latency ? [latency.family] : [])]);
  return {
    dialect: dialect.name,
    rule: ruleOf(choice, counted),
    requests: counted === requests?.family ? counted.name : `${counted.name}_count`,
    latency: latency?.family.name ?? null,
    status,
    unit,
    series: new Set([...used].flatMap((family) => [...family.counts, ...family.buckets, ...family.sums])).size,
    ...(others && others.length > 0 ? { others } : {}),
  };
}

const seenFrom = { service: 'the service itself', proxy: 'a proxy', spans: 'traces' };

function whyNot(other: Choice, used: Choice): string {
  if (other.dialect.weak && !used.dialect.weak) return 'only its name looks like requests served';
  if (other.dialect.seenBy !== used.dialect.seenBy) return `${seenFrom[used.dialect.seenBy]} is preferred to ${seenFrom[other.dialect.seenBy]}`;
  if (other.rank > used.rank) return other.latency ? 'it says less of durations' : 'it says nothing of durations';
  return 'it may tell of the same requests, and two are never added';
}

/** What else was recognised, and why it was not used. Each family once. */
export function othersOf(choices: readonly Choice[], used: Choice): NonNullable<SignalSource['others']> {
  const told = new Set(familyNames(used));
  return choices
    .flatMap((choice) =>
      familyNames(choice).flatMap((family) => {
        if (told.has(family)) return [];
        told.add(family);
        return [{ dialect: choice.dialect.name, family, why: whyNot(choice, used) }];
      }),
    )
    .slice(0, mostOthers);
}
