import type { Contract, Media, Operation, Parameter } from '../document/document.ts';
import { isObject, type Json, setMember } from '../json.ts';
import { flatFor } from '../schema/flat.ts';
import { sample, validExample } from '../schema/sample.ts';
import type { SchemaNode } from '../schema/shape.ts';
import { isValid } from '../schema/validate.ts';
import type { Size } from '../schema/writing.ts';
import { type Draft, type DraftBody, isJsonType, simpleText } from './draft.ts';
import { type Knowledge, parameterNames, type Resource, templateOf } from './knowledge.ts';
import { plainName } from './noun.ts';

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
  /** Things that the path should not lead to, as long as there are others. */
  avoided?: Set<Resource> | undefined;
}

/** Media types that can be written, the best first. */
function chooseMedia(media: Media[]): Media | undefined {
  const known = ['application/x-www-form-urlencoded', 'multipart/form-data', 'text/plain', 'application/octet-stream', '*/*'];
  const isKnown = ({ type }: Media) => known.includes(type) || /^(text|image|audio|video)\//.test(type) || /\/(pdf|zip|gzip)$/.test(type);
  return media.find(({ type }) => isJsonType(type)) ?? media.find(isKnown);
}

/** Headers carry Latin-1 alone; what is made up for them is printable ASCII where the schema lets it. */
const carried = { plain: /^[\x21-\x7e]([\x20-\x7e]*[\x21-\x7e])?$/, latin: /^[\x21-\x7e\x80-\xff]([\t\x20-\x7e\x80-\xff]*[\x21-\x7e\x80-\xff])?$/ };

const isScalar = (value: Json) => ['string', 'number', 'boolean'].includes(typeof value);

/** Whether a request can carry it: paths and headers take no empty text, and headers not every character. */
export function isSendable(parameter: Parameter, value: Json, characters: keyof typeof carried = 'plain'): boolean {
  if (parameter.in === 'header') return carried[characters].test(simpleText(parameter, value));
  if (parameter.in === 'query' || !isScalar(value)) return true;
  const text = String(value);
  if (parameter.in === 'cookie') return carried.plain.test(text);
  return text !== '' && text !== '.' && text !== '..' && !text.includes('\0');
}

/** Far from what anybody has: a made-up id of a request that changes things must not meet somebody's. */
const farIds = [900_000_719, 2_000_000_011, 999_983, 9973];

/** A valid value that the document itself gives and that can be sent. */
function exampleOf({ contract: { space } }: Wish, parameter: Parameter): Json | undefined {
  const { schema, example } = parameter;
  const given = example !== undefined && isValid(space, schema, example, 'request') ? example : validExample(space, schema, 'request');
  return given !== undefined && isSendable(parameter, given, 'latin') ? given : undefined;
}

const mostSamples = { path: 4, query: 4, cookie: 16, header: 16 };

function sampleText({ contract: { space }, seed, size }: Wish, parameter: Parameter): Json | undefined {
  let second: Json | undefined;
  for (let index = 0; index < mostSamples[parameter.in]; index++) {
    const value = sample(space, parameter.schema, {
      seed: `${seed}/${parameter.name}/${index}`,
      size: size === 'example' || parameter.in === 'path' ? 'least' : size,
      direction: 'request',
    });
    if (value === undefined) continue;
    if (isSendable(parameter, value)) return value;
    if (second === undefined && isSendable(parameter, value, 'latin')) second = value;
  }
  return second;
}

function sampleParameter(wish: Wish, parameter: Parameter): Json | undefined {
  const { contract, operation, seed, size } = wish;
  const { space } = contract;
  const { schema } = parameter;
  if (parameter.in === 'path' && !['GET', 'HEAD'].includes(operation.method)) {
    const far = farIds.find((id) => space.shapeOf(schema).types?.includes('integer') && isValid(space, schema, id, 'request'));
    return far ?? sample(space, schema, { seed: `${seed}/${parameter.name}`, size: 'most', direction: 'request' });
  }
  return (size === 'example' ? exampleOf(wish, parameter) : undefined) ?? sampleText(wish, parameter);
}

const typed = (text: string): Json[] => (/^-?\d{1,15}$/.test(text) ? [text, Number(text)] : [text]);

/** What was learned for a schema: as text or as number, whichever it takes. */
function fitting({ contract: { space } }: Wish, schema: SchemaNode, texts: string[]): Json | undefined {
  return texts.flatMap(typed).find((value) => isValid(space, schema, value, 'request'));
}

function nearestOf({ knowledge, operation, mayBeForeign, resource, avoided }: Wish): Resource | undefined {
  return resource ?? knowledge.alongPath(operation, mayBeForeign, avoided)[0];
}

function pathValues(wish: Wish): Map<string, string> {
  const names = parameterNames(wish.operation.path);
  return new Map((nearestOf(wish)?.values ?? []).map((value, index) => [names[index] ?? '', value]));
}

export const isVersionHeader = ({ in: place, name }: Parameter) => place === 'header' && name.toLowerCase() === 'if-match';

