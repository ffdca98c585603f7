import type { EdgeEvidence } from '#lib/model/graph.ts';

/** How an edge between two services is known, in the words of every page. */
export const evidenceWords: Record<EdgeEvidence, string> = {
  declared: 'declared',
  document: 'document',
  metrics: 'seen in metrics',
  mesh: 'seen by a proxy',
  trace: 'seen in traces',
};
