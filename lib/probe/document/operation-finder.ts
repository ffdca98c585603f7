import type { DocumentIndex } from '#lib/model/document.ts';

/** The key of the operation that a pointer leads into. */
export function operationFinder({ operations }: DocumentIndex): (pointer: string) => string | null {
  const keys = new Map(operations.map(({ pointer, key }) => [pointer, key]));
  return (pointer) => {
    for (let at = pointer; at !== ''; at = at.slice(0, at.lastIndexOf('/'))) {
      const key = keys.get(at);
      if (key !== undefined) return key;
    }
    return null;
  };
}
