import { useMemo } from 'react';
import { leaveCallsToSelf } from '#lib/model/graph/to-self.ts';
import type { Graph, GraphEdge } from '#lib/model/graph.ts';

export const noGraph: Graph = { nodes: [], edges: [] };

/** The graph as it is looked at, and the calls to Signalbox itself, which are left out of it unless they are asked for. */
export function useCalm(whole: Graph, isWhole: boolean): { graph: Graph; left: readonly GraphEdge[] } {
  return useMemo(() => {
    const { graph, left } = leaveCallsToSelf(whole);
    return { graph: isWhole ? whole : graph, left };
  }, [whole, isWhole]);
}
