import type { BreakerRead } from './breaker-table.ts';
import { claimOf, entryOf, isMeant, labelIn, type Seen } from './breaker-tally.ts';
import { type CapacityTotals, compareClaims, type EjectionTotals, renamed } from './breaker-totals.ts';
import { foldWord } from './breaker-word.ts';

type CapacityRead = Extract<BreakerRead, { rule: 'S8' }>;
type EjectionRead = Extract<BreakerRead, { rule: 'S9' }>;

const namesOf = ({ name, callee, calleeLabel, order }: Seen) => ({ name, callee, calleeLabel, order });

/** Limits of capacity: a full bulkhead is no failure, and no state of a breaker. */
export function addCapacity(lanes: Map<string, CapacityTotals>, read: CapacityRead, seen: Seen): void {
  if (read.kind === 'overflow' && !isMeant(seen, read)) return;
  const claim = claimOf(seen, 'S8');
  const totals = entryOf(lanes, seen.name, () => ({ ...namesOf(seen), claim, gauges: new Map(), available: null, limit: null, overflows: null }));
  if (totals === null) return;
  renamed(totals, seen);
  if (compareClaims(claim, totals.claim) < 0) totals.claim = claim;
  if (read.kind === 'full') totals.gauges.set(seen.series, Math.max(totals.gauges.get(seen.series) ?? 0, seen.value));
  else if (read.kind === 'available') totals.available = (totals.available ?? 0) + seen.value;
  else if (read.kind === 'limit') totals.limit = (totals.limit ?? 0) + seen.value;
  else totals.overflows = (totals.overflows ?? 0) + seen.value;
}

/** Endpoints that take no calls. `out` is NaN while only the number of all is known. */
export function addEjection(lanes: Map<string, EjectionTotals>, read: EjectionRead, seen: Seen): void {
  const claim = claimOf(seen, 'S9');
  const totals = entryOf(lanes, seen.name, () => ({ ...namesOf(seen), claim, out: Number.NaN, total: null }));
  if (totals === null) return;
  renamed(totals, seen);
  if (compareClaims(claim, totals.claim) < 0) totals.claim = claim;
  const addOut = (count: number) => {
    totals.out = (Number.isNaN(totals.out) ? 0 : totals.out) + count;
  };
  const addTotal = (count: number) => {
    totals.total = (totals.total ?? 0) + count;
  };
  switch (read.kind) {
    case 'ejected':
      addOut(seen.value);
      break;
    case 'hosts':
      addTotal(seen.value);
      break;
    case 'endpoints': {
      const word = foldWord(labelIn(seen, read.label));
      addOut(read.out.some((out) => foldWord(out) === word) ? seen.value : 0);
      addTotal(seen.value);
      break;
    }
    default:
      addOut(seen.value === read.up ? 0 : 1);
      addTotal(1);
  }
}
