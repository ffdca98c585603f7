import type { EdgeEvidence } from '#lib/model/graph.ts';

/** What counts as hit, on every page. */
export const hitRule =
  'A failure hits who calls, and who calls those, but goes no further over a call declared optional; who waits for events is hit and passes nothing on.';

/** How an edge between two services is known, in the words of every page. */
export const evidenceWords: Record<EdgeEvidence, string> = {
  declared: 'declared',
  document: 'document',
  metrics: 'seen in metrics',
  mesh: 'seen by a proxy',
  trace: 'seen in traces',
};
