import { latestOf } from '#lib/model/histogram.ts';
import { judgeInstances, versionOfInstances } from '#lib/model/instance.ts';
import { nameOfInstance } from '#lib/model/instance-name.ts';
import type { Reading, TargetKind } from '#lib/model/reading.ts';
import type { Judgement } from '#lib/model/verdict.ts';
import type { Watched } from './watched.ts';

type Seen = NonNullable<Watched['scrape']>;

const isOk = ({ outcome }: Pick<Reading, 'outcome'>) => outcome !== 'fail' && outcome !== 'self';

/** Failed looks before answered ones, slow ones before quick ones. */
const worstFirst = (a: Seen, b: Seen) => Number(isOk(a)) - Number(isOk(b)) || b.durationMs - a.durationMs;

/** What the service's look is after one of an instance: null while the others have yet to be looked at and nothing else is known of it. */
export function joinLooks(whole: Watched, member: Watched, atMs: number): { reading: Reading; judgement: Judgement } | null {
  const places = whole.members.map(({ instance, judgement }) => ({ url: instance?.url ?? '', judgement }));
  const judgement = judgeInstances(places, whole.judgement, atMs);
  whole.looked.add(member.instance?.id ?? 0);
  const isRound = whole.members.every(({ instance }) => whole.looked.has(instance?.id ?? 0));
  if (!isRound && judgement.verdict === whole.judgement.verdict && judgement.reason === whole.judgement.reason) return null;
  if (isRound) whole.looked = new Set();
  const [worst] = whole.members.flatMap(({ reading }) => reading ?? []).sort(worstFirst);
  if (!worst) return null;
  const version = versionOfInstances(
    whole.members.map((one) => one.version),
    whole.version,
  );
  return { reading: { ...worst, atMs, reason: judgement.reason, version }, judgement };
}

/** The last looks at one kind of target of all instances, as one. */
export function joinTargets(whole: Watched, kind: TargetKind): Seen | null {
  const seen = whole.members.flatMap(({ reading, scrape }) => (kind === 'health' ? reading : scrape) ?? []).sort(worstFirst);
  const [worst] = seen;
  if (!worst) return null;
  const failing = seen.filter((one) => !isOk(one));
  const all = whole.members.length;
  const reason =
    failing.length === 0
      ? `${seen.length} of ${all} instances: ${worst.reason}`
      : `${failing.length} of ${all} instances: ${nameOfInstance(new URL(worst.url).origin)}, ${worst.reason}`;
  return { ...worst, reason, atMs: Math.max(...seen.map(({ atMs }) => atMs)) };
}

/** What the service does now: rates of its instances added, their buckets merged, and of how many instances that is. */
export function joinLatest(whole: Watched): void {
  const telling = whole.members.filter(({ recent }) => recent.length > 0);
  whole.coverage = { reporting: telling.length, expected: whole.members.length };
  const { errorRatio, latencyMs } = latestOf(telling.flatMap(({ recent }) => recent));
  const rates = telling.flatMap(({ latest }) => latest.requestRate ?? []);
  const requestRate = rates.length === 0 ? null : rates.reduce((sum, rate) => sum + rate, 0);
  whole.latest = { requestRate, errorRatio, latencyMsP95: latencyMs.p95 };
  whole.signalsAtMs = telling.reduce<number | null>((latest, { signalsAtMs }) => Math.max(latest ?? 0, signalsAtMs ?? 0), whole.signalsAtMs);
}
