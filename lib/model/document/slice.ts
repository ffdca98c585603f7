import { easeSlice } from './ease.ts';
import { type FoundOperation, findOperation } from './list-operations.ts';
import { pointerOfRef, resolvePointer, stepsOf } from './pointer.ts';
import { rewrite } from './rewrite.ts';
import { type Kind, type Slot, shelfOf } from './shape.ts';
import { type SlicePlan, SlicePlanner } from './slice-plan.ts';
import { field, isTree, type Json, listOf, put, type Tree, textOf, treeOf } from './tree.ts';
import { cutSchema } from './trim.ts';

export interface Slice {
  /** A whole document of one operation. */
  document: Json;
  /** References that were cut, as in the document: `#/components/schemas/Order`. */
  cut: string[];
}

export interface SliceOptions {
  /** How many references may follow one another. */
  depth: number;
  /** Roughly, of the operation with every reference replaced by what it means. */
  maxBytes: number;
}

const lastStep = (pointer: string) => stepsOf(pointer).at(-1) ?? '';

function missing(slot: Slot, ref: string): Tree {
  const description = `Missing: ${textOf(ref) ?? 'a reference'} leads nowhere in this document`;
  if (slot === 'parameter') return { name: lastStep(ref) || 'missing', in: 'query', description, schema: {} };
  if (slot === 'requestBody') return { description, content: {} };
  return slot === 'callback' || slot === 'pathItem' ? {} : { description };
}

const shelves = new Set(['schemas', 'definitions', '$defs', 'responses', 'parameters', 'examples', 'requestBodies', 'headers', 'links', 'callbacks']);

/** Puts what a plan chose on the shelves of a new document, under the names that it had. */
class Shelves {
  private readonly document: Tree;
  private readonly plan: SlicePlan;
  private readonly refs = new Map<string, string>();
  readonly target: Tree = {};

  constructor(document: Tree, plan: SlicePlan) {
    this.document = document;
    this.plan = plan;
  }

  fill(): void {
    for (const { pointer, kind } of this.plan.nodes.values()) if (pointer !== '') this.name(pointer, kind);
    for (const node of this.plan.nodes.values()) {
      const ref = this.refs.get(node.pointer);
      if (ref === undefined) continue;
      const steps = stepsOf(ref);
      const shelf = steps.slice(0, -1).reduce<Tree>((tree, step) => {
        if (!isTree(tree[step])) tree[step] = {};
        return tree[step] as Tree;
      }, this.target);
      put(shelf, steps.at(-1) as string, this.copy(node.pointer, node.kind, node.value));
    }
  }

  /** Its own name where it stands on a shelf; otherwise one made of its place. */
  private name(pointer: string, kind: Kind): void {
    const shelf = shelfOf(this.document, kind);
    if (!shelf) return;
    const steps = stepsOf(pointer);
    const own = `/${shelf.join('/')}`;
    if (steps.length === shelf.length + 1 && pointer.startsWith(`${own}/`)) {
      this.refs.set(pointer, pointer);
      return;
    }
    const named = shelves.has(steps.at(-2) ?? '') ? steps.slice(-1) : steps.slice(steps[0] === 'components' ? 2 : 0);
    const base = named.join('_').replaceAll(/[^\w.-]+/g, '_') || 'part';
    const taken = new Set(this.refs.values());
    let ref = `${own}/${base}`;
    for (let count = 2; taken.has(ref) || resolvePointer(this.document, ref) !== undefined; count++) ref = `${own}/${base}_${count}`;
    this.refs.set(pointer, ref);
  }

  copy(from: string, kind: Kind, value: Json, hops = 0): Json {
    return rewrite(kind, value, (copy, slot, ref) => {
      if (slot === 'schema') this.trimMapping(from, copy);
      return ref === null ? copy : this.reference(from, copy, slot, ref, hops);
    });
  }

  private reference(from: string, copy: Tree, slot: Slot, ref: string, hops: number): Json {
    const pointer = pointerOfRef(this.document, ref);
    const value = pointer ? resolvePointer(this.document, pointer) : undefined;
    if (!pointer || value === undefined) return missing(slot, ref);
    if ((slot === 'schema' || slot === 'payload') && !this.plan.keeps(from, pointer)) return cutSchema(pointer);
    const place = this.refs.get(pointer);
    if (place !== undefined) return { ...copy, $ref: `#${place}` };
    return isTree(value) && hops < 8 ? this.copy(pointer, slot as Kind, value, hops + 1) : missing(slot, ref);
  }

