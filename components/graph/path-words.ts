import { formatCount, formatRate } from '#components/ui/format.ts';
import { nameOfNode } from '#lib/model/graph/review.ts';
import type { GraphEdge } from '#lib/model/graph.ts';
import { isFailing, isOpen } from './edge-look.ts';

export interface PathStep {
  from: string;
  to: string;
  /** `calls`, `publishes to`, … */
  verb: string;
  /** How that edge does: rate, failures, breaker. */
  notes: string[];
}

/** Those that a failure reaches: services, and the topics that fall silent with it. */
export function countHit(ids: Iterable<string>): string {
  const all = [...ids];
  const topics = all.filter((id) => id.startsWith('topic:')).length;
  const parts = [
    all.length > topics || topics === 0 ? formatCount(all.length - topics, 'service') : '',
    topics > 0 ? formatCount(topics, 'topic') : '',
  ];
  return parts.filter(Boolean).join(' and ');
}

function verbOf({ from, to, kind }: GraphEdge): string {
  if (from.startsWith('topic:')) return 'is read by';
  if (to.startsWith('topic:')) return 'publishes to';
  return kind === 'datastore' ? 'stores in' : 'calls';
}

function notesOf(edge: GraphEdge): string[] {
  return [
    ...(edge.requestRate === null ? [] : [formatRate(edge.requestRate)]),
    ...(isFailing(edge) ? [`${Math.round((edge.errorRatio ?? 0) * 100)} % failing`] : []),
    ...(isOpen(edge) ? ['breaker open'] : []),
    ...(edge.critical === false ? ['optional'] : []),
  ];
}

/** A way through the graph in words, one step for each edge; where several lead the same way, the busiest. */
export function describePath(edges: readonly GraphEdge[], path: readonly string[]): PathStep[] {
  return path.slice(1).flatMap((to, at) => {
    const from = path[at] ?? '';
    const [edge] = edges.filter((one) => one.from === from && one.to === to).sort((a, b) => (b.requestRate ?? -1) - (a.requestRate ?? -1));
    return edge ? [{ from: nameOfNode(from), to: nameOfNode(to), verb: verbOf(edge), notes: notesOf(edge) }] : [];
  });
}
