import { Validator } from '@seriousme/openapi-schema-validator';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { joinPointer } from '#lib/model/document/pointer.ts';
import { childrenOf, type Slot } from '#lib/model/document/shape.ts';
import { field, isTree, type Json, put, type Tree, textOf } from '#lib/model/document/tree.ts';
import type { Remark } from './fault.ts';
import { maxFindings } from './limits.ts';
import { explainErrors } from './schema-error.ts';

interface Piece {
  value: Json;
  base: string;
}

/** Above this a faulty piece is only asked for its first error: listing all could take more memory than there is. */
const mostBytes = 1_000_000;

const shelves2 = ['definitions', 'parameters', 'responses', 'securityDefinitions'];

const partsOf = (value: Json | undefined): [string, Json][] => (isTree(value) ? Object.entries(value) : []);

/** Each entry of each shelf of the components by itself; a shelf that is none as it is. */
function* shelvesOf(components: Json | undefined): Generator<Tree> {
  for (const [section, shelf] of partsOf(components)) {
    if (!isTree(shelf) || section.startsWith('x-')) yield put({}, section, shelf);
    else for (const [key, value] of Object.entries(shelf)) yield put({}, section, put({}, key, value));
  }
}

/** The document in parts that can be checked one by one, each at its own place in an otherwise empty document. */
function* piecesOf(document: Tree): Generator<Tree> {
  const { openapi, swagger } = document;
  const version: Tree = swagger === undefined ? { openapi: openapi ?? null } : { swagger };
  const head: Tree = { ...version, info: { title: '-', version: '-' }, paths: {} };
  const maps = ['paths', 'webhooks', ...(swagger === undefined ? [] : shelves2)];
  const hollow: Tree = { ...document };
  for (const name of [...maps, ...(swagger === undefined ? ['components'] : [])]) if (isTree(document[name])) hollow[name] = {};
  yield hollow;
  for (const name of maps) for (const [key, value] of partsOf(document[name])) yield { ...head, [name]: put({}, key, value) };
  if (swagger === undefined) for (const components of shelvesOf(document.components)) yield { ...head, components };
}

interface Checker {
  quick: ValidateFunction;
  thorough: ValidateFunction;
}

const checkers = new Map<string, Checker>();

interface AjvValidator {
  getAjvValidator(version: string): ValidateFunction;
}

function checkerOf(version: string): Checker {
  const known = checkers.get(version);
  if (known) return known;
  const make = (allErrors: boolean) => (new Validator({ allErrors, verbose: true }) as unknown as AjvValidator).getAjvValidator(version);
  const checker = { quick: make(false), thorough: make(true) };
  checkers.set(version, checker);
  return checker;
}

function schemaChecker(): Checker {
  const known = checkers.get('schema');
  if (known) return known;
  const make = (allErrors: boolean) => {
    const ajv = new Ajv2020({ strict: false, allErrors, verbose: true });
    addFormats.default(ajv);
    return ajv.getSchema('https://json-schema.org/draft/2020-12/schema') as ValidateFunction;
  };
  const checker = { quick: make(false), thorough: make(true) };
  checkers.set('schema', checker);
  return checker;
}

function explain({ quick, thorough }: Checker, { value, base }: Piece): Remark[] {
  if (quick(value)) return [];
  if (JSON.stringify(value).length < mostBytes) thorough(value);
  else return explainErrors(quick.errors ?? [], base);
  return explainErrors(thorough.errors ?? [], base);
}

/** The outermost schemas of a document. */
function* schemasOf(document: Tree): Generator<Piece> {
  const stack: { slot: Slot; value: Json; pointer: string }[] = [{ slot: 'openapi', value: document, pointer: '' }];
  for (let next = stack.pop(); next !== undefined; next = stack.pop())
    for (const { slot, value, step } of childrenOf(next.slot, next.value)) {
      const pointer = joinPointer(next.pointer, step);
      if (slot === 'schema' && isTree(value)) yield { value, base: pointer };
      else stack.push({ slot, value, pointer });
    }
}

const ownDialect = /^(?:https:\/\/spec\.openapis\.org\/oas\/3\.|https:\/\/json-schema\.org\/draft\/2020-12\/)/;

function versionOf(document: Tree): string {
  const version = textOf(document.openapi ?? document.swagger) ?? '';
  const short = /^(\d+\.\d+)/.exec(version)?.[1] ?? (version === '2' ? '2.0' : '3.0');
  return Validator.supportedVersions.has(short) ? short : '3.2';
}

/** Where a document differs from what its specification allows, at most `maxFindings` and a few. OpenAPI 2.0 to 3.2. */
export function checkShape(document: Tree): Remark[] {
  const version = versionOf(document);
  const named = document.swagger === undefined ? { ...document, openapi: textOf(document.openapi) ?? '' } : { ...document, swagger: '2.0' };
  const checker = checkerOf(version);
  const remarks: Remark[] = [];
  if (!checker.quick(named))
    for (const value of piecesOf(named)) {
      remarks.push(...explain(checker, { value, base: '' }));
      if (remarks.length > maxFindings) return remarks;
    }
  const dialect = textOf(field(document, 'jsonSchemaDialect'));
  if (version < '3.1' || (dialect !== null && !ownDialect.test(dialect))) return remarks;
  const schemas = schemaChecker();
  for (const piece of schemasOf(document)) {
    remarks.push(...explain(schemas, piece));
    if (remarks.length > maxFindings) return remarks;
  }
  return remarks;
}
