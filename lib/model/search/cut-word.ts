import { isKnown } from './expand.ts';
import { findTerm, type Segment } from './segment.ts';

const minPieceLength = 2;
const maxPieces = 4;

/**
 * How a word that nothing begins with is made of words that there are: `listorderitems` of list, order and items, the
 * last of them perhaps unfinished. The fewest pieces, then the longest first one; null: it cannot be.
 */
export function cutWord(segments: readonly Segment[], word: string): string[] | null {
  if (word.length < 2 * minPieceLength || segments.some((segment) => isKnown(segment, word))) return null;
  const isPiece = (from: number, to: number) => isPieceOf(segments, word.slice(from, to), to === word.length);
  /** The best pieces from each place on. */
  const best = new Map<number, string[]>([[word.length, []]]);
  for (let from = word.length - minPieceLength; from >= 0; from -= 1) {
    for (let to = word.length; to >= from + minPieceLength; to -= 1) {
      const rest = best.get(to);
      if (!rest || rest.length >= (best.get(from)?.length ?? maxPieces + 1) - 1) continue;
      if (isPiece(from, to)) best.set(from, [word.slice(from, to), ...rest]);
    }
  }
  return best.get(0) ?? null;
}

function isPieceOf(segments: readonly Segment[], piece: string, isLast: boolean): boolean {
  return segments.some((segment) => (isLast ? isKnown(segment, piece) : findTerm(segment, piece) >= 0));
}
