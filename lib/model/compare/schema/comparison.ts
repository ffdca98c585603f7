import type { Change } from './change.ts';
import type { Flat } from './flat.ts';
import type { Edge, Pair, Pairs } from './pair.ts';

/** What two schemas are found to differ in, while they are compared. */
export interface Comparison {
  pair: Pair;
  pairs: Pairs;
  a: Flat;
  b: Flat;
  changes: Change[];
  edges: Edge[];
  /** Both allow values of this type, so that its keywords count. */
  applies(...types: string[]): boolean;
}

/** The places of a keyword on both sides. */
export function spots(a: Flat, b: Flat, ...keys: string[]): Pick<Change, 'from' | 'to'> {
  const spot = (flat: Flat) => {
    const key = keys.find((each) => flat.sources.has(each));
    return key === undefined ? { node: flat.home } : { node: flat.sources.get(key), key };
  };
  return { from: spot(a), to: spot(b) };
}
