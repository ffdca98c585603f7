import { pointerOfRef, resolvePointer } from './pointer.ts';
import { refsIn } from './rewrite.ts';
import type { Slice } from './slice.ts';
import type { Json } from './tree.ts';

export const at = (document: Json, pointer: string) => resolvePointer(document, pointer);

/** References of a slice that lead nowhere. */
export const dangling = ({ document }: Slice) =>
  [...refsIn('openapi', document)].filter(({ ref }) => {
    const pointer = pointerOfRef(document, ref);
    return pointer === null || resolvePointer(document, pointer) === undefined;
  });

/** How many schemas a reader meets who replaces every reference by its content; fails on a circle. */
export function unfolded(document: Json, kind: 'openapi' | 'schema', value: Json, trail: string[] = []): number {
  let count = 0;
  for (const { ref, pointer: place } of refsIn(kind, value)) {
    if (kind === 'openapi' && place.startsWith('/components/schemas')) continue;
    const pointer = pointerOfRef(document, ref) ?? '';
    if (trail.includes(pointer)) throw new Error(`a circle: ${[...trail, pointer].join(' → ')}`);
    count += 1 + unfolded(document, 'schema', resolvePointer(document, pointer) ?? null, [...trail, pointer]);
  }
  return count;
}
