import type { GraphEdge, GraphNode } from '../graph.ts';
import type { IntervalMs } from '../service.ts';

/** Buckets are wide: two latencies differ where one lies wholly beyond twice the other. */
const apart = 2;

const isBeyond = (a: IntervalMs, b: IntervalMs) => b.high !== null && a.low > 0 && a.low >= apart * b.high;

export interface TwoTone {
  /** p95 as the caller sees it, and as the callee measures itself. */
  caller: IntervalMs;
  callee: IntervalMs;
}

/** Both latencies of a call where caller and callee tell different things of it; null where they agree, or one tells nothing. */
export function twoTone({ latencyMsP95: caller }: Pick<GraphEdge, 'latencyMsP95'>, to: Pick<GraphNode, 'latencyMsP95'> | undefined): TwoTone | null {
  const callee = to?.latencyMsP95 ?? null;
  if (caller === null || callee === null) return null;
  return isBeyond(caller, callee) || isBeyond(callee, caller) ? { caller, callee } : null;
}
