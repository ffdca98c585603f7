import type { Json } from '../json.ts';
import type { Mismatch } from './mismatch.ts';
import type { SchemaNode, SchemaSpace } from './shape.ts';

/** Who sends the value: requests carry no read-only properties, responses no write-only ones. `none`: the schema as it stands. */
export type Direction = 'request' | 'response' | 'none';

/** One look at one value. It stops after `most` mismatches. */
export interface Look {
  space: SchemaSpace;
  direction: Direction;
  found: Mismatch[];
  most: number;
  depth: number;
  accepts(node: SchemaNode, value: Json): boolean;
}
