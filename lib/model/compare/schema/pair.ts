import type { Sameness } from '../sameness.ts';
import type { Side } from '../side.ts';
import type { Change, Direction, Relation } from './change.ts';
import type { Conjunction, Flat } from './flat.ts';

export type Step =
  | { kind: 'property'; name: string }
  | { kind: 'pattern'; name: string }
  | { kind: 'items' | 'additional' | 'names' | 'contains' | 'content' | 'then' | 'else' }
  | { kind: 'prefix'; index: number }
  | { kind: 'branch'; union: 'oneOf' | 'anyOf'; name: string; from: number; to: number }
  | { kind: 'needs'; name: string };

export interface Edge {
  step: Step;
  pair: Pair;
  readOnly: boolean;
  writeOnly: boolean;
}

/** An old schema and the new one in its place: their own differences, and the pairs inside. */
export interface Pair {
  from: Conjunction;
  to: Conjunction;
  state: 'new' | 'open' | 'done';
  changes: Change[];
  edges: Edge[];
  relation?: Relation;
  isDirty?: boolean;
  /** The edges that lead to a difference. */
  dirtyEdges?: Edge[];
  /** The last walks that came here, openly and through a guard. */
  walk: number;
  guardedWalk: number;
  /** The differences from here on, by direction. */
  visits?: Partial<Record<Direction, Visit[]>>;
}

/** A pair with differences, and the way to it. */
export interface Visit {
  pair: Pair;
  way: Way | undefined;
  /** In a part that this direction does not carry: read-only in a request, write-only in a response. */
  isGuarded: boolean;
}

export interface Way {
  before: Way | undefined;
  step: Step;
}

/** All pairs of schemas met while two documents are compared: each is looked at once, however often it is used. */
export interface Pairs {
  /** Walks begun so far: the mark of the last one. */
  walks: number;
  /** Pairs that they came to. */
  steps: number;
  from: Side;
  to: Side;
  same: Sameness;
  pairOf(from: Conjunction, to: Conjunction): Pair;
  expand(pair: Pair): Pair;
  relationOf(pair: Pair): Relation;
  /** Any difference in the pair or below. */
  isDirty(pair: Pair): boolean;
  flatFrom(conjunction: Conjunction): Flat;
  flatTo(conjunction: Conjunction): Flat;
}
