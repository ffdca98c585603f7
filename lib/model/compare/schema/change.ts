import type { Json } from '../../document/normalise/json.ts';
import type { Severity } from '../../finding.ts';

/** What becomes of the set of values that are allowed. */
export type Relation = 'narrowed' | 'widened' | 'changed' | 'none';
export type Direction = 'request' | 'response';

/** Where something is said: a node of a normalised document, and the keyword. */
export interface Spot {
  node: object | undefined;
  key?: string;
}

/** One difference between two schemas at one place, without a direction yet. */
export interface Change {
  kind: string;
  relation: Relation;
  /** The same where values travel as text: in parameters and headers. */
  onWire?: Relation | undefined;
  /** Name of the property, the keyword or the branch concerned. */
  name?: string;
  before?: Json;
  after?: Json;
  from?: Spot;
  to?: Spot;
  /** Severity where the rule, not the relation, sets it. */
  request?: Severity;
  response?: Severity;
  /** Concerns a property that this direction does not carry. */
  readOnly?: boolean;
  writeOnly?: boolean;
  /** Further names of the rule: oasdiff's, without direction and area. */
  aliases?: string[];
  /** Further sentence: what to know or do. */
  help?: string;
  /** May turn out to be breaking once a witness is found. */
  provable?: boolean;
  /** Values to try when one looks for a witness. */
  hints?: Json[];
  /** The value that the change is about sits in this property of the place. */
  within?: string;
}

export function relate(narrowed: boolean, widened: boolean): Relation {
  if (narrowed && widened) return 'changed';
  if (narrowed) return 'narrowed';
  return widened ? 'widened' : 'none';
}

export const narrows = (relation: Relation) => relation === 'narrowed' || relation === 'changed';
export const widens = (relation: Relation) => relation === 'widened' || relation === 'changed';
