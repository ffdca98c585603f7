import { followRefs, pointerOfRef, resolvePointer } from '#lib/model/document/pointer.ts';
import { refsIn } from '#lib/model/document/rewrite.ts';
import { rootKind } from '#lib/model/document/shape.ts';
import { type Json, type Tree, textOf } from '#lib/model/document/tree.ts';
import type { Remark } from './fault.ts';
import { maxFindings } from './limits.ts';
import { describePlace } from './words.ts';

function unresolved(document: Json, ref: string, pointer: string): Remark | null {
  const target = pointerOfRef(document, ref);
  const at = `${pointer}/$ref`;
  if (target === null || resolvePointer(document, target) === undefined) {
    const message = `The reference ${textOf(ref, 120) ?? ''} in ${describePlace(pointer)} leads nowhere.`;
    return { id: 'document.ref.unresolved', severity: 'error', pointer: at, message, help: 'Correct the reference, or add what it names.' };
  }
  if (followRefs(document, { $ref: ref }, '').value !== undefined) return null;
  const message = `The reference ${textOf(ref, 120)} in ${describePlace(pointer)} leads back to itself and never to a value.`;
  return { id: 'document.ref.circular', severity: 'error', pointer: at, message, help: 'Let one of the references in the circle name a real value.' };
}

/** Every reference that leads nowhere. `troubles` says, by the text of the reference, why files could not be joined. */
export function checkReferences(document: Tree, troubles: ReadonlyMap<string, Remark>): Remark[] {
  const remarks: Remark[] = [];
  const fine = new Set<string>();
  for (const { ref, pointer } of refsIn(rootKind(document), document)) {
    if (remarks.length > maxFindings) break;
    if (fine.has(ref)) continue;
    const trouble = troubles.get(ref);
    const remark = trouble ? { ...trouble, pointer: `${pointer}/$ref` } : unresolved(document, ref, pointer);
    if (remark) remarks.push(remark);
    else fine.add(ref);
  }
  return remarks;
}
