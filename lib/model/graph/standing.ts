import type { EdgeEvidence } from '../graph.ts';

/** Was the edge seen, declared, or both? */
export type EdgeStanding = 'confirmed' | 'never seen' | 'not declared';

export function standingOf(evidence: readonly EdgeEvidence[]): EdgeStanding {
  const said = evidence.some((each) => each === 'declared' || each === 'document');
  const seen = evidence.some((each) => each === 'metrics' || each === 'mesh' || each === 'trace');
  if (!seen) return 'never seen';
  return said ? 'confirmed' : 'not declared';
}
