import { sumAcross } from './across.ts';
import { addDeltas } from './merge-delta.ts';
import type { SignalDelta } from './signal.ts';

/** Gathers what a service's instances did until each that is waited for has told, or failed to: then it is what the service did. */
export class Round<Instance> {
  private told = new Map<Instance, SignalDelta | null>();

  /** Null while others have yet to tell, and when nobody could. An instance that tells twice meanwhile is added up. */
  report(instance: Instance, delta: SignalDelta | null, expected: readonly Instance[]): SignalDelta | null {
    const before = this.told.get(instance) ?? null;
    this.told.set(instance, before && delta ? addDeltas(before, delta) : (delta ?? before));
    if (!expected.every((one) => this.told.has(one))) return null;
    const deltas = [...this.told.values()].filter((one) => one !== null);
    const reporting = expected.filter((one) => this.told.get(one)).length;
    this.told = new Map();
    return deltas.length === 0 ? null : { ...sumAcross(deltas), coverage: { reporting, expected: expected.length } };
  }
}
