import { type Json, stableText } from '../json.ts';
import type { Flat } from './flat.ts';
import type { SchemaNode } from './shape.ts';
import { NoSample, type Writing } from './writing.ts';

const most = 2000;

function countOf({ array }: Flat, { size, depth, random }: Writing): number {
  const least = Math.max(array.min, array.contains === undefined ? 0 : array.minContains);
  if (least > most) throw new NoSample();
  const isOpen = array.prefix.length > 0 || array.items !== false;
  if (size === 'least' || depth > 3 || !isOpen) return least;
  const room = array.items === false ? array.prefix.length : Infinity;
  const wanted = size === 'most' ? Math.max(1, array.prefix.length) : random.whole(0, 2);
  return Math.min(Math.max(least, wanted), array.max, room);
}

function schemaFor({ array }: Flat, index: number): SchemaNode {
  const own = array.prefix[index];
  const wanted = index < array.minContains && array.contains !== undefined ? array.contains : undefined;
  const base = own ?? array.items;
  if (base !== undefined && wanted !== undefined) return { allOf: [base, wanted] };
  return base ?? wanted ?? { type: 'string' };
}

export function writeArray(flat: Flat, writing: Writing): Json[] {
  const count = countOf(flat, writing);
  const items: Json[] = [];
  const seen = new Set<string>();
  for (let tries = 0; items.length < count && tries < count * 3 + 10; tries++) {
    const item = writeItem(flat, writing, items.length);
    if (item === undefined) break;
    const key = flat.array.isUnique ? stableText(item) : '';
    if (flat.array.isUnique && seen.has(key)) continue;
    seen.add(key);
    items.push(item);
  }
  if (items.length < flat.array.min) throw new NoSample();
  return items;
}

/** Undefined where none can be written: fewer will do, perhaps. */
function writeItem(flat: Flat, writing: Writing, index: number): Json | undefined {
  try {
    return writing.inside(schemaFor(flat, index));
  } catch (error) {
    if (error instanceof NoSample) return undefined;
    throw error;
  }
}
