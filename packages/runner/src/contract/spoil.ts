import type { Contract, Parameter } from '../document/document.ts';
import type { Json } from '../json.ts';
import type { Random } from '../random.ts';
import { showValue } from '../schema/mismatch.ts';
import { bodySchemaOf } from './compose.ts';
import { type Draft, isJsonType } from './draft.ts';
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

const textual = ['string', 'number', 'boolean'];

/** Whether the parameter's text, however a service reads it, is not what the schema asks for. */
function isWrongText({ space }: Contract, { schema }: Parameter, value: Json): boolean {
  return textual.includes(typeof value) && !isTextValid(space, schema, String(value), 'request');
}

function* spoilParameter(contract: Contract, draft: Draft, parameter: Parameter, value: Json, random: Random): Generator<SpoiltDraft> {
  const place = `${parameter.in} ${parameter.name}`;
  const pointer = `${parameter.pointer}/schema`;
  for (const spoilt of spoilValue(contract.space, parameter.schema, value, random, pointer)) {
    const text = typeof spoilt.value === 'object' ? null : String(spoilt.value);
    const isEmptyStep = parameter.in !== 'query' && (text === '' || !/^[\x21-\x7e]+$/.test(text ?? ''));
    if (text === null || isEmptyStep || !isWrongText(contract, parameter, spoilt.value)) continue;
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

function* spoilBody(contract: Contract, draft: Draft, random: Random): Generator<SpoiltDraft> {
  const { body, operation } = draft;
  const found = bodySchemaOf(operation);
  if (!body || !found) return;
  const { schema, media } = found;
  const common = { place: 'body', pointer: media.pointer, isSoft: false };
  if (operation.body?.isRequired) yield { ...common, draft: { ...draft, body: undefined }, what: 'without a body', pointer: operation.body.pointer };
  if (!isJsonType(body.type)) return;
  yield { ...common, draft: { ...draft, body: { ...body, raw: '{"cut": ' } }, what: 'with a body that is no JSON' };
  for (const { value, what, pointer, isSoft } of spoilValue(contract.space, schema, body.value, random, `${media.pointer}/schema`))
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
