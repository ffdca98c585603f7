import type { BreakerRule, BreakerState } from '../breaker.ts';
import { breakerStates, worstBreakerState } from '../breaker-rank.ts';
import type { Claim, Code, FailureTotals } from './breaker-totals.ts';

export interface Decision {
  state: BreakerState;
  claim: Claim;
  detail: string | null;
}

const known = (state: BreakerState, claim: Claim, detail: string | null = null): Decision => ({ state, claim, detail });

/** The worst of several instances, and how many are in it. */
function ofInstances(states: BreakerState[], claim: Claim): Decision {
  const worst = worstBreakerState(states) ?? 'unknown';
  const alike = states.filter((state) => state === worst).length;
  return known(worst, claim, alike === states.length ? null : `${alike} of ${states.length} ${worst}`);
}

function inOrder(states: Iterable<BreakerState>): BreakerState[] {
  const there = new Set(states);
  return breakerStates.filter((state) => there.has(state));
}

/** S1, S2: null where several states read 1 in one instance and a counter of transitions may know better. */
function decideHot({ hot, moves }: FailureTotals): Decision | null {
  if (hot === null) return null;
  const instances = [...hot.instances.values()];
  const torn = instances.find((states) => states.size > 1);
  if (torn && moves) return null;
  if (torn) return known('unknown', hot.claim, `conflicting: ${inOrder(torn).join(' and ')} read 1`);
  const states = instances.map((one) => [...one][0] ?? 'unknown');
  return states.every((state) => state === 'unknown') && moves ? null : ofInstances(states, hot.claim);
}

/** S3, S7: numbers by code. */
function decideCode(part: { claim: Claim; instances: Map<string, Code> } | null): Decision | null {
  if (part === null) return null;
  const codes = [...part.instances.values()];
  const strange = codes.filter(({ state }) => state === null).map(({ value }) => value);
  if (strange.length === 0)
    return ofInstances(
      codes.map(({ state }) => state ?? 'unknown'),
      part.claim,
    );
  return known('unknown', part.claim, `it reads ${Math.max(...strange)}, and nothing says what that means`);
}

type Moves = NonNullable<FailureTotals['moves']>;

/** Where each state counts its entries and its exits, the state is the one that was entered once more than left. */
function decideByBalance({ to, from, claim }: Moves): Decision | null {
  if (from === null) return null;
  const inside = breakerStates.filter((state) => (to.get(state) ?? 0) - (from.get(state) ?? 0) + (state === 'closed' ? 1 : 0) === 1);
  return inside.length === 1 && inside[0] ? known(inside[0], claim) : null;
}

/** What the totals alone allow: each close follows an open, so as many of both mean closed, and no close at all means not closed. */
function decideByTotals({ to, claim }: Moves): Decision | null {
  const [opens, halfOpens, closes] = [to.get('open') ?? 0, to.get('half-open') ?? 0, to.get('closed') ?? 0];
  if (opens === 0 && halfOpens === 0 && closes === 0) return known('closed', claim, 'it never opened since the process started');
  if (opens > 0 && opens === closes) return known('closed', claim, `opened and closed ${opens === 1 ? 'once' : `${opens} times`} each`);
  if (opens > 0 && closes === 0 && halfOpens === 0) return known('open', claim, 'it never closed since it opened');
  return null;
}

/** Opens and half-opens take turns until a close, and each close follows an open: often that tells which was the last. */
function decideByTurns(grown: [BreakerState, number][], past: BreakerState | null, claim: Claim): Decision | null {
  const by = new Map(grown);
  const [opens, closes] = [by.get('open') ?? 0, by.get('closed') ?? 0];
  if (closes > 0) return past === 'closed' && opens === closes ? known('closed', claim) : null;
  const last = past && lastOfTurns(past, opens - (by.get('half-open') ?? 0));
  return last ? known(last, claim) : null;
}

