import { diffEvents, type EventTotals } from '#lib/model/dialect/events.ts';
import type { EventStates, FlowState } from '#lib/store/topic-flow.ts';
import type { Watched } from './watched.ts';

/** Events are counted over half a minute or more: a single interval says little of a quiet topic. */
const spacingMs = 30_000;

/** What the service does with each topic now; null while nothing else is known than before. */
export function observeEvents(watched: Watched, totals: EventTotals, at: { wallMs: number; monotonicMs: number }): EventStates | null {
  const { base } = watched.events;
  if (base && at.monotonicMs - base.monotonicMs < spacingMs) return null;
  const rates = base ? diffEvents(base.values, totals, (at.monotonicMs - base.monotonicMs) / 1000) : [];
  const flows = base
    ? rates.map((rate) => ({ ...rate, seenAtMs: rate.eventRate > 0 || (rate.failureRate ?? 0) > 0 ? at.wallMs : null }))
    : [...totals.flows.values()].map(({ topic, role, type, version }) => ({
        ...{ topic, role, type, version },
        ...{ eventRate: null, failureRate: null, seenAtMs: null },
      }));
  const latest = { flows, deadLetters: [...totals.deadLetters].map(([topic, waiting]) => ({ topic, waiting })) };
  watched.events = { base: { values: totals, monotonicMs: at.monotonicMs }, latest };
  return watched.whole ? joinEvents(watched.whole.members.flatMap(({ events }) => events.latest ?? [])) : latest;
}

const add = (a: number | null, b: number | null) => (a === null ? b : b === null ? a : a + b);

/** What instances do with each topic, added up. */
function joinEvents(states: readonly EventStates[]): EventStates {
  const flows = new Map<string, FlowState>();
  const waiting = new Map<string, number>();
  for (const state of states) {
    for (const flow of state.flows) {
      const key = JSON.stringify([flow.topic, flow.role, flow.type, flow.version]);
      const past = flows.get(key);
      flows.set(key, past ? addFlows(past, flow) : flow);
    }
    for (const { topic, waiting: more } of state.deadLetters) waiting.set(topic, (waiting.get(topic) ?? 0) + more);
  }
  return { flows: [...flows.values()], deadLetters: [...waiting].map(([topic, count]) => ({ topic, waiting: count })) };
}

function addFlows(a: FlowState, b: FlowState): FlowState {
  const seenAtMs = a.seenAtMs === null || b.seenAtMs === null ? (a.seenAtMs ?? b.seenAtMs) : Math.max(a.seenAtMs, b.seenAtMs);
  return { ...a, eventRate: add(a.eventRate, b.eventRate), failureRate: add(a.failureRate, b.failureRate), seenAtMs };
}
