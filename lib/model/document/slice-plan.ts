import { pointerOfRef, resolvePointer } from './pointer.ts';
import { forEachRef } from './rewrite.ts';
import type { Kind, Slot } from './shape.ts';
import { isTree, type Json } from './tree.ts';
import { trimInline } from './trim.ts';

/** A value that a slice takes in, and what it refers to. */
export interface SliceNode {
  pointer: string;
  kind: Kind;
  value: Json;
  bytes: number;
  /** Schemas that it names, by pointer, and how often. */
  schemas: Map<string, number>;
  /** Everything else that it names: parameters, responses, headers, examples. Never cut. */
  others: Map<string, Kind>;
}

export interface SlicePlan {
  /** By pointer; the operation itself stands under `''`. */
  nodes: Map<string, SliceNode>;
  /** Whether a reference in the node at `from` to the schema at `to` stays. */
  keeps(from: string, to: string): boolean;
  /** Pointers of the schemas that were left out in at least one place. */
  cut: Set<string>;
}

const bytesPerCut = 120;
/** What one more level may add, so that asking for more depth gives more and the first look stays light. */
const bytesPerLevel = 16_000;
const bytesOfRoot = 32_000;
/** For each level asked for, of one schema by itself. */
const bytesOfSchema = 8000;
const isSchema = (slot: Slot) => slot === 'schema' || slot === 'payload';

/**
 * Chooses the schemas of a slice. What decides is the size after every reference is replaced by its content, since that is what a reader of the slice
 * has to do: it stays finite (no cycles), at most `depth` references deep and about `maxBytes` long. A schema whose content fits wholly is shared by
 * all places that have room for it; of a larger one the shallowest place gets it, with the rest cut.
 */
export class SlicePlanner {
  private readonly document: Json;
  private readonly depth: number;
  private budget: number;
  private readonly pointers = new Map<string, string | null>();
  private readonly known = new Map<string, SliceNode | null>();
  private readonly fitting = new Map<string, boolean>();
  private readonly sizes = new Map<string, number>();
  private readonly nodes = new Map<string, SliceNode>();
  private readonly whole = new Set<string>();
  private readonly kept = new Map<string, Set<string>>();
  private readonly cut = new Set<string>();
  private readonly trimmed = new Map<string, string[]>();
  private readonly maxBytes: number;

  constructor(document: Json, options: { depth: number; maxBytes: number }) {
    this.document = document;
    this.depth = Math.max(0, options.depth);
    this.maxBytes = options.maxBytes;
    this.budget = options.maxBytes;
  }

  /** `pointer` is where the root stands in the document. */
  plan(kind: Kind, root: Json, pointer: string): SlicePlan {
    const first = this.readTrimmed('', kind, root, pointer, bytesOfRoot + this.depth * bytesPerLevel);
    this.budget = Math.min(this.budget - first.bytes, this.depth * bytesPerLevel);
    let frontier = this.addOthers(first);
    for (let level = 1; frontier.size > 0; level++) frontier = this.descend(frontier, level);
    for (const key of this.nodes.keys()) for (const place of this.trimmed.get(key) ?? []) this.cut.add(place);
    const keeps = (from: string, to: string) => (this.whole.has(from) ? this.nodes.has(to) : (this.kept.get(from)?.has(to) ?? false));
    return { nodes: this.nodes, keeps, cut: this.cut };
  }

  private read(pointer: string, kind: Kind, value: Json, ownBytes = JSON.stringify(value).length): SliceNode {
    const schemas = new Map<string, number>();
    const others = new Map<string, Kind>();
    forEachRef(kind, value, (ref, slot) => {
      const target = this.pointerOf(ref);
      if (target === null || target === '') return;
      if (isSchema(slot)) schemas.set(target, (schemas.get(target) ?? 0) + 1);
      else others.set(target, slot as Kind);
    });
    return { pointer, kind, value, bytes: ownBytes + schemas.size * bytesPerCut, schemas, others };
  }

  /** What is written out in one place may be longer than a reader can bear, references or not. */
  private readTrimmed(key: string, kind: Kind, value: Json, place: string, maxBytes: number): SliceNode {
    const trimmed = trimInline(kind, value, place, Math.min(maxBytes, this.maxBytes));
    if (trimmed.cut.length > 0) this.trimmed.set(key, trimmed.cut);
    return this.read(key, kind, trimmed.value, trimmed.bytes);
  }

