import type { BreakerRule, BreakerState } from '../breaker.ts';
import type { Match } from './breaker-match.ts';
import { type BreakerRead, helpDenyList } from './breaker-table.ts';
import { type Claim, compareClaims, emptyFailure, type FailureTotals, renamed } from './breaker-totals.ts';
import { codesOfHelp, foldWord, stateOfWord } from './breaker-word.ts';
import { foldLabel } from './label.ts';
import { classOfStatus } from './status.ts';

/** One sample that a row of the table reads. */
export interface Seen extends Match {
  /** The sample's name, and its stem. */
  series: string;
  stem: string;
  value: number;
  help: () => string;
}

/** More breakers than this in one exposition are cut: a label that holds ids is no breaker. */
const mostBreakers = 500;

/** What `map` holds under the name of the breaker; null where it is full. */
export function entryOf<T>(map: Map<string, T>, name: string, make: () => T): T | null {
  const there = map.get(name);
  if (there) return there;
  if (map.size >= mostBreakers) return null;
  const made = make();
  map.set(name, made);
  return made;
}

export const claimOf = ({ row, order, series }: Seen, rule: BreakerRule): Claim => ({ order, dialect: row.dialect, rule, series });

export const labelIn = ({ labels }: Seen, label: string): string => labels.get(foldLabel(label)) ?? '';

/** Whether a sample is one of those that the read means: by the value of its label. */
export function isMeant(seen: Seen, { label, values }: { label?: string; values?: readonly string[] }): boolean {
  if (label === undefined || values === undefined) return true;
  const word = foldWord(labelIn(seen, label));
  return values.some((value) => foldWord(value) === word);
}

type Slot = 'hot' | 'code' | 'guess' | 'moves' | 'time' | 'rejected' | 'calls';

/** The part of the totals that the claim adds to; null when a family that is preferred to it was read. */
function slotOf<K extends Slot>(totals: FailureTotals, slot: K, make: () => NonNullable<FailureTotals[K]>): NonNullable<FailureTotals[K]> | null {
  const [there, made] = [totals[slot], make()];
  const order = there === null ? -1 : compareClaims(made.claim, there.claim);
  if (order > 0) return null;
  if (order < 0) totals[slot] = made;
  return totals[slot] as NonNullable<FailureTotals[K]>;
}

/** The labels that tell instances of one breaker apart: all but its names and the state. */
function instanceOf({ labels, nameLabels }: Seen, without: string): string {
  const rest = [...labels].filter(([name]) => !nameLabels.has(name) && name !== foldLabel(without));
  return JSON.stringify(rest.sort(([a], [b]) => (a < b ? -1 : 1)));
}

const addTo = <K>(map: Map<K, number>, key: K, value: number) => map.set(key, (map.get(key) ?? 0) + value);

export function addFailure(breakers: Map<string, FailureTotals>, read: BreakerRead, seen: Seen): void {
  const totals = entryOf(breakers, seen.name, () => emptyFailure(seen));
  if (totals === null) return;
  renamed(totals, seen);
  switch (read.kind) {
    case 'one-hot':
      addHot(totals, seen, read.label, claimOf(seen, read.rule));
      break;
    case 'enum':
      addHot(totals, seen, seen.stem, claimOf(seen, read.rule));
      break;
    case 'code':
      addCode(totals, 'code', seen, { state: read.codes[String(seen.value)] ?? null, claim: claimOf(seen, read.rule) });
      break;
    case 'guess':
      addCode(totals, 'guess', seen, { state: guessState(seen), claim: claimOf(seen, read.rule) });
      break;
    case 'moves':
      addMoves(totals, seen, read);
      break;
    case 'time':
      addTime(totals, seen, read.label, claimOf(seen, read.rule));
      break;
    default:
      addNumber(totals, read, seen);
  }
}

