import { sumAcross } from '#lib/model/across.ts';
import type { SignalDelta } from '#lib/model/signal.ts';
import { addDeltas } from '#lib/store/merge-delta.ts';

/** Gathers what a service's instances did until each of them has told, or failed to: then it is what the service did. */
export class Round {
  private told = new Map<number, SignalDelta | null>();

  /** Null while others have yet to tell, and when nobody could. An instance that tells twice meanwhile is added up. */
  report(id: number, delta: SignalDelta | null, expected: readonly number[]): SignalDelta | null {
    const before = this.told.get(id) ?? null;
    this.told.set(id, before && delta ? addDeltas(before, delta) : (delta ?? before));
    if (!expected.every((one) => this.told.has(one))) return null;
    const deltas = expected.flatMap((one) => this.told.get(one) ?? []);
    this.told = new Map();
    if (deltas.length === 0) return null;
    return { ...sumAcross(deltas), coverage: { reporting: deltas.length, expected: expected.length } };
  }
}
