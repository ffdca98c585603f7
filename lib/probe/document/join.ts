import { posix } from 'node:path';
import { AppError } from '#lib/errors.ts';
import { joinPointer, resolvePointer, stepsOf } from '#lib/model/document/pointer.ts';
import { rewrite } from '#lib/model/document/rewrite.ts';
import { type Kind, rootKind, type Slot, shelfOf, slotOf } from '#lib/model/document/shape.ts';
import { field, isTree, type Json, put, type Tree, textOf } from '#lib/model/document/tree.ts';
import type { Remark } from './fault.ts';
import { type Files, fileOfRef, isRemote, type OpenFile } from './files.ts';

interface Target {
  file: OpenFile;
  pointer: string;
  value: Json;
}

export interface Joined {
  document: Tree;
  /** Why a reference that still stands in the document could not be joined, by its text. Places are not known. */
  troubles: Map<string, Remark>;
}

const mostInlined = 20_000;
const mostRemarks = 100;

const fragmentOf = (fragment: string) => {
  try {
    return decodeURIComponent(fragment);
  } catch {
    return fragment;
  }
};

/** Joins the files of an upload into one document in which every reference stays inside. Nothing is ever fetched. */
export class Joiner {
  private readonly files: Files;
  private readonly root: OpenFile;
  private readonly document: Tree;
  private readonly places = new Map<string, string>();
  private readonly inlining = new Set<string>();
  private readonly shelved: { steps: string[]; target: Target; kind: Kind }[] = [];
  private readonly remarks = new Map<string, Remark>();
  private inlined = 0;

  constructor(files: Files, root: OpenFile) {
    this.files = files;
    this.root = root;
    this.document = root.value as Tree;
  }

  join(): Joined {
    const document = this.copy(this.root, rootKind(this.document), this.document) as Tree;
    for (const { steps, target, kind } of this.shelved) {
      const shelf = steps.slice(0, -1).reduce<Tree>((tree, step) => {
        const inner = isTree(tree[step]) ? (tree[step] as Tree) : {};
        tree[step] = inner;
        return inner;
      }, document);
      put(shelf, steps.at(-1) as string, this.copy(target.file, kind, target.value));
    }
    return { document, troubles: this.remarks };
  }

  private copy(file: OpenFile, slot: Slot, value: Json): Json {
    const whole = this.wholeMap(file, slot, value);
    if (whole) return whole;
    return rewrite(slot, value, (copy, inner, ref) => {
      if (inner === 'schema') this.joinMapping(file, copy);
      this.joinMaps(file, copy, inner);
      return ref === null ? copy : this.reference(file, copy, inner as Kind, ref);
    });
  }

  /** `schemas: { $ref: './schemas.yaml' }` is no reference by the specifications, but people write it for whole maps. */
  private joinMaps(file: OpenFile, copy: Tree, slot: Slot): void {
    for (const name of Object.keys(copy)) {
      const inner = slotOf(slot, name);
      const whole = inner?.startsWith('map ') ? this.wholeMap(file, inner, copy[name] as Json) : null;
      if (whole) put(copy, name, whole);
    }
  }

  private wholeMap(file: OpenFile, slot: Slot, value: Json): Json | null {
    const ref = slot.startsWith('map ') ? field(value, '$ref') : undefined;
    if (typeof ref !== 'string' || ref.startsWith('#') || Object.keys(value as Tree).length > 1) return null;
    const target = this.find(file, ref, slot);
    return target && this.inline(target, slot);
  }

  private reference(file: OpenFile, copy: Tree, kind: Kind, ref: string): Json {
    if (file === this.root && ref.startsWith('#')) return copy;
    const target = this.find(file, ref, kind);
    if (!target) return copy;
    if (target.file === this.root) return { ...copy, $ref: `#${target.pointer}` };
    const shelf = kind === 'pathItem' ? null : shelfOf(this.document, kind);
    if (shelf) return { ...copy, $ref: `#${this.placeOf(target, shelf, kind)}` };
    const inlined = this.inline(target, kind);
    const { $ref: _, ...beside } = copy;
    if (inlined === null) return { ...beside };
    return isTree(inlined) ? { ...inlined, ...beside } : inlined;
  }

