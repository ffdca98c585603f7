import { formatRatio } from '#components/ui/format.ts';
import { standingOf } from '#lib/model/graph/standing.ts';
import type { GraphEdge } from '#lib/model/graph.ts';

/** From this share of failed calls on an edge is in trouble. */
const badRatio = 0.05;

export const isFailing = ({ errorRatio }: Pick<GraphEdge, 'errorRatio'>) => (errorRatio ?? 0) >= badRatio;

/** Four widths by the order of magnitude of the rate: 1, 10 and 100 calls a second. */
export function widthOf({ requestRate }: Pick<GraphEdge, 'requestRate'>): number {
  return 1 + 0.75 * Math.max(0, Math.min(3, Math.floor(Math.log10(Math.max(requestRate ?? 0, 0.1)) + 1)));
}

export const isOpen = ({ breakerState }: Pick<GraphEdge, 'breakerState'>) => breakerState === 'open' || breakerState === 'forced-open';

/** Whether a call is in trouble: it fails, or its breaker is open. */
export const isWrong = (edge: Pick<GraphEdge, 'errorRatio' | 'breakerState'>) => isOpen(edge) || isFailing(edge);

/** The word beside an edge that is not as it should be; nothing where all is well. */
export function wordOf({ errorRatio, evidence, breakerState }: Pick<GraphEdge, 'errorRatio' | 'evidence' | 'breakerState'>): string | null {
  if (isOpen({ breakerState })) return 'breaker open';
  if (isFailing({ errorRatio })) return `${formatRatio(errorRatio ?? 0)} failing`;
  const standing = standingOf(evidence);
  return standing === 'not declared' ? standing : null;
}
