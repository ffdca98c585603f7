import { type Alias, type Document, isAlias, isMap, isScalar, isSeq, LineCounter, type Pair, parseAllDocuments, type YAMLMap } from 'yaml';
import { escapeStep } from '#lib/model/document/pointer.ts';
import { isTree, type Json, put, type Tree, treeOf } from '#lib/model/document/tree.ts';
import { type Remark, unusable } from './fault.ts';
import { maxDepth, maxExpandedBytes } from './limits.ts';
import type { Wanted } from './line.ts';
import type { Parsed } from './parsed.ts';

const mostTwice = 50;
const ladder = /(?:[[{]\s*){400}|(?:[-?:] ){400}/;

const tooDeep = () =>
  unusable('document.text.depth', `Objects and lists stand more than ${maxDepth} deep in one another.`, 'Send a document that nests less deeply.');

const tooLarge = () =>
  unusable(
    'document.text.aliases',
    `Its aliases unfold to more than ${maxExpandedBytes / 1_000_000} MB.`,
    'Use $ref instead of YAML aliases for what is used in many places.',
  );

/** Text of a scalar as it was written, for fields that must be texts: `1.10` is no number there. */
const writtenTexts = new Set(['/openapi', '/swagger', '/asyncapi', '/info/version']);

interface Built {
  value: Json;
  bytes: number;
  height: number;
}

/** Turns the nodes of a YAML document into JSON. An alias shares what its anchor became, and its full size is counted. */
class Builder {
  private readonly anchors = new Map<string, Built>();
  private readonly lines: LineCounter;
  readonly remarks: Remark[] = [];
  private twice = 0;

  constructor(lines: LineCounter) {
    this.lines = lines;
  }

  build(node: unknown, pointer = '', depth = 0): Built {
    if (depth > maxDepth) throw tooDeep();
    if (isAlias(node)) return this.alias(node);
    const built = this.collection(node, pointer, depth) ?? this.scalar(node, pointer);
    if (built.bytes > maxExpandedBytes) throw tooLarge();
    if (depth + built.height > maxDepth) throw tooDeep();
    const anchor = (isScalar(node) || isMap(node) || isSeq(node)) && node.anchor;
    if (anchor) this.anchors.set(anchor, built);
    return built;
  }

  private alias(node: Alias): Built {
    const known = this.anchors.get(node.source);
    if (known) return known;
    const line = this.lineOf(node);
    throw unusable(
      'document.text.alias',
      `The alias *${node.source} names no anchor that stands before it.`,
      `Write &${node.source} at the first place.`,
      line,
    );
  }

  private scalar(node: unknown, pointer: string): Built {
    if (!isScalar(node)) return { value: null, bytes: 4, height: 0 };
    const { value } = node;
    if (typeof value === 'number' && writtenTexts.has(pointer)) {
      const text = node.source ?? String(value);
      const message = `${pointer.slice(1).replace('/', '.')} is the number ${text}, where a text belongs.`;
      this.remarks.push({
        id: 'document.value.unquoted',
        severity: 'error',
        pointer,
        message,
        help: `Put it in quotes: "${text}".`,
        line: this.lineOf(node),
      });
      return { value: text, bytes: text.length, height: 0 };
    }
    if (typeof value === 'string') return { value, bytes: value.length + 2, height: 0 };
    if (value === null || typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value))) return { value, bytes: 8, height: 0 };
    const text = node.source ?? String(value);
    return { value: text, bytes: text.length + 2, height: 0 };
  }

  private collection(node: unknown, pointer: string, depth: number): Built | null {
    if (isMap(node)) return this.map(node, pointer, depth);
    if (!isSeq(node)) return null;
    const parts = node.items.map((item, at) => this.build(item, `${pointer}/${at}`, depth + 1));
    return joined(
      parts.map(({ value }) => value),
      parts,
    );
  }

  private map(node: YAMLMap, pointer: string, depth: number): Built {
    const tree: Tree = {};
    const merged: Built[] = [];
    const parts: Built[] = [];
    for (const pair of node.items as Pair[]) {
      const key = this.keyOf(pair.key);
      const place = `${pointer}/${escapeStep(key)}`;
      const part = this.build(pair.value, place, depth + 1);
      parts.push(part, { value: null, bytes: key.length + 4, height: 0 });
      if (key === '<<' && isMergeable(pair, part.value)) merged.push(part);
      else {
        if (Object.hasOwn(tree, key)) this.remarkTwice(key, place, pair.key);
        put(tree, key, part.value);
      }
    }
    for (const { value } of merged) mergeInto(tree, value);
    return joined(tree, parts);
  }

  private keyOf(key: unknown): string {
    if (isScalar(key)) return typeof key.value === 'string' ? key.value : (key.source ?? String(key.value ?? ''));
    if (isAlias(key)) return String(this.alias(key).value);
    return key === null || key === undefined ? '' : String(key);
  }

  private remarkTwice(key: string, pointer: string, node: unknown): void {
    this.twice += 1;
    if (this.twice > mostTwice) return;
    this.remarks.push(twiceRemark(key, pointer, this.lineOf(node)));
  }

  private lineOf(node: unknown): number | null {
    const range = isScalar(node) || isAlias(node) || isMap(node) || isSeq(node) ? node.range : null;
    return range ? this.lines.linePos(range[0]).line : null;
  }
}

