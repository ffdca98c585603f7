import type { Contract, Media, Operation, Parameter } from '../document/document.ts';
import { isObject, type Json, setMember } from '../json.ts';
import { sample, validExample } from '../schema/sample.ts';
import type { SchemaNode } from '../schema/shape.ts';
import { isValid } from '../schema/validate.ts';
import type { Size } from '../schema/writing.ts';
import { type Draft, type DraftBody, isJsonType } from './draft.ts';
import { type Knowledge, plainName, type Resource, templateOf } from './knowledge.ts';

export interface Wish {
  contract: Contract;
  knowledge: Knowledge;
  operation: Operation;
  /** The same seed and the same knowledge give the same request. */
  seed: string;
  size: Size | 'example';
  /** Whether the path may lead through what this run has not made. */
  mayBeForeign: boolean;
  /** The thing that the path is to lead to. */
  resource?: Resource | undefined;
}

/** Media types that can be written, the best first. */
function chooseMedia(media: Media[]): Media | undefined {
  const known = ['application/x-www-form-urlencoded', 'multipart/form-data', 'text/plain', 'application/octet-stream', '*/*'];
  return media.find(({ type }) => isJsonType(type)) ?? media.find(({ type }) => known.includes(type) || type.startsWith('text/'));
}

const isTextual = (value: Json) => ['string', 'number', 'boolean'].includes(typeof value);

/** Paths and headers take no empty text, and headers only what is printable. */
function isSendable({ in: place }: Parameter, value: Json): boolean {
  if (place === 'query' || !isTextual(value)) return true;
  const text = String(value);
  if (place === 'path') return text !== '' && text !== '.' && text !== '..' && !text.includes('\0');
  return /^[\x21-\x7e]([\x20-\x7e]*[\x21-\x7e])?$/.test(text);
}

/** Far from what anybody has: a made-up id of a request that changes things must not meet somebody's. */
const farIds = [900_000_719, 2_000_000_011, 999_983, 9973];

function sampleParameter(wish: Wish, parameter: Parameter): Json | undefined {
  const { contract, operation, seed, size } = wish;
  const { space } = contract;
  const { schema, example } = parameter;
  if (parameter.in === 'path' && !['GET', 'HEAD'].includes(operation.method)) {
    const far = farIds.find((id) => space.shapeOf(schema).types?.includes('integer') && isValid(space, schema, id, 'request'));
    return far ?? sample(space, schema, { seed: `${seed}/${parameter.name}`, size: 'most' });
  }
  if (size === 'example' && example !== undefined && isValid(space, schema, example, 'request')) return example;
  if (size === 'example') {
    const declared = validExample(space, schema, 'request');
    if (declared !== undefined) return declared;
  }
  for (let index = 0; index < 4; index++) {
    const value = sample(space, schema, {
      seed: `${seed}/${parameter.name}/${index}`,
      size: size === 'example' || parameter.in === 'path' ? 'least' : size,
    });
    if (value !== undefined && isSendable(parameter, value)) return value;
  }
  return undefined;
}

const typed = (text: string): Json[] => (/^-?\d{1,15}$/.test(text) ? [text, Number(text)] : [text]);

/** What was learned for a schema: as text or as number, whichever it takes. */
function fitting({ contract: { space } }: Wish, schema: SchemaNode, texts: string[]): Json | undefined {
  return texts.flatMap(typed).find((value) => isValid(space, schema, value, 'request'));
}

function pathValues(wish: Wish): Map<string, string> {
  const { knowledge, operation, mayBeForeign, resource } = wish;
  const names = [...operation.path.matchAll(/\{([^}]+)\}/g)].map((match) => match[1] as string);
  const [nearest] = resource ? [resource] : knowledge.alongPath(operation, mayBeForeign);
  return new Map((nearest?.values ?? []).map((value, index) => [names[index] ?? '', value]));
}

function wants({ size, seed }: Wish, parameter: Parameter, index: number): boolean {
  if (parameter.isRequired || size === 'most') return true;
  if (size === 'example') return parameter.example !== undefined && parameter.in === 'query';
  return size === 'some' && (seed.length + seed.charCodeAt(seed.length - 1) + index) % 2 === 0;
}