/** The version of the thing that is to be changed, where the service has said one. */
function versionFor(wish: Wish, parameter: Parameter): Json | undefined {
  const etag = isVersionHeader(parameter) ? nearestOf(wish)?.etag : undefined;
  return etag === undefined ? undefined : fitting(wish, parameter.schema, [etag]);
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
    const value = learned ?? named ?? versionFor(wish, parameter) ?? sampleParameter(wish, parameter);
    if (value !== undefined) values.set(parameter, value);
    else if (parameter.isRequired) return null;
  }
  return values;
}

/** What the thing is called that a body without a path changes: `PUT /pets` of `/pets/{petId}`. */
function ownId({ operation, knowledge, avoided }: Wish, name: string): string[] {
  if (!['PUT', 'PATCH'].includes(operation.method) || operation.path.endsWith('}') || !/(^|[^a-z])id$|Id$/.test(name)) return [];
  const own = knowledge.at(`${templateOf(operation.path)}/{}`, false);
  return (own.find((one) => !avoided?.has(one)) ?? own[0])?.values.slice(-1) ?? [];
}

/** Words that say nothing about whose name or key it is. */
const anybodys = ['id', 'name', 'key', 'code', 'slug', 'title', 'number', 'value', 'type'];

function learnedFor(wish: Wish, name: string, schema: SchemaNode, depth: number): Json | undefined {
  const own = depth === 0 ? fitting(wish, schema, ownId(wish, name)) : undefined;
  if (own !== undefined || anybodys.includes(plainName(name))) return own;
  const values = wish.knowledge.valuesNamed(name);
  const one = fitting(wish, schema, values);
  if (one !== undefined) return one;
  const list: Json[] = values.slice(0, 1);
  return list.length > 0 && isValid(wish.contract.space, schema, list, 'request') ? list : undefined;
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
    setMember(copy, name, learnedFor(wish, name, inner, depth) ?? withLearned(wish, own, inner, depth + 1));
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

/** Properties whose bytes are sent as files where the type of the body has parts. */
function filesIn({ contract: { space } }: Wish, { type, schema }: Media): string[] {
  if (type !== 'multipart/form-data' || schema === undefined) return [];
  const { properties } = flatFor(space, schema, {});
  const isFile = (node: SchemaNode): boolean => {
    const { text, array } = flatFor(space, node, '');
    const media = isObject(node) && (typeof node.contentMediaType === 'string' || node.type === 'file');
    return text.format === 'binary' || media || (array.items !== undefined && isFile(array.items));
  };
  return [...properties].filter(([, node]) => isFile(node)).map(([name]) => name);
}

/** `null`: none can be written. */
function composeBody(wish: Wish): DraftBody | undefined | null {
  const { operation, size, seed, contract } = wish;
  const media = operation.body && chooseMedia(operation.body.media);
  if (operation.body?.isRequired && !media) return null;
  if (!media || (size === 'least' && !operation.body?.isRequired)) return undefined;
  const { schema = {} } = media;
  const files = filesIn(wish, media);
  const example = size === 'example' ? bodyExample(wish, media) : undefined;
  if (example !== undefined) return { type: media.type, value: example, files };
  if (size === 'example') return null;
  const value = sample(contract.space, schema, { seed: `${seed}/body`, size, direction: 'request' });
  if (value === undefined) return operation.body?.isRequired ? null : undefined;
  const learned = size === 'least' ? value : withLearned(wish, value, schema);
  return { type: media.type, value: isValid(contract.space, schema, learned, 'request') ? learned : value, files };
}

/** A request that the document allows, or null where none can be written. */
export function compose(wish: Wish): Draft | null {
  const values = composeParameters(wish);
  const body = values && composeBody(wish);
  return values && body !== null ? { operation: wish.operation, values, body } : null;
}

/** The thing that the whole path of a request leads to: `/users/7` of `/users/{userId}`. */
export function resourceOf({ operation, values }: Draft, knowledge: Knowledge): Resource | undefined {
  return resourceAt(operation.path, values, knowledge);
}

/** Whatever a request changes: what its path leads to, or what its body names. */
export function changedBy(draft: Draft, knowledge: Knowledge): Resource[] {
  const { operation, body } = draft;
  const whole = resourceOf(draft, knowledge);
  const named = isObject(body?.value) ? Object.values(body.value).map(String) : [];
  const inBody = operation.path.endsWith('}') ? [] : knowledge.at(`${templateOf(operation.path)}/{}`, false);
  return [whole, ...inBody.filter(({ values }) => operation.method !== 'POST' && named.includes(values.at(-1) ?? ''))].filter(
    (one) => one !== undefined,
  );
}

function resourceAt(path: string, values: Draft['values'], knowledge: Knowledge): Resource | undefined {
  const wanted = parameterNames(path).map((name) => String([...values].find(([one]) => one.in === 'path' && one.name === name)?.[1]));
  return knowledge.at(templateOf(path), true).find(({ values: own }) => own.join('\n') === wanted.join('\n'));
}

/** The nearest thing that the path leads through: `/users/7` of `/users/{userId}/avatar`. */
export function nearestResource({ operation, values }: Draft, knowledge: Knowledge): Resource | undefined {
  return resourceAt(operation.path.replace(/[^}]*$/, ''), values, knowledge);
}

/** The body schema that a request is written for. */
export const bodySchemaOf = ({ body }: Operation): { schema: SchemaNode; media: Media } | undefined => {
  const media = body && chooseMedia(body.media);
  return media?.schema === undefined ? undefined : { schema: media.schema, media };
};
