import type { Contract, Parameter } from '../document/document.ts';
import { isObject, type Json, type JsonObject } from '../json.ts';
import type { Random } from '../random.ts';
import { alternativesOf, flatFor } from '../schema/flat.ts';
import { showValue } from '../schema/mismatch.ts';
import { sample } from '../schema/sample.ts';
import type { SchemaNode } from '../schema/shape.ts';
import { isValid } from '../schema/validate.ts';
import { bodySchemaOf } from './compose.ts';
import { type Draft, isFormType, isJsonType } from './draft.ts';
import { isTextValid } from './judge.ts';
import { spoilValue } from './spoil-value.ts';

/** A request that the document forbids, for one reason. */
export interface SpoiltDraft {
  draft: Draft;
  what: string;
  /** `body`, or `query limit`. */
  place: string;
  pointer: string;
  isSoft: boolean;
}

/** Headers that may be left out are mostly for whoever stands in between: many services look at none of them. */
const isOptionalHeader = (parameter: Parameter) => parameter.in === 'header' && !parameter.isRequired;

const mostKinds = 6;
const textual = ['string', 'number', 'boolean'];
const isScalar = (value: Json) => textual.includes(typeof value);

function isWrongList({ space }: Contract, schema: SchemaNode, value: Json[]): boolean {
  if (value.length === 0 || !value.every(isScalar)) return false;
  const { array } = flatFor(space, schema, value);
  const isTooLong = value.length > array.max || (array.isUnique && new Set(value.map(String)).size < value.length);
  return isTooLong || (array.items !== undefined && value.some((item) => !isTextValid(space, array.items as SchemaNode, String(item), 'request')));
}

/** `filter[from]=x`: every part has a text of its own. */
function isWrongObject(contract: Contract, schema: SchemaNode, value: JsonObject): boolean {
  const { properties, required, closed } = flatFor(contract.space, schema, value);
  if ([...required].some((name) => !Object.hasOwn(value, name))) return Object.keys(value).length > 0;
  return Object.entries(value).some(([name, own]) => {
    const node = properties.get(name);
    return node === undefined ? closed.length > 0 : isScalar(own) && isWrongText(contract, node, own);
  });
}

/** Whether a value, however a service reads its text, is not what the schema asks for. */
function isWrongText(contract: Contract, schema: SchemaNode, value: Json): boolean {
  if (isScalar(value)) return !isTextValid(contract.space, schema, String(value), 'request');
  if (Array.isArray(value)) return isWrongList(contract, schema, value);
  return isObject(value) && isWrongObject(contract, schema, value);
}

/** Whether a value can be told from others where it stands in a text: no empty step of a path, no line in a header. */
function isWritable({ in: place, style }: Parameter, value: Json): boolean {
  if (style === 'deepObject') return isObject(value) && Object.values(value).every(isScalar);
  if (!isScalar(value) && !Array.isArray(value)) return false;
  return place === 'query' || /^[\x21-\x7e]+$/.test(Array.isArray(value) ? value.join() : String(value));
}

/** Objects have no text of their own, unless their parts are named after them. */
const hasText = ({ space }: Contract, { schema, isJson, style }: Parameter, value: Json) =>
  isJson || style === 'deepObject' || (!isObject(value) && !space.shapeOf(schema).types?.includes('object'));

function* spoilParameter(contract: Contract, draft: Draft, parameter: Parameter, value: Json, random: Random): Generator<SpoiltDraft> {
  const place = `${parameter.in} ${parameter.name}`;
  const pointer = `${parameter.pointer}/schema`;
  if (!hasText(contract, parameter, value)) return;
  for (const spoilt of spoilValue(contract.space, parameter.schema, value, random, pointer)) {
    if (!isWritable(parameter, spoilt.value) || !isWrongText(contract, parameter.schema, spoilt.value)) continue;
    const values = new Map(draft.values).set(parameter, spoilt.value);
    yield {
      draft: { ...draft, values },
      what: `with \`${parameter.name}\` ${spoilt.what} (${showValue(spoilt.value)})`,
      place,
      pointer: spoilt.pointer,
      isSoft: spoilt.isSoft || isOptionalHeader(parameter),
    };
  }
}

