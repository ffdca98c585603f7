import { mergeBuckets } from '../histogram.ts';
import type { SignalDelta } from '../signal.ts';

/** An instance that has not been scraped for so many intervals is not waited for. */
const patientIntervals = 2.5;

interface Member {
  pending: SignalDelta[];
  lastAtMs: number;
  intervalMs: number;
}

/**
 * Puts the spans of a service's instances together, each of which is scraped at times of its own. A round is told once every live
 * instance has ended a span: told apart, two halves of one round would read as half the rate.
 */
export class Rounds {
  private readonly members = new Map<string, Member>();

  /** An instance was scraped for the first time: the span that begins then is waited for. */
  join(key: string, atMs: number, intervalMs: number): void {
    if (!this.members.has(key)) this.members.set(key, { pending: [], lastAtMs: atMs, intervalMs });
  }

  /** Takes the next span of an instance, in the order of their ends; gives the round that it completes. */
  feed(key: string, delta: SignalDelta, intervalMs: number): SignalDelta | null {
    const member = this.members.get(key) ?? { pending: [], lastAtMs: 0, intervalMs };
    this.members.set(key, member);
    member.pending.push(delta);
    Object.assign(member, { lastAtMs: delta.atMs, intervalMs });
    // Measured from where the span begins: after a gap of the server itself all come back, one after the other.
    const startMs = delta.atMs - delta.seconds * 1000;
    for (const [other, { pending, lastAtMs, intervalMs: patience }] of this.members) {
      const isGone = startMs - lastAtMs > patience * patientIntervals;
      if (isGone && pending.length === 0) this.members.delete(other);
      else if (!isGone && pending.length === 0) return null;
    }
    const round = combine([...this.members.values()].flatMap(({ pending }) => (pending.length > 0 ? [sumUp(pending)] : [])));
    for (const one of this.members.values()) one.pending = [];
    return round;
  }
}

const addKnown = (values: readonly (number | null)[]): number | null => {
  const known = values.filter((value) => value !== null);
  return known.length > 0 ? known.reduce((sum, value) => sum + value, 0) : null;
};

/** A part that one span with requests leaves out is not known of all of them. */
function partOf(deltas: readonly SignalDelta[], part: 'errors' | 'clientErrors'): number | null {
  const isKnown = deltas.every((delta) => delta[part] !== null || (delta.requests ?? 0) === 0);
  return isKnown ? addKnown(deltas.map((delta) => delta[part])) : null;
}

function addUp(deltas: readonly SignalDelta[], seconds: number): SignalDelta {
  return {
    atMs: deltas.reduce((latest, { atMs }) => Math.max(latest, atMs), 0),
    seconds,
    requests: addKnown(deltas.map(({ requests }) => requests)),
    errors: partOf(deltas, 'errors'),
    clientErrors: partOf(deltas, 'clientErrors'),
    latency: mergeBuckets(deltas.flatMap(({ latency }) => latency ?? [])),
  };
}

/** Spans of one instance, one after the other. */
function sumUp(deltas: readonly SignalDelta[]): SignalDelta {
  return addUp(
    deltas,
    deltas.reduce((sum, { seconds }) => sum + seconds, 0),
  );
}

const countOf = ({ requests, latency }: SignalDelta) => requests ?? latency?.count ?? 0;

/**
 * Spans of several instances, side by side. Counts are kept as they are; the seconds are those at which the rate is the sum of the
 * instances' rates, which matters where their spans differ.
 */
export function combine(deltas: readonly SignalDelta[]): SignalDelta {
  const rate = deltas.reduce((sum, delta) => sum + countOf(delta) / delta.seconds, 0);
  const count = deltas.reduce((sum, delta) => sum + countOf(delta), 0);
  const meanSeconds = deltas.reduce((sum, { seconds }) => sum + seconds, 0) / deltas.length;
  return addUp(deltas, rate > 0 ? count / rate : meanSeconds);
}