function composeParameters(wish: Wish): Map<Parameter, Json> | null {
  const known = pathValues(wish);
  const values = new Map<Parameter, Json>();
  for (const [index, parameter] of wish.operation.parameters.entries()) {
    if (!wants(wish, parameter, index)) continue;
    const learned = parameter.in === 'path' ? known.get(parameter.name) : undefined;
    const named =
      parameter.in === 'query' && wish.size === 'some' ? fitting(wish, parameter.schema, wish.knowledge.valuesNamed(parameter.name)) : undefined;
    const value = learned ?? named ?? sampleParameter(wish, parameter);
    if (value !== undefined) values.set(parameter, value);
    else if (parameter.isRequired) return null;
  }
  return values;
}

/** Puts what was learned where the body names it: `userId` of a user that exists. */
function withLearned(wish: Wish, value: Json, schema: SchemaNode, depth = 0): Json {
  const { space } = wish.contract;
  if (Array.isArray(value) && depth < 3) {
    const { items } = space.shapeOf(resolve(wish, schema)).array;
    return items === undefined ? value : value.map((item) => withLearned(wish, item, items, depth + 1));
  }
  if (!isObject(value) || depth >= 3) return value;
  const { properties } = space.shapeOf(resolve(wish, schema)).object;
  const copy = { ...value };
  for (const [name, inner] of properties) {
    const own = copy[name];
    if (own === undefined) continue;
    const learned = plainName(name) === 'id' ? undefined : fitting(wish, inner, wish.knowledge.valuesNamed(name));
    setMember(copy, name, learned ?? withLearned(wish, own, inner, depth + 1));
  }
  return copy;
}

function resolve({ contract: { space } }: Wish, schema: SchemaNode): SchemaNode {
  const { ref } = space.shapeOf(schema);
  return (ref === undefined ? undefined : space.follow(ref)) ?? schema;
}

function bodyExample({ contract: { space } }: Wish, { examples, schema }: Media): Json | undefined {
  const own = examples.find((value) => schema === undefined || isValid(space, schema, value, 'request'));
  return own ?? (schema === undefined ? undefined : validExample(space, schema, 'request'));
}

/** `null`: none can be written. */
function composeBody(wish: Wish): DraftBody | undefined | null {
  const { operation, size, seed, contract } = wish;
  const media = operation.body && chooseMedia(operation.body.media);
  if (operation.body?.isRequired && !media) return null;
  if (!media || (size === 'least' && !operation.body?.isRequired)) return undefined;
  const { schema = {} } = media;
  const example = size === 'example' ? bodyExample(wish, media) : undefined;
  if (example !== undefined) return { type: media.type, value: example };
  if (size === 'example') return null;
  const value = sample(contract.space, schema, { seed: `${seed}/body`, size });
  if (value === undefined) return operation.body?.isRequired ? null : undefined;
  const learned = size === 'least' ? value : withLearned(wish, value, schema);
  return { type: media.type, value: isValid(contract.space, schema, learned, 'request') ? learned : value };
}

/** A request that the document allows, or null where none can be written. */
export function compose(wish: Wish): Draft | null {
  const values = composeParameters(wish);
  const body = values && composeBody(wish);
  return values && body !== null ? { operation: wish.operation, values, body } : null;
}

/** The thing that the whole path of a request leads to: `/users/7` of `/users/{userId}`. */
export function resourceOf({ operation, values }: Draft, knowledge: Knowledge): Resource | undefined {
  const wanted = [...operation.path.matchAll(/\{([^}]+)\}/g)].map(([, name]) =>
    String([...values].find(([one]) => one.in === 'path' && one.name === name)?.[1]),
  );
  return knowledge.at(templateOf(operation.path), true).find(({ values: own }) => own.join('\n') === wanted.join('\n'));
}

/** The body schema that a request is written for. */
export const bodySchemaOf = ({ body }: Operation): { schema: SchemaNode; media: Media } | undefined => {
  const media = body && chooseMedia(body.media);
  return media?.schema === undefined ? undefined : { schema: media.schema, media };
};