  private inline(target: Target, slot: Slot): Json | null {
    const key = `${target.file.name}#${target.pointer}`;
    this.inlined += 1;
    if (this.inlining.has(key) || this.inlined > mostInlined) {
      const message = `${key} refers to itself in a place where it would have to be written out.`;
      this.remark('document.ref.circular', key, message, 'Break the circle: name one of its parts under components.');
      return null;
    }
    this.inlining.add(key);
    const copy = this.copy(target.file, slot, target.value);
    this.inlining.delete(key);
    return copy;
  }

  private placeOf(target: Target, shelf: string[], kind: Kind): string {
    const key = `${shelf.join('/')} ${target.file.name}#${target.pointer}`;
    const known = this.places.get(key);
    if (known) return known;
    const last = stepsOf(target.pointer).at(-1) ?? posix.basename(target.file.name).replace(/\.[^.]*$/, '');
    const base = last.replaceAll(/[^\w.-]+/g, '_') || 'part';
    const taken = new Set(this.places.values());
    let name = base;
    for (let count = 2; taken.has(joinPointer('', ...shelf, name)) || this.isOnRoot(shelf, name); count++) name = `${base}_${count}`;
    const pointer = joinPointer('', ...shelf, name);
    this.places.set(key, pointer);
    this.shelved.push({ steps: [...shelf, name], target, kind });
    return pointer;
  }

  private isOnRoot(shelf: string[], name: string): boolean {
    return resolvePointer(this.document, joinPointer('', ...shelf, name)) !== undefined;
  }

  private find(from: OpenFile, ref: string, slot: Slot): Target | null {
    const [path = '', fragment = ''] = ref.split('#', 2);
    if (isRemote(path)) {
      const shown = textOf(ref, 120) ?? '';
      return this.refuse(
        'document.ref.remote',
        ref,
        `The reference ${shown} leads out of the document; it is not fetched.`,
        'Send the file along and refer to it by a relative path.',
      );
    }
    const file = path === '' ? from : this.openTarget(from, path, ref);
    if (!file) return null;
    const pointer = fragmentOf(fragment);
    const value = resolvePointer(file.value, pointer);
    if (value !== undefined && (value !== null || slot === 'plain')) return { file, pointer, value };
    const message = `${file.name} has nothing at ${textOf(pointer, 120) || 'its top'}, where ${textOf(ref, 120)} in ${from.name} leads.`;
    return this.refuse('document.ref.unresolved', ref, message, 'Correct the reference, or add what it names.');
  }

  private openTarget(from: OpenFile, path: string, ref: string): OpenFile | null {
    const name = fileOfRef(from.name, path);
    const shown = textOf(ref, 120) ?? '';
    if (name === null)
      return this.refuse('document.ref.outside', ref, `The reference ${shown} leads out of the upload.`, 'Refer only to files of the same upload.');
    if (name === this.root.name) return this.root;
    if (!this.files.has(name)) {
      const message = `The reference ${shown} needs the file ${name}, which was not sent along.`;
      return this.refuse('document.ref.file-missing', ref, message, 'Upload it together with the document, as a zip or as several parts.');
    }
    try {
      return this.files.open(name);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      return this.refuse('document.ref.file-unreadable', ref, `${name} cannot be read: ${error.message}`, 'Mend that file.');
    }
  }

  private refuse(id: string, ref: string, message: string, help: string): null {
    this.remark(id, ref, message, help);
    return null;
  }

  private remark(id: string, ref: string, message: string, help: string): void {
    if (this.remarks.size < mostRemarks && !this.remarks.has(ref)) this.remarks.set(ref, { id, severity: 'error', pointer: '', message, help });
  }

  private joinMapping(file: OpenFile, schema: Tree): void {
    const { discriminator } = schema;
    if (!isTree(discriminator) || !isTree(discriminator.mapping)) return;
    const mapping: Tree = {};
    for (const [name, value] of Object.entries(discriminator.mapping)) put(mapping, name, this.mappedTo(file, value));
    schema.discriminator = { ...discriminator, mapping };
  }

  private mappedTo(file: OpenFile, value: Json): Json {
    const isPath = typeof value === 'string' && (value.includes('#') || /\.(?:ya?ml|json)$/i.test(value));
    if (!isPath || isRemote(value) || (file === this.root && value.startsWith('#'))) return value;
    const joined = this.reference(file, { $ref: value }, 'schema', value);
    return isTree(joined) && typeof joined.$ref === 'string' ? joined.$ref : value;
  }
}
