import { type Document, isMap, isNode, isPair, isScalar, isSeq, LineCounter, parseAllDocuments } from 'yaml';
import type { Gathering } from '#lib/model/descriptor/gathering.ts';
import type { Source } from '#lib/model/descriptor/split.ts';
import type { Json } from '#lib/model/document/tree.ts';
import { jsonFault } from './json.ts';
import { importLimits } from './limit.ts';

const maxAliases = 100;
const levels = 4;

type Item = [step: string, start: number | undefined, value: unknown];

function itemsOf(node: unknown): Item[] {
  if (isMap(node))
    return node.items.flatMap((pair): Item[] =>
      isPair(pair) && isScalar(pair.key) ? [[String(pair.key.value), pair.key.range?.[0], pair.value]] : [],
    );
  return isSeq(node) ? node.items.map((item, index): Item => [String(index), isNode(item) ? (item.range?.[0] ?? undefined) : undefined, item]) : [];
}

function addLines(lines: Record<string, number>, node: unknown, path: string, lineOf: (offset: number) => number): void {
  if (path.split('/').length > levels) return;
  for (const [step, start, value] of itemsOf(node)) {
    const at = path === '' ? step : `${path}/${step}`;
    if (start !== undefined) lines[at] ??= lineOf(start);
    addLines(lines, value, at, lineOf);
  }
}

function helpFor(message: string, text: string, isJson: boolean): string {
  if (/\$\{\{|\{\{|\{%/.test(text))
    return 'It looks like a template with placeholders that are not filled in: import what it makes, not the template.';
  if (/tab/i.test(message)) return 'YAML is indented with spaces, never with tabs.';
  return isJson ? 'Correct it there, or take the file once more: it may be cut off.' : 'Correct the YAML there; what else can be read goes in.';
}

/** The documents of a YAML file. One that cannot be read is rejected with its line, and the others are taken. */
export function readYaml(gathering: Gathering, file: string, text: string): Source[] {
  const counter = new LineCounter();
  const lineOf = (offset: number) => counter.linePos(offset).line;
  const documents = parseAllDocuments(text, { lineCounter: counter, prettyErrors: false, merge: true, uniqueKeys: true, logLevel: 'silent' });
  if (!Array.isArray(documents)) return [];
  return documents.flatMap((document) => sourceOf(gathering, file, text, document as Document, lineOf));
}

function sourceOf(gathering: Gathering, file: string, text: string, document: Document, lineOf: (offset: number) => number): Source[] {
  const start = document.contents?.range?.[0] ?? document.range?.[0] ?? 0;
  const line = lineOf(start);
  const faults = document.errors.filter(({ code }) => code !== 'DUPLICATE_KEY');
  const [fault] = faults;
  if (fault) {
    const around = text.slice(start, document.range?.[2] ?? start + 4000);
    const words = fault.message.split('\n')[0] ?? fault.message;
    const json = /\.json$/i.test(file) ? jsonFault(text) : null;
    const why = json ? `is no valid JSON: ${json.why}` : `is no valid YAML: ${words}`;
    gathering.refuse({ file, line: json?.line ?? lineOf(fault.pos[0]) }, null, why, helpFor(words, around, json !== null));
    return [];
  }
  for (const { pos } of document.errors) gathering.remark({ file, line: lineOf(pos[0]) }, null, 'a key stands twice: the last one counts');
  try {
    const value = document.toJS({ maxAliasCount: maxAliases }) as Json;
    if (value === null || value === undefined) return [];
    const lines: Record<string, number> = {};
    addLines(lines, document.contents, '', lineOf);
    return [{ file, line, value: plain(value, 0), lines }];
  } catch (error) {
    gathering.refuse({ file, line }, null, whyUnreadable(error), 'Write the document out with fewer aliases and levels.');
    return [];
  }
}

function whyUnreadable(error: unknown): string {
  if (error instanceof ReferenceError) return 'its aliases multiply into more than can be read';
  if (error instanceof RangeError) return `is nested deeper than ${importLimits.depth} levels`;
  return `cannot be read: ${error instanceof Error ? error.message.split('\n')[0] : 'unknown'}`;
}

/** JSON alone: what YAML adds (dates, sets, numbers that are none) as texts. */
function plain(value: unknown, depth: number): Json {
  if (depth > importLimits.depth) throw new RangeError('too deep');
  if (Array.isArray(value)) return value.map((item) => plain(item, depth + 1));
  if (typeof value === 'object' && value !== null) {
    const entries = value instanceof Map ? [...value].map(([key, inner]) => [String(key), inner] as const) : Object.entries(value);
    return Object.fromEntries(entries.map(([key, inner]) => [key, plain(inner, depth + 1)]));
  }
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
  if (typeof value === 'string' || typeof value === 'boolean') return value;
  return value === null || value === undefined ? null : String(value);
}
