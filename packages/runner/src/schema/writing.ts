import type { Json } from '../json.ts';
import type { Random } from '../random.ts';
import type { Direction } from './look.ts';
import type { SchemaNode, SchemaSpace } from './shape.ts';

/** Thrown where no value can be written. */
export class NoSample extends Error {}

/** `least`: only what must be; `most`: every optional property, a few levels down; `some`: a choice of them. */
export type Size = 'least' | 'most' | 'some';

/** How to write a value: carried from each schema to those inside it. */
export interface Writing {
  space: SchemaSpace;
  random: Random;
  size: Size;
  direction: Direction;
  depth: number;
  /** Schemas that may still be written, over the whole sample. */
  budget: { left: number };
  /** Writes what stands inside, one level deeper. */
  inside(node: SchemaNode): Json;
}