function* spoilParameters(
  contract: Contract,
  draft: Draft,
  random: Random,
  sampleOf: (parameter: Parameter) => Json | undefined,
): Generator<SpoiltDraft> {
  for (const parameter of draft.operation.parameters) {
    if (parameter.isRequired && parameter.in !== 'path' && draft.values.has(parameter)) {
      const values = new Map(draft.values);
      values.delete(parameter);
      const what = `without the ${parameter.in} parameter \`${parameter.name}\``;
      yield { draft: { ...draft, values }, what, place: `${parameter.in} ${parameter.name}`, pointer: parameter.pointer, isSoft: false };
    }
    const value = draft.values.get(parameter) ?? sampleOf(parameter);
    if (value !== undefined) yield* spoilParameter(contract, draft, parameter, value, random);
  }
}

/** Fields of a form are texts: only what no reading of the text makes valid is wrong. */
function* spoilForm(contract: Contract, draft: Draft, random: Random): Generator<SpoiltDraft> {
  const found = bodySchemaOf(draft.operation);
  const { body } = draft;
  if (!body || !found || !isObject(body.value)) return;
  const { properties } = flatFor(contract.space, found.schema, body.value);
  const own = body.value;
  for (const { value, ...spoilt } of spoilValue(contract.space, found.schema, own, random, `${found.media.pointer}/schema`)) {
    if (!isObject(value)) continue;
    const changed = Object.keys(value).filter((name) => value[name] !== own[name]);
    const isWrong = ([name]: string[]) => isWrongText(contract, properties.get(name ?? '') ?? true, value[name ?? ''] ?? null);
    const isLess = Object.keys(value).length < Object.keys(own).length;
    if (isLess || (changed.length === 1 && isWrong(changed))) yield { ...spoilt, draft: { ...draft, body: { ...body, value } }, place: 'body' };
  }
}

/** A valid body of each kind that the schema takes, beginning with the one that is there. */
function bodiesLike({ space }: Contract, schema: SchemaNode, value: Json): Json[] {
  const kinds = alternativesOf(space, schema).slice(0, mostKinds);
  const others = kinds.filter((kind) => !isValid(space, kind, value, 'request'));
  const written = others.map((kind, index) => sample(space, kind, { seed: `kind ${index}`, size: 'most', direction: 'request' }));
  return [value, ...written.filter((one) => one !== undefined)];
}

function* spoilBody(contract: Contract, draft: Draft, random: Random): Generator<SpoiltDraft> {
  const { body, operation } = draft;
  const found = bodySchemaOf(operation);
  if (!body || !found) return;
  const { schema, media } = found;
  const common = { place: 'body', pointer: media.pointer, isSoft: false };
  if (operation.body?.isRequired) yield { ...common, draft: { ...draft, body: undefined }, what: 'without a body', pointer: operation.body.pointer };
  if (isFormType(body.type)) yield* spoilForm(contract, draft, random);
  if (!isJsonType(body.type)) return;
  yield { ...common, draft: { ...draft, body: { ...body, raw: '{"cut": ' } }, what: 'with a body that is no JSON' };
  for (const own of bodiesLike(contract, schema, body.value))
    for (const { value, what, pointer, isSoft } of spoilValue(contract.space, schema, own, random, `${media.pointer}/schema`))
      yield { draft: { ...draft, body: { ...body, value } }, what, place: 'body', pointer, isSoft };
}

/** Everything that the document forbids, one request for each, made from a request that it allows. */
export function* spoil(
  contract: Contract,
  draft: Draft,
  random: Random,
  sampleOf: (parameter: Parameter) => Json | undefined,
): Generator<SpoiltDraft> {
  yield* spoilParameters(contract, draft, random, sampleOf);
  yield* spoilBody(contract, draft, random);
}