  /** A mapping may name only what is there. */
  private trimMapping(from: string, schema: Tree): void {
    const { discriminator } = schema;
    if (!isTree(discriminator) || !isTree(discriminator.mapping)) return;
    const present = Object.entries(discriminator.mapping).filter(([, target]) => {
      const pointer = typeof target === 'string' && target.startsWith('#') ? pointerOfRef(this.document, target) : `/components/schemas/${target}`;
      return pointer !== null && this.plan.keeps(from, pointer) && this.refs.get(pointer) === pointer;
    });
    schema.discriminator = { ...discriminator, mapping: Object.fromEntries(present) };
  }
}

const mostInfo = 2000;

function headOf(document: Tree): Tree {
  const info = treeOf(document.info);
  const { description, ...shortInfo } = info;
  const head: Tree = {};
  for (const name of ['openapi', 'swagger', 'jsonSchemaDialect', 'host', 'basePath', 'schemes', 'consumes', 'produces', 'externalDocs'])
    if (document[name] !== undefined) head[name] = document[name];
  head.info = typeof description === 'string' && description.length > mostInfo ? shortInfo : info;
  return head;
}

function namesOfSchemes(document: Tree, operation: Tree): string[] {
  const requirements = listOf(operation.security ?? document.security);
  return [...new Set(requirements.flatMap((requirement) => Object.keys(treeOf(requirement))))];
}

function putSchemes(document: Tree, target: Tree, names: string[]): void {
  const old = document.swagger !== undefined;
  const source = treeOf(old ? document.securityDefinitions : field(document.components, 'securitySchemes'));
  const schemes: Tree = {};
  for (const name of names) {
    const scheme = field(source, name);
    const ref = field(scheme, '$ref');
    const pointer = typeof ref === 'string' ? pointerOfRef(document, ref) : null;
    const value = pointer === null ? scheme : resolvePointer(document, pointer);
    if (isTree(value) && field(value, '$ref') === undefined) put(schemes, name, value);
  }
  if (Object.keys(schemes).length === 0) return;
  if (old) target.securityDefinitions = schemes;
  else target.components = { ...treeOf(target.components), securitySchemes: schemes };
}

/** The path item with this one operation. */
function bareItem({ item, operation, pointer, method }: FoundOperation): Tree {
  const { servers: _, ...own } = operation;
  const bare: Tree = {};
  for (const name of ['summary', 'description', 'parameters']) if (item[name] !== undefined) bare[name] = item[name];
  const steps = stepsOf(pointer);
  if (steps.at(-2) === 'additionalOperations') bare.additionalOperations = put({}, steps.at(-1) ?? method, own);
  else bare[method.toLowerCase()] = own;
  return bare;
}

/**
 * A document of one operation or webhook that stands by itself: with its servers, tags, security schemes and the schemas that it needs, cut at a depth
 * and a size, without cycles. Null when there is no such operation. OpenAPI 2.0 to 3.2, told as 3.0 where that says the same; the original is not changed.
 */
export function sliceOperation(document: Json, key: string, options: SliceOptions): Slice | null {
  const found = findOperation(document, key);
  if (!isTree(document) || !found) return null;
  const item = bareItem(found);
  const plan = new SlicePlanner(document, options).plan('pathItem', item, found.pointer.split('/').slice(0, -1).join('/'));
  const shelves = new Shelves(document, plan);
  shelves.fill();
  const { operation } = found;
  const slice: Tree = headOf(document);
  const servers = operation.servers ?? found.item.servers ?? document.servers;
  if (servers !== undefined) slice.servers = servers;
  const names = new Set(listOf(operation.tags).map((tag) => textOf(tag)));
  const tags = listOf(document.tags).filter((tag) => names.has(textOf(field(tag, 'name'))));
  if (tags.length > 0) slice.tags = tags;
  if (document.security !== undefined) slice.security = document.security;
  slice[found.kind === 'webhook' ? 'webhooks' : 'paths'] = put({}, found.name, shelves.copy('', 'pathItem', plan.nodes.get('')?.value ?? item));
  Object.assign(slice, shelves.target);
  putSchemes(document, slice, namesOfSchemes(document, operation));
  return { document: easeSlice(slice) ?? slice, cut: [...plan.cut].map((pointer) => `#${pointer}`) };
}
