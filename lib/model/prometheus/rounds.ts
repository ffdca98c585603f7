import { Round } from '../round.ts';
import type { SignalDelta } from '../signal.ts';

/** An instance that has not been scraped for so many intervals is not waited for. */
const patientIntervals = 2.5;

interface Member {
  lastAtMs: number;
  intervalMs: number;
}

/**
 * Puts the spans of a service's instances together, each of which is scraped at times of its own. A round is told once every live
 * instance has ended a span: told apart, two halves of one round would read as half the rate.
 */
export class Rounds {
  private readonly members = new Map<string, Member>();
  private readonly round = new Round<string>();

  /** An instance was scraped for the first time: the span that begins then is waited for. */
  join(key: string, atMs: number, intervalMs: number): void {
    if (!this.members.has(key)) this.members.set(key, { lastAtMs: atMs, intervalMs });
  }

  /** Takes the next span of an instance, in the order of their ends; gives the round that it completes. */
  feed(key: string, delta: SignalDelta, intervalMs: number): SignalDelta | null {
    this.members.set(key, { lastAtMs: delta.atMs, intervalMs });
    // Measured from where the span begins: after a gap of the server itself all come back, one after the other.
    const startMs = delta.atMs - delta.seconds * 1000;
    for (const [other, { lastAtMs, intervalMs: patience }] of this.members)
      if (startMs - lastAtMs > patience * patientIntervals) this.members.delete(other);
    return this.round.report(key, delta, [...this.members.keys()]);
  }
}
