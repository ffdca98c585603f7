import type { BreakerSource, BreakerState } from '../breaker.ts';
import { decideState, hasFallen, sharesOf } from './breaker-judge.ts';
import { libraryDefaults } from './breaker-table.ts';
import { type BreakerTotals, type CapacityTotals, type Claim, emptyFailure, type FailureTotals } from './breaker-totals.ts';

interface Ends {
  name: string;
  /** The callee as the metrics write it. */
  callee: string;
  source: BreakerSource;
}

export interface FailureStatus extends Ends {
  state: BreakerState;
  errorRatio: number | null;
  requestRate: number | null;
  rejectionRate: number | null;
  shares: Partial<Record<BreakerState, number>> | null;
  /** It was open between the two scrapes, though not at either. */
  missedOpen: boolean;
  thresholdRatio: number | null;
  waitSeconds: number | null;
  defaults: (typeof libraryDefaults)[string] | null;
  /** What the library's window holds now, and whether that is too little for it to judge. */
  window: { calls: number; failed: number; tooFew: boolean } | null;
}

export interface CapacityStatus extends Ends {
  full: boolean | null;
  used: number | null;
  rejectionRate: number | null;
}

export interface EjectionStatus extends Ends {
  out: number;
  total: number | null;
}

export interface BreakerStatuses {
  failure: FailureStatus[];
  capacity: CapacityStatus[];
  ejection: EjectionStatus[];
}

const sourceOf = ({ dialect, rule, series }: Claim, callee: string, detail: string | null): BreakerSource => ({
  dialect,
  rule,
  series,
  callee,
  detail,
});

/** Growth of a counter per second; null where it is not counted, was not before, or fell. */
function rateOf(now: number | null | undefined, before: number | null | undefined, seconds: number): number | null {
  if (now === null || now === undefined || before === null || before === undefined || now < before || seconds <= 0) return null;
  return (now - before) / seconds;
}

const isOpen = (state: BreakerState | null) => state === 'open' || state === 'forced-open' || state === 'half-open';

/** Whether rejections, or a transition to open, prove an open that neither scrape shows. */
function missedOpen(now: FailureTotals, before: FailureTotals | null, state: BreakerState, past: BreakerState | null): boolean {
  if (before === null || isOpen(state) || past === null || isOpen(past)) return false;
  const rejected = (now.rejected?.count ?? 0) - (before.rejected?.count ?? 0) > 0;
  const fell = now.moves !== null && before.moves !== null && hasFallen(now.moves.to, before.moves.to);
  const opened = !fell && (now.moves?.to.get('open') ?? 0) > (before.moves?.to.get('open') ?? 0);
  return rejected || (opened && state !== 'unknown');
}

const windowOf = ({ window, tooFewCalls }: FailureTotals): FailureStatus['window'] =>
  window && { calls: window.ok + window.failed, failed: window.failed, tooFew: tooFewCalls };

function judgeFailure(now: FailureTotals, before: FailureTotals | null, past: BreakerState | null, seconds: number): FailureStatus {
  const { state, claim, detail } = decideState(now, before, past);
  const counted = before === null ? null : { ok: before.calls?.ok ?? 0, failed: before.calls?.failed ?? 0 };
  const [ok, failed] = [rateOf(now.calls?.ok, counted?.ok, seconds), rateOf(now.calls?.failed, counted?.failed, seconds)];
  const requestRate = ok === null || failed === null ? null : ok + failed;
  const measured = requestRate === null || requestRate === 0 || failed === null ? null : failed / requestRate;
  const few = now.tooFewCalls && now.failureRatio === null ? 'too few calls for a share of failures' : null;
  return {
    ...{ name: now.name, callee: now.callee, source: sourceOf(claim, now.calleeLabel, detail ?? few) },
    ...{ state, requestRate, errorRatio: now.failureRatio ?? (now.tooFewCalls ? null : measured) },
    rejectionRate: rateOf(now.rejected?.count, before && (before.rejected?.count ?? 0), seconds),
    shares: sharesOf(now, before),
    missedOpen: missedOpen(now, before, state, past),
    window: windowOf(now),
    ...{ thresholdRatio: now.thresholdRatio, waitSeconds: now.waitSeconds, defaults: libraryDefaults[claim.dialect] ?? null },
  };
}

function judgeCapacity(now: CapacityTotals, before: CapacityTotals | null, seconds: number): CapacityStatus {
  const { available, limit, gauges, overflows } = now;
  const reached = [...gauges].filter(([, value]) => value > 0).map(([series]) => series);
  const used = available === null || limit === null || limit <= 0 ? null : Math.min(1, Math.max(0, 1 - available / limit));
  const full = gauges.size > 0 ? reached.length > 0 : used === null ? null : used === 1;
  return {
    ...{ name: now.name, callee: now.callee, full, used },
    source: sourceOf({ ...now.claim, series: reached.sort()[0] ?? now.claim.series }, now.calleeLabel, null),
    rejectionRate: rateOf(overflows, before && (before.overflows ?? 0), seconds),
  };
}

const byName = <T>(map: Map<string, T>): T[] => [...map].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, value]) => value);

/**
 * What two scrapes say of each breaker. `before` is the scrape before, null when there was none; `past` the state that was told
 * last. Counters that began anew prove nothing of what was before.
 */
export function judgeBreakers(
  now: BreakerTotals,
  before: BreakerTotals | null,
  past: ReadonlyMap<string, BreakerState>,
  seconds: number,
): BreakerStatuses {
  const base = before !== null && before.startedAtSeconds === now.startedAtSeconds ? before : null;
  return {
    failure: byName(now.failure).map((one) =>
      judgeFailure(one, base && (base.failure.get(one.name) ?? emptyFailure(one)), past.get(one.name) ?? null, seconds),
    ),
    capacity: byName(now.capacity).map((one) => judgeCapacity(one, base?.capacity.get(one.name) ?? null, seconds)),
    ejection: byName(now.ejection).map(({ name, callee, calleeLabel, claim, out, total }) => ({
      ...{ name, callee, source: sourceOf(claim, calleeLabel, null) },
      ...{ out: Number.isNaN(out) ? 0 : Math.round(out), total: total === null ? null : Math.round(total) },
    })),
  };
}