/** The merge key `<<`: what the object has itself wins, then the first source. */
function mergeInto(tree: Tree, value: Json): void {
  for (const source of Array.isArray(value) ? value : [value])
    for (const [key, part] of Object.entries(treeOf(source))) if (!Object.hasOwn(tree, key)) put(tree, key, part);
}

function joined(value: Json, parts: Built[]): Built {
  let [bytes, height] = [2, 0];
  for (const part of parts) {
    bytes += part.bytes + 1;
    height = Math.max(height, part.height);
  }
  return { value, bytes, height: height + 1 };
}

const isMergeable = (pair: Pair, value: Json) =>
  isScalar(pair.key) && pair.key.type === 'PLAIN' && (isTree(value) || (Array.isArray(value) && value.every(isTree)));

export function twiceRemark(key: string, pointer: string, line: number | null): Remark {
  const message = `The name "${key.slice(0, 80)}" stands twice in the same object; the last one counts.`;
  return { id: 'document.text.duplicate-key', severity: 'error', pointer, message, help: 'Remove one of the two, or rename it.', line };
}

/** A part of a node, and where its name or the part itself stands. */
function partOf(node: unknown, step: string): { node: unknown; offset: number | null } | null {
  if (isSeq(node)) {
    const item = node.items[Number(step)];
    return item === undefined ? null : { node: item, offset: rangeOf(item) };
  }
  if (!isMap(node)) return null;
  const pair = node.items.findLast(({ key }) => isScalar(key) && (key.value === step || key.source === step));
  return pair ? { node: pair.value, offset: rangeOf(pair.key) } : null;
}

const rangeOf = (node: unknown) => (isScalar(node) || isMap(node) || isSeq(node) || isAlias(node) ? (node.range?.[0] ?? null) : null);

function collectLines(root: unknown, wanted: Wanted, lines: LineCounter): Map<string, number> {
  const found = new Map<string, number>();
  const visit = (node: unknown, { steps }: Wanted) => {
    for (const [step, next] of steps) {
      const part = partOf(node, step);
      if (!part) continue;
      if (part.offset !== null) found.set(next.pointer, lines.linePos(part.offset).line);
      visit(part.node, next);
    }
  };
  visit(root, wanted);
  return found;
}

function parseAll(text: string, lineCounter: LineCounter): Document[] {
  try {
    return [...parseAllDocuments(text, { strict: false, uniqueKeys: false, logLevel: 'silent', prettyErrors: false, lineCounter })] as Document[];
  } catch (cause) {
    if (cause instanceof RangeError) throw tooDeep();
    throw cause;
  }
}

/** A YAML text as JSON; of several documents in one text, the first that `isWanted`. */
export function parseYaml(text: string, isWanted: (value: Json) => boolean): Parsed {
  if (ladder.test(text)) throw tooDeep();
  const lines = new LineCounter();
  const documents = parseAll(text, lines);
  const error = documents.flatMap(({ errors }) => errors)[0];
  if (error?.message.startsWith('Maximum call stack')) throw tooDeep();
  if (error) {
    const { line } = lines.linePos(Math.min(error.pos[0], Math.max(0, text.length - 1)));
    const words = (error.message.split('\n')[0] ?? '').slice(0, 200);
    throw unusable(
      'document.text.yaml',
      `The YAML cannot be read: ${words}.`,
      'Mend the text at this line. If it ends early, send it again as a whole.',
      line,
    );
  }
  const build = (document: Document) => {
    const builder = new Builder(lines);
    return { root: document.contents as unknown, value: builder.build(document.contents).value, remarks: builder.remarks };
  };
  const built = documents.map(build);
  const chosen = built.find(({ value }) => isWanted(value)) ?? built[0] ?? { root: null, value: null, remarks: [] };
  if (built.length > 1)
    chosen.remarks.push({
      id: 'document.text.several',
      severity: 'warning',
      pointer: '',
      message: `The text holds ${built.length} YAML documents; one of them was read.`,
      help: 'Send one document in each file.',
      line: 1,
    });
  return {
    format: 'yaml',
    value: chosen.value,
    remarks: chosen.remarks,
    values: built.map(({ value }) => value),
    findLines: (wanted) => collectLines(chosen.root, wanted, lines),
  };
}
