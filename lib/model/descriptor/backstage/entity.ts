import { field, type Json, type Tree, textOf, treeOf } from '../../document/tree.ts';
import type { Entry } from '../entry.ts';
import type { Gathering } from '../gathering.ts';
import { parseRef, type Ref, refText } from '../ref.ts';

/** Every entity of the import by `kind:namespace/name`. */
export type Entities = ReadonlyMap<string, Entry>;

export const metadataOf = (entry: Entry): Tree => treeOf(field(entry.content, 'metadata'));
export const specOf = (entry: Entry): Tree => treeOf(field(entry.content, 'spec'));
export const refOf = ({ kind, namespace, name }: Entry): Ref => ({
  kind: kind.toLowerCase(),
  namespace: namespace.toLowerCase(),
  name: name.toLowerCase(),
});

/** A reference, and where it stands in its entity. */
export interface FoundRef extends Ref {
  at: string;
}

/** A list of texts, however it was written: one text counts as a list of one. */
export function textsOf(value: Json | undefined): string[] {
  const items = Array.isArray(value) ? value : value === undefined || value === null ? [] : [value];
  return items.flatMap((item) => textOf(item, 500) ?? []);
}

/** The references in a field of an entity's spec. Those that are none are noted. */
export function refsIn(gathering: Gathering, entry: Entry, name: string, defaultKind: string): FoundRef[] {
  return textsOf(specOf(entry)[name]).flatMap((text, index) => {
    const at = `spec/${name}/${index}`;
    const ref = parseRef(text, defaultKind, entry.namespace);
    if (!ref) gathering.note(entry, at, `${name}: “${text}” is no reference such as ${defaultKind}:default/orders; left out`);
    return ref ? { ...ref, at } : [];
  });
}

export function oneRefIn(gathering: Gathering, entry: Entry, name: string, defaultKind: string): FoundRef | null {
  return refsIn(gathering, entry, name, defaultKind)[0] ?? null;
}

/** Whether this import or an earlier one describes what a reference means. */
export function isDescribed(gathering: Gathering, entities: Entities, ref: Ref): boolean {
  return entities.has(refText(ref)) || gathering.isKnown(`backstage ${refText(ref)}`);
}