/** `more`: how many opens there were beyond the half-opens. */
function lastOfTurns(past: BreakerState, more: number): BreakerState | null {
  if (more === 0 && past === 'closed') return 'half-open';
  if (more === 0) return past === 'open' || past === 'half-open' ? past : null;
  if (more === 1) return past === 'open' ? null : 'open';
  return more === -1 && (past === 'open' || past === 'unknown') ? 'half-open' : null;
}

/** S4. `past` is the state before, where it is known; `before` the counters then. */
function decideMoves(moves: Moves | null, before: Moves | null, past: BreakerState | null): Decision | null {
  if (moves === null) return null;
  const exact = decideByBalance(moves);
  const grown = before === null ? [] : increasesOf(moves.to, before.to);
  const count = grown.reduce((sum, [, by]) => sum + by, 0);
  const flapping = count > 1 ? `flapping (${count})` : null;
  if (exact) return { ...exact, detail: flapping };
  if (grown.length === 1 && grown[0]) return known(grown[0][0], moves.claim, flapping);
  if (before !== null && grown.length === 0 && past !== null && past !== 'unknown') return known(past, moves.claim);
  const told = (before && decideByTurns(grown, past, moves.claim)) ?? decideByTotals(moves);
  if (told) return { ...told, detail: flapping ?? told.detail };
  return known('unknown', moves.claim, flapping ?? 'which transition was the last is not said');
}

function increasesOf(now: Map<BreakerState, number>, then: Map<BreakerState, number>): [BreakerState, number][] {
  return inOrder(now.keys()).flatMap((state) => {
    const by = (now.get(state) ?? 0) - (then.get(state) ?? 0);
    return by > 0 ? [[state, by] as [BreakerState, number]] : [];
  });
}

const wholeShare = 0.98;

/** S5: the state that took the whole interval; a mixture is a bar, and no state. */
function decideTime(time: FailureTotals['time'], shares: Partial<Record<BreakerState, number>> | null): Decision | null {
  if (time === null) return null;
  const whole = shares && breakerStates.find((state) => (shares[state] ?? 0) >= wholeShare);
  if (whole) return known(whole, time.claim);
  return known('unknown', time.claim, shares ? 'it changed its state within the interval' : 'known from the next scrape on');
}

/** The share of the interval in each state; null without an earlier scrape, or when time went backwards. */
export function sharesOf({ time }: FailureTotals, before: FailureTotals | null): Partial<Record<BreakerState, number>> | null {
  if (!time || !before?.time || hasFallen(time.spent, before.time.spent)) return null;
  const grown = increasesOf(time.spent, before.time.spent);
  const whole = grown.reduce((sum, [, by]) => sum + by, 0);
  return whole > 0 ? Object.fromEntries(grown.map(([state, by]) => [state, by / whole])) : null;
}

/** Whether any counter is lower than before: the process, or its registry, began anew. */
export function hasFallen(now: Map<BreakerState, number>, then: Map<BreakerState, number>): boolean {
  return [...then].some(([state, count]) => (now.get(state) ?? 0) < count);
}

/** The first rule that says a state, in their order; what only rejects calls has none. */
export function decideState(now: FailureTotals, before: FailureTotals | null, past: BreakerState | null): Decision {
  const base = now.moves && before ? (before.moves ?? { ...now.moves, to: new Map(), from: null }) : null;
  const kept = base && now.moves && !hasFallen(now.moves.to, base.to) ? base : null;
  const decision =
    decideHot(now) ??
    decideCode(now.code) ??
    decideMoves(now.moves, kept, past) ??
    decideTime(now.time, sharesOf(now, before)) ??
    decideCode(now.guess);
  if (decision) return decision;
  return known('unknown', now.rejected?.claim ?? nobody, 'only rejected calls are counted');
}

const nobody: Claim = { order: 0, dialect: 'not known', rule: 'S6' satisfies BreakerRule, series: '' };
