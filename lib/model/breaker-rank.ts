/** Worst first. `forced-open` and `disabled` are by operator; `unknown` is where the metrics do not say. Kept apart from the schemas, so that the browser does not load them. */
export const breakerStates = ['open', 'forced-open', 'half-open', 'unknown', 'disabled', 'closed'] as const;
type BreakerState = (typeof breakerStates)[number];

const rank = (state: BreakerState): number => breakerStates.indexOf(state);

/** Of several, the one that matters most; null of none. */
export function worstBreakerState(states: readonly BreakerState[]): BreakerState | null {
  return [...states].sort((a, b) => rank(a) - rank(b))[0] ?? null;
}

interface Rankable {
  state: BreakerState;
  errorRatio: number | null;
  policy: { errorRatio: number | null } | null;
  tier: number;
  caller: string;
  name: string;
}

/** How near a breaker is to opening: 1 at its threshold; where that is not known the share of failures itself. */
const nearness = ({ errorRatio, policy }: Rankable): number => (errorRatio ?? -1) / (policy?.errorRatio || 1);

const isShut = (state: BreakerState) => state === 'closed' || state === 'disabled';

/** Worst first: the state; of open ones the tier of the caller, of closed ones how near they are to opening; then the names. */
export function compareBreakers(a: Rankable, b: Rankable): number {
  const byName = a.caller === b.caller ? (a.name < b.name ? -1 : 1) : a.caller < b.caller ? -1 : 1;
  const byNearness = nearness(b) - nearness(a);
  const byTier = a.tier - b.tier;
  return rank(a.state) - rank(b.state) || (isShut(a.state) ? byNearness || byTier : byTier || byNearness) || byName;
}
