import {
  BaseResolver,
  type Config,
  createConfig,
  lintDocument as lintTree,
  type NormalizedProblem,
  ResolveError,
  Source,
} from '@redocly/openapi-core';
import { buildIndex } from '#lib/model/document/build-index.ts';
import { rewrite } from '#lib/model/document/rewrite.ts';
import { field, type Json, treeOf } from '#lib/model/document/tree.ts';
import type { DocumentIndex } from '#lib/model/document.ts';
import type { Finding, Severity } from '#lib/model/finding.ts';
import { decodeText } from './decode.ts';
import { type Remark, toFinding } from './fault.ts';
import { nearestLine, wantPointers } from './line.ts';
import { exampleRules, lintRules } from './lint-rules.ts';
import { operationFinder } from './operation-finder.ts';
import { parseText } from './parse.ts';
import { isApiDocument } from './recognise.ts';

export interface Lint {
  findings: Finding[];
  /** 0 to 100. */
  score: number;
}

/** What is referred to outside of the document stays there: nothing is read or fetched. */
class ClosedResolver extends BaseResolver {
  override loadExternalRef(ref: string): Promise<Source> {
    return Promise.reject(new ResolveError(new Error(`${ref} is not part of the document`)));
  }
}

const configs = new Map<string, Promise<Config>>();

function configWithout(left: readonly string[]): Promise<Config> {
  const key = left.join(' ');
  const known = configs.get(key);
  if (known) return known;
  const rules = Object.fromEntries(Object.keys(lintRules).map((name) => [name, left.includes(name) ? ('off' as const) : ('warn' as const)]));
  const config = createConfig({ rules });
  if (configs.size < 50) configs.set(key, config);
  return config;
}

const mostFindings = 500;
const mostOfOneRule = 100;
const weights: Partial<Record<Severity, number>> = { error: 3, warning: 1, info: 0.25 };
const order: Severity[] = ['breaking', 'error', 'warning', 'info'];

function toRemark({ ruleId, message, location, suggest }: NormalizedProblem): Remark[] {
  const rule = lintRules[ruleId];
  if (!rule) return [];
  const pointer = decodePointer(location[0]?.pointer ?? '');
  const hint = suggest.length > 0 ? ` Did you mean ${suggest.slice(0, 3).join(' or ')}?` : '';
  return [{ id: `style.${ruleId}`, severity: rule.severity, pointer, message: sentenceOf(message), help: `${rule.help}${hint}` }];
}

function decodePointer(pointer: string): string {
  return pointer.replace(/^#\/?/, '/').replace(/^\/$/, '');
}

function sentenceOf(message: string): string {
  const line = message.replaceAll('`', '').replaceAll(/\s+/g, ' ').trim().slice(0, 300);
  return /[.!?]$/.test(line) ? line : `${line}.`;
}

/**
 * 100 for a document without findings; `100 / (1 + p)` otherwise, where p is the weight of its findings (error 3, warning 1, info ¼) per operation and
 * schema, rounded down. So one warning on every operation and schema gives 50, whether there are ten of them or a thousand.
 */
export function scoreOf(remarks: Pick<Remark, 'severity'>[], { operations, schemas }: Pick<DocumentIndex, 'operations' | 'schemas'>): number {
  const subjects = Math.max(5, operations.length + schemas.length);
  const points = remarks.reduce((sum, { severity }) => sum + (weights[severity] ?? 0), 0);
  return Math.floor(100 / (1 + points / subjects));
}

function selectRemarks(remarks: Remark[]): Remark[] {
  const counts = new Map<string, number>();
  const sorted = remarks.toSorted((a, b) => order.indexOf(a.severity) - order.indexOf(b.severity));
  const kept = sorted.filter(({ id }) => {
    const count = (counts.get(id) ?? 0) + 1;
    counts.set(id, count);
    return count <= mostOfOneRule;
  });
  const shown = kept.slice(0, mostFindings);
  if (shown.length === remarks.length) return shown;
  const message = `There are ${remarks.length - shown.length} more findings of these rules.`;
  return [...shown, { id: 'style.more', severity: 'info', pointer: '', message, help: 'Mend the ones that are listed and lint again.' }];
}

function linesOf(remarks: Remark[], text: Uint8Array | undefined): (pointer: string) => number | null {
  if (text === undefined) return () => null;
  const lines = parseText(decodeText(text).text, isApiDocument).findLines(wantPointers(remarks.map(({ pointer }) => pointer)));
  return (pointer) => nearestLine(lines, pointer);
}

/** The document without what the schemas of its components refer to: the linter follows references by recursion, which long chains exhaust. */
function withoutChains(document: Json): Json {
  const components = field(document, 'components');
  const schemas = rewrite('map schema', field(components, 'schemas') ?? {}, (copy, _, ref) => (ref === null ? copy : {}));
  const definitions = rewrite('map schema', field(document, 'definitions') ?? {}, (copy, _, ref) => (ref === null ? copy : {}));
  return { ...treeOf(document), components: { ...treeOf(components), schemas }, ...(field(document, 'definitions') ? { definitions } : {}) };
}

/** The rule that a fault was thrown by: rules trust that a document has the right types. */
function ruleOf(error: Error): string | undefined {
  const [, name] = /[/\\]rules[/\\]\w+[/\\]([\w.-]+)\.js/.exec(error.stack ?? '') ?? [];
  return name !== undefined && Object.hasOwn(lintRules, name) ? name : undefined;
}

const mostBroken = 15;

/** Null when the linter cannot cope with the document at all. */
async function findProblems(document: Json, canonicalJson: string, left: readonly string[]): Promise<NormalizedProblem[] | null> {
  const source = new Source('/document.json', canonicalJson, 'application/json');
  const config = await configWithout(left);
  try {
    return await lintTree({ document: { source, parsed: document }, config, externalRefResolver: new ClosedResolver() });
  } catch (error) {
    if (error instanceof RangeError && !left.includes('no-unused-components'))
      return findProblems(withoutChains(document), canonicalJson, [...left, 'no-unused-components']);
    const broken = error instanceof Error ? ruleOf(error) : undefined;
    return broken === undefined || left.length >= mostBroken ? null : findProblems(document, canonicalJson, [...left, broken]);
  }
}

const incomplete: Remark = {
  id: 'style.incomplete',
  severity: 'error',
  pointer: '',
  message: 'The style of this document could not be checked: its parts have not the types that they must have.',
  help: 'Mend the violations of the specification first.',
};

/** Style of a document that was read before: OpenAPI 2.0 to 3.2 and AsyncAPI. Call it in a thread: patterns of the document run. `text` gives the lines. */
export async function lintDocument(canonicalJson: string, { examples, text }: { examples: boolean; text?: Uint8Array | undefined }): Promise<Lint> {
  const document = JSON.parse(canonicalJson) as Json;
  const problems = await findProblems(document, canonicalJson, examples ? [] : exampleRules);
  const found = problems?.flatMap(toRemark) ?? [incomplete];
  const remarks = [...new Map(found.map((remark) => [`${remark.id} ${remark.pointer} ${remark.message}`, remark])).values()];
  const index = buildIndex(document);
  const shown = selectRemarks(remarks);
  const [operationOf, lineOf] = [operationFinder(index), linesOf(shown, text)];
  const findings = shown.map((remark) => toFinding('lint', remark, operationOf(remark.pointer), lineOf(remark.pointer)));
  return { findings, score: problems ? scoreOf(remarks, index) : 0 };
}