function addHot(totals: FailureTotals, seen: Seen, label: string, claim: Claim): void {
  const state = stateOfWord(labelIn(seen, label));
  if (state === null) return;
  const slot = slotOf(totals, 'hot', () => ({ claim, instances: new Map() }));
  if (slot === null) return;
  const instance = instanceOf(seen, label);
  const states = slot.instances.get(instance) ?? new Set<BreakerState>();
  if (seen.value === 1) states.add(state);
  slot.instances.set(instance, states);
}

function guessState({ stem, value, help }: Seen): BreakerState | null {
  return helpDenyList.has(stem) ? null : (codesOfHelp(help())?.get(value) ?? null);
}

function addCode(totals: FailureTotals, slot: 'code' | 'guess', seen: Seen, { state, claim }: { state: BreakerState | null; claim: Claim }): void {
  slotOf(totals, slot, () => ({ claim, instances: new Map() }))?.instances.set(instanceOf(seen, ''), { value: seen.value, state });
}

function addMoves(totals: FailureTotals, seen: Seen, read: Extract<BreakerRead, { kind: 'moves' }>): void {
  const to = stateOfWord(labelIn(seen, read.to));
  if (to === null && !read.declares) return;
  const from = read.from === undefined ? null : stateOfWord(labelIn(seen, read.from));
  const slot = slotOf(totals, 'moves', () => ({ claim: claimOf(seen, read.rule), to: new Map(), from: from === null ? null : new Map() }));
  if (slot === null || to === null) return;
  addTo(slot.to, to, seen.value);
  if (from !== null && slot.from !== null) addTo(slot.from, from, seen.value);
}

function addTime(totals: FailureTotals, seen: Seen, label: string, claim: Claim): void {
  const state = stateOfWord(labelIn(seen, label));
  const slot = state && slotOf(totals, 'time', () => ({ claim, spent: new Map() }));
  if (slot) addTo(slot.spent, state, seen.value);
}

/** Calls that ended well, badly, or in another way that counts for neither. */
function endOf(read: Extract<BreakerRead, { kind: 'calls' | 'calls by status' }>, seen: Seen): 'ok' | 'failed' | null {
  if (read.kind === 'calls by status') {
    const ended = classOfStatus(read.label, labelIn(seen, read.label));
    return ended === 'serverError' || ended === 'noAnswer' ? 'failed' : 'ok';
  }
  if (isMeant(seen, { label: read.label, values: read.ok })) return 'ok';
  return isMeant(seen, { label: read.label, values: read.failed }) ? 'failed' : null;
}

function addToWindow(totals: FailureTotals, { label, ok, failed }: Extract<BreakerRead, { kind: 'window' }>, seen: Seen): void {
  const end = isMeant(seen, { label, values: ok }) ? 'ok' : isMeant(seen, { label, values: failed }) ? 'failed' : null;
  if (end === null || !(seen.value >= 0)) return;
  totals.window ??= { ok: 0, failed: 0 };
  totals.window[end] += seen.value;
}

function addNumber(totals: FailureTotals, read: BreakerRead, seen: Seen): void {
  const { value } = seen;
  switch (read.kind) {
    case 'rejected': {
      if (!isMeant(seen, read)) return;
      const slot = slotOf(totals, 'rejected', () => ({ claim: claimOf(seen, read.rule), count: 0 }));
      if (slot) slot.count += value;
      return;
    }
    case 'calls':
    case 'calls by status': {
      const end = endOf(read, seen);
      // The rule is not told of calls: they say no state.
      const slot = end && slotOf(totals, 'calls', () => ({ claim: claimOf(seen, 'S6'), ok: 0, failed: 0 }));
      if (slot) slot[end] += value;
      return;
    }
    case 'window':
      addToWindow(totals, read, seen);
      return;
    case 'failure percent':
      totals.tooFewCalls = totals.tooFewCalls || value < 0;
      if (value >= 0) totals.failureRatio = Math.max(totals.failureRatio ?? 0, value / 100);
      return;
    case 'threshold percent':
      totals.thresholdRatio = Math.max(totals.thresholdRatio ?? 0, value / 100);
      return;
    case 'wait ms':
      totals.waitSeconds = Math.max(totals.waitSeconds ?? 0, value / 1000);
      return;
    default:
  }
}