  private pointerOf(ref: string): string | null {
    const known = this.pointers.get(ref);
    if (known !== undefined) return known;
    const pointer = pointerOfRef(this.document, ref);
    this.pointers.set(ref, pointer);
    return pointer;
  }

  private schemaAt(pointer: string): SliceNode | null {
    const known = this.known.get(pointer);
    if (known !== undefined) return known;
    const value = resolvePointer(this.document, pointer);
    const most = Math.max(1, this.depth) * bytesOfSchema;
    const node = isTree(value) || typeof value === 'boolean' ? this.readTrimmed(pointer, 'schema', value, pointer, most) : null;
    this.known.set(pointer, node);
    return node;
  }

  /** The operation and everything but schemas that it names, directly or through one another. */
  private addOthers(first: SliceNode): Map<SliceNode, number> {
    const found = new Map<SliceNode, number>([[first, 1]]);
    this.nodes.set('', first);
    for (const node of found.keys())
      for (const [pointer, kind] of node.others) {
        const value = this.nodes.has(pointer) ? undefined : resolvePointer(this.document, pointer);
        if (!isTree(value)) continue;
        const other = this.read(pointer, kind, value);
        this.nodes.set(pointer, other);
        this.budget -= other.bytes;
        found.set(other, 1);
      }
    return found;
  }

  private descend(frontier: Map<SliceNode, number>, level: number): Map<SliceNode, number> {
    const wanted = new Map<string, { times: number; from: SliceNode[] }>();
    for (const [node, times] of frontier)
      for (const [pointer, count] of node.schemas) {
        const want = wanted.get(pointer) ?? { times: 0, from: [] };
        wanted.set(pointer, { times: want.times + times * count, from: [...want.from, node] });
      }
    const next = new Map<SliceNode, number>();
    for (const [pointer, { times, from }] of wanted) {
      const schema = this.schemaAt(pointer);
      if (!schema) continue;
      const decision = this.decide(schema, times, level);
      if (decision === 'cut') this.cut.add(pointer);
      else for (const { pointer: source } of from) this.keep(source, pointer);
      if (decision === 'part') next.set(schema, times);
    }
    return next;
  }

  private keep(from: string, to: string): void {
    const kept = this.kept.get(from) ?? new Set();
    this.kept.set(from, kept.add(to));
  }

  private decide(schema: SliceNode, times: number, level: number): 'whole' | 'part' | 'cut' {
    const { pointer } = schema;
    const known = this.nodes.has(pointer);
    if (known && !this.whole.has(pointer)) return 'cut';
    if (level > this.depth) return known && schema.schemas.size === 0 && this.spend(schema.bytes * times) ? 'whole' : 'cut';
    if (schema.bytes * times > this.budget) return 'cut';
    if (this.fits(schema, this.depth - level) && this.spend(this.sizeOf(schema) * times)) {
      this.addWhole(schema);
      return 'whole';
    }
    if (known || !this.spend(schema.bytes * times)) return 'cut';
    this.nodes.set(pointer, schema);
    return 'part';
  }

  private spend(bytes: number): boolean {
    if (bytes > this.budget) return false;
    this.budget -= bytes;
    return true;
  }

  /** Whether everything that a schema refers to ends within `room` references. */
  private fits(schema: SliceNode, room: number): boolean {
    if (schema.schemas.size === 0) return room >= 0;
    if (room <= 0) return false;
    const key = `${room} ${schema.pointer}`;
    const known = this.fitting.get(key);
    if (known !== undefined) return known;
    const fits = [...schema.schemas.keys()].every((pointer) => {
      const inner = this.schemaAt(pointer);
      return inner === null || this.fits(inner, room - 1);
    });
    this.fitting.set(key, fits);
    return fits;
  }

  /** Of a schema that fits, with every reference replaced by its content. */
  private sizeOf(schema: SliceNode): number {
    const known = this.sizes.get(schema.pointer);
    if (known !== undefined) return known;
    let size = schema.bytes;
    for (const [pointer, count] of schema.schemas) {
      const inner = this.schemaAt(pointer);
      if (inner) size += this.sizeOf(inner) * count;
    }
    this.sizes.set(schema.pointer, size);
    return size;
  }

  private addWhole(schema: SliceNode): void {
    if (this.nodes.has(schema.pointer)) return;
    this.nodes.set(schema.pointer, schema);
    this.whole.add(schema.pointer);
    for (const pointer of schema.schemas.keys()) {
      const inner = this.schemaAt(pointer);
      if (inner) this.addWhole(inner);
    }
  }
}
