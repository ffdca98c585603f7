import type { BreakerState } from '../breaker.ts';
import { breakerStates } from '../breaker-rank.ts';
import type { Handover, HandoverBreaker, HandoverRow, HandoverService } from '../handover.ts';
import { type Verdict, verdictRank } from '../verdict.ts';
import { coarsen, type Span, spansOf, type Turn } from './span.ts';

export interface ServiceHistory {
  service: string;
  /** In their order. */
  turns: readonly Turn<Verdict>[];
  verdict: Verdict;
  sinceMs: number;
  /** Why it is as it is, or was not calm. */
  reason: string;
}

export interface BreakerHistory {
  caller: string;
  callee: string;
  calleeKnown: boolean;
  name: string;
  turns: readonly Turn<BreakerState>[];
  missedMs: readonly number[];
  state: BreakerState;
  sinceMs: number;
}

/** How much a state weighs against the same time fully away. What cannot be seen, and what is planned, disrupts nobody. */
const verdictWeight: Record<Verdict, number> = { down: 1, degraded: 0.5, unknown: 0, maintenance: 0, up: 0 };
const breakerWeight: Record<BreakerState, number> = { open: 1, 'forced-open': 1, 'half-open': 0.5, unknown: 0, disabled: 0, closed: 0 };

interface Weighed {
  row: HandoverRow;
  weight: number;
}

export interface HandoverFacts {
  services: readonly ServiceHistory[];
  breakers: readonly BreakerHistory[];
  window: { fromMs: number; toMs: number };
  /** How many services the failure of one hits. Asked only for what was not calm. */
  hitsOf: (service: string) => number;
}

const iso = (ms: number) => new Date(ms).toISOString();
const ribbonOf = <S extends string>(spans: readonly Span<S>[]) =>
  spans.map(({ state, fromMs, toMs }) => ({ state, from: iso(fromMs), to: iso(toMs) }));

/** What of the spans is no calm: how long, how often, and how heavily. */
function sumUp<S extends string>(spans: readonly Span<S>[], weights: Record<S, number>) {
  let [awayMs, weightedMs, times] = [0, 0, 0];
  spans.forEach(({ state, fromMs, toMs }, index) => {
    if (weights[state] === 0) return;
    awayMs += toMs - fromMs;
    weightedMs += weights[state] * (toMs - fromMs);
    const before = spans[index - 1];
    if (before === undefined || weights[before.state] === 0) times++;
  });
  return { awayMs, weightedMs, times };
}

function weighService(history: ServiceHistory, { window, hitsOf }: HandoverFacts, mostSpans?: number): Weighed | null {
  const { service, turns, verdict, sinceMs, reason } = history;
  const spans = spansOf(turns, { state: verdict, sinceMs }, window, 'unknown');
  const { awayMs, weightedMs, times } = sumUp(spans, verdictWeight);
  if (times === 0) return null;
  const hits = hitsOf(service);
  const row: HandoverService = {
    ...{ kind: 'service', service, away: awayMs, times, hits, calmNow: verdict === 'up' || verdict === 'maintenance', verdict, reason },
    ribbon: ribbonOf(coarsen(spans, (state) => verdictRank[state], mostSpans)),
  };
  return { row, weight: weightedMs * (1 + hits) };
}

/** An open that no scrape saw was shorter than the time between two: it counts as a second. */
const missedOpenMs = 1000;

function weighBreaker(history: BreakerHistory, { window, hitsOf }: HandoverFacts, mostSpans?: number): Weighed | null {
  const { caller, callee, calleeKnown, name, turns, missedMs, state, sinceMs } = history;
  const spans = spansOf(turns, { state, sinceMs }, window, 'unknown');
  const { awayMs, weightedMs, times } = sumUp(spans, breakerWeight);
  const missed = missedMs.filter((ms) => ms >= window.fromMs && ms <= window.toMs);
  if (times + missed.length === 0) return null;
  const hits = 1 + hitsOf(caller);
  const row: HandoverBreaker = {
    ...{ kind: 'breaker', caller, callee, calleeKnown, name, away: awayMs, times: times + missed.length, hits },
    ...{ calmNow: state === 'closed' || state === 'disabled', state, missed: missed.slice(-100).map(iso) },
    ribbon: ribbonOf(coarsen(spans, (each) => breakerStates.indexOf(each), mostSpans)),
  };
  return { row, weight: (weightedMs + missed.length * missedOpenMs) * (1 + hits) };
}

const nameOf = (row: HandoverRow) => (row.kind === 'service' ? row.service : `${row.caller} ${row.name}`);
const isUnseen = ({ turns, verdict }: ServiceHistory) =>
  verdict === 'unknown' || turns.some(({ from, to }) => to === 'unknown' && from !== 'unknown');

/**
 * What left its calm state within a window, most disruptive first: the time not calm (half where it answered still: degraded,
 * half-open) times one and the services that it hits (of a breaker its holder and whom that hits). Services that were merely not seen are counted, not listed.
 */
export function rankHandover(facts: HandoverFacts, most: number, mostSpans?: number): Omit<Handover, 'from' | 'to'> {
  const weighed = facts.services.map((one) => [one, weighService(one, facts, mostSpans)] as const);
  const away = weighed.flatMap(([, one]) => one ?? []);
  const open = facts.breakers.flatMap((one) => weighBreaker(one, facts, mostSpans) ?? []);
  const all = [...away, ...open].sort((a, b) => b.weight - a.weight || (nameOf(a.row) < nameOf(b.row) ? -1 : 1));
  return {
    services: away.length,
    breakers: open.length,
    notCalm: all.filter(({ row }) => !row.calmNow).length,
    unseen: weighed.filter(([history, one]) => one === null && isUnseen(history)).length,
    rows: all.slice(0, most).map(({ row }) => row),
  };
}
