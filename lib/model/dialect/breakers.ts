import { type Exposition, familyOf } from '../exposition.ts';
import { addCapacity, addEjection } from './breaker-lanes.ts';
import { matchSample, rowsOfStem } from './breaker-match.ts';
import type { BreakerRead } from './breaker-table.ts';
import { addFailure, type Seen } from './breaker-tally.ts';
import type { BreakerTotals, FailureTotals } from './breaker-totals.ts';
import { partsOf } from './stem.ts';

const startName = 'process_start_time_seconds';
const counted: ReadonlySet<string | null> = new Set([null, 'total', 'count']);

/** What an exposition says of circuit breakers, of limits of capacity and of ejected endpoints; null where it says nothing. */
export function readBreakers(exposition: Exposition): BreakerTotals | null {
  const names = exposition.names.map((name) => {
    const { stem, suffix } = partsOf(name);
    return { name, stem, rows: counted.has(suffix) ? rowsOfStem(stem) : [] };
  });
  if (!names.some(({ rows }) => rows.length > 0)) return null;
  const totals: BreakerTotals = { startedAtSeconds: null, failure: new Map(), capacity: new Map(), ejection: new Map() };
  exposition.nameIds.forEach((id, index) => {
    const named = names[id];
    const value = exposition.values[index] ?? Number.NaN;
    if (!named || !Number.isFinite(value)) return;
    if (named.name === startName) totals.startedAtSeconds = value;
    const match = named.rows.length === 0 ? null : matchSample(named.stem, named.rows, exposition.labelsOf(index));
    if (match === null || match.name.length > 500) return;
    const help = () => familyOf(exposition, named.name)?.help ?? '';
    for (const read of match.row.reads) addSample(totals, read, { ...match, series: named.name, stem: named.stem, value, help });
  });
  for (const [key, failure] of totals.failure) if (!saysState(failure)) totals.failure.delete(key);
  for (const [key, { out, total }] of totals.ejection) if (Number.isNaN(out) && total !== null) totals.ejection.delete(key);
  return totals.failure.size + totals.capacity.size + totals.ejection.size === 0 ? null : totals;
}

const saysState = ({ hot, code, guess, moves, time, rejected }: FailureTotals) =>
  hot !== null || code !== null || guess !== null || moves !== null || time !== null || rejected !== null;

function addSample(totals: BreakerTotals, read: BreakerRead, seen: Seen): void {
  switch (read.kind) {
    case 'full':
    case 'available':
    case 'limit':
    case 'overflow':
      addCapacity(totals.capacity, read, seen);
      break;
    case 'ejected':
    case 'hosts':
    case 'endpoints':
    case 'endpoint code':
      addEjection(totals.ejection, read, seen);
      break;
    default:
      addFailure(totals.failure, read, seen);
  }
}
