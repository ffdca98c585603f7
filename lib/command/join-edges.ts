import { sumAcross } from '#lib/model/across.ts';
import type { EdgeKey } from '#lib/model/dialect/edges.ts';
import { latestOf } from '#lib/model/histogram.ts';
import type { SignalDelta } from '#lib/model/signal.ts';
import type { EdgeState } from '#lib/store/edge.ts';

/** What happened over an edge, as one instance saw it; null while it cannot be told. */
export interface EdgeDelta {
  key: EdgeKey;
  delta: SignalDelta | null;
}

/** Edges as all instances saw them: calls added, durations merged. */
export function joinEdges(instances: readonly Map<string, EdgeDelta>[], atMs: number): EdgeState[] {
  const edges = new Map<string, { key: EdgeKey; deltas: SignalDelta[] }>();
  for (const latest of instances)
    for (const [text, { key, delta }] of latest) {
      const edge = edges.get(text) ?? { key, deltas: [] };
      edges.set(text, edge);
      if (delta) edge.deltas.push(delta);
    }
  return [...edges.values()].map(({ key, deltas }) => edgeState(key, deltas, atMs));
}

function edgeState({ caller, callee, kind, source }: EdgeKey, deltas: readonly SignalDelta[], atMs: number): EdgeState {
  const ends = { caller, callee, kind, source };
  if (deltas.length === 0) return { ...ends, requestRate: null, errorRatio: null, latencyMsP95: null, seenAtMs: null };
  const { requestRate, errorRatio, latencyMs } = latestOf([sumAcross(deltas)]);
  const ratio = errorRatio === null ? null : Math.min(1, errorRatio);
  return { ...ends, requestRate, errorRatio: ratio, latencyMsP95: latencyMs.p95, seenAtMs: (requestRate ?? 0) > 0 ? atMs : null };
}
