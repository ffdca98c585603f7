import type { Contract, Operation } from '../document/document.ts';
import type { Exchange } from '../http.ts';
import { isObject, type Json, type JsonObject, member, readPointer } from '../json.ts';
import type { Draft } from './draft.ts';
import { declaredFor, isTextValid, parseJson } from './judge.ts';
import { type Knowledge, parameterNames, plainName, type Resource, templateOf } from './knowledge.ts';

interface Lesson {
  contract: Contract;
  knowledge: Knowledge;
  draft: Draft;
  exchange: Exchange;
}

const valuesOf = (draft: Draft, path: string) => {
  const byName = new Map([...draft.values].filter(([{ in: place }]) => place === 'path').map(([{ name }, value]) => [name, String(value)]));
  return parameterNames(path).map((name) => byName.get(name) ?? '');
};

const asId = (value: Json | undefined): string | undefined => {
  if (typeof value === 'number' && Number.isFinite(value)) return String(value);
  return typeof value === 'string' && value !== '' && value.length < 300 ? value : undefined;
};

/** Names under which a thing tells its id, the likeliest first. */
function idNames(parameter: string, item: JsonObject): string[] {
  const wanted = plainName(parameter);
  const same = Object.keys(item).filter((key) => plainName(key) === wanted);
  const short = Object.keys(item).filter(
    (key) => wanted.endsWith(plainName(key)) && ['id', 'uuid', 'key', 'slug', 'name', 'code'].includes(plainName(key)),
  );
  return [...same, 'id', 'uuid', '_id', 'key', ...short];
}

/** What the thing calls itself, as far as the parameter would take it. */
function idIn(contract: Contract, template: string, item: JsonObject): string | undefined {
  const operation = contract.operations.find(({ path }) => templateOf(path) === template);
  const name = operation && parameterNames(operation.path).at(-1);
  const parameter = operation?.parameters.find((one) => one.in === 'path' && one.name === name);
  if (!parameter) return undefined;
  const values = idNames(parameter.name, item).map((key) => asId(member(item, key)));
  return values.find((value) => value !== undefined && isTextValid(contract.space, parameter.schema, value, 'request'));
}

/** The templates of the single things that stand in a collection. */
function itemTemplates({ operations }: Contract, path: string): string[] {
  const direct = `${templateOf(path).replace(/\/$/, '')}/{}`;
  const beside = `${templateOf(path).replace(/\/[^/{}]+\/?$/, '')}/{}`;
  const all = [...new Set(operations.map((one) => templateOf(one.path)))];
  return [direct, beside].filter((template, index, list) => all.includes(template) && list.indexOf(template) === index);
}

/** From `Location: /users/7`, by the templates of the document. */
function fromLocation({ contract, knowledge, exchange }: Lesson): Resource | undefined {
  const { location } = exchange.headers;
  if (!location || !URL.canParse(location, exchange.sent.url)) return undefined;
  const { pathname } = new URL(location, exchange.sent.url);
  for (const { path } of contract.operations) {
    const names = parameterNames(path);
    const pattern = new RegExp(`${path.replace(/[.*+?^$()|[\]\\]/g, '\\$&').replace(/\{[^}]+\}/g, '([^/]+)')}/?$`);
    const found = names.length > 0 && path.endsWith('}') ? pattern.exec(pathname) : null;
    if (found) return knowledge.add({ template: templateOf(path), values: found.slice(1).map(decodeURIComponent), isOwn: true });
  }
  return undefined;
}

/** What a runtime expression of a link stands for. */
function evaluate(expression: Json, { draft, exchange }: Lesson): string | undefined {
  if (typeof expression !== 'string' || !expression.startsWith('$')) return asId(expression);
  const [source = '', pointer] = expression.split('#');
  if (source === '$response.body') return asId(readPointer(parseJson(exchange)?.value ?? null, pointer ?? ''));
  if (source === '$request.body') return asId(readPointer(draft.body?.value ?? null, pointer ?? ''));
  const header = /^\$response\.header\.(.+)$/i.exec(source)?.[1];
  if (header) return exchange.headers[header.toLowerCase()];
  const parameter = /^\$request\.(path|query|header)\.(.+)$/.exec(source);
  return parameter ? asId([...draft.values].find(([one]) => one.in === parameter[1] && one.name === parameter[2])?.[1]) : undefined;
}

function targetOf({ operations }: Contract, operationId: string | undefined, operationRef: string | undefined): Operation | undefined {
  const pointer = operationRef?.replace(/^[^#]*#/, '');
  return operations.find((one) => (operationId !== undefined && one.id === operationId) || (pointer !== undefined && one.pointer === pointer));
}

function fromLinks(lesson: Lesson): Resource[] {
  const { contract, knowledge, draft, exchange } = lesson;
  const links = declaredFor(draft.operation, exchange.status ?? 0)?.links ?? [];
  return links.flatMap(({ operationId, operationRef, parameters }) => {
    const target = targetOf(contract, operationId, operationRef);
    const given = new Map(parameters.map(([name, expression]) => [name, evaluate(expression, lesson)]));
    const values = parameterNames(target?.path ?? '').map((name) => given.get(name));
    if (!target || values.length === 0 || !values.every((value) => value !== undefined)) return [];
    const template = templateOf(target.path).replace(/[^}]*$/, '');
    return [knowledge.add({ template, values, isOwn: draft.operation.method === 'POST' && exchange.status === 201 })];
  });
}

function learnItem({ contract, knowledge, draft }: Lesson, template: string, item: Json, isOwn: boolean): Resource | undefined {
  const id = isObject(item) ? idIn(contract, template, item) : undefined;
  const outer = valuesOf(draft, draft.operation.path);
  const wanted = template.split('{}').length - 1;
  return id === undefined || outer.length + 1 !== wanted ? undefined : knowledge.add({ template, values: [...outer, id], isOwn });
}

/** The list itself, or the first list of objects in the answer. */
function itemsIn(value: Json): Json[] {
  if (Array.isArray(value)) return value;
  const lists = isObject(value) ? Object.values(value).filter(Array.isArray) : [];
  return lists.find((list) => list.some(isObject)) ?? [];
}

const mostListed = 20;

/** Things whose path begins elsewhere, such as `POST /pets` and `/pet/{petId}`: known by the name of the parameter alone. */
function learnByName({ contract, knowledge, draft }: Lesson, item: JsonObject): Resource[] {
  const templates = new Set(
    contract.operations.map(({ path }) => templateOf(path)).filter((path) => path.endsWith('{}') && path.split('{}').length === 2),
  );
  return [...templates].flatMap((template) => {
    const name = parameterNames(contract.operations.find(({ path }) => templateOf(path) === template)?.path ?? '')[0] ?? '';
    const key = Object.keys(item).find((one) => plainName(one) === plainName(name) && plainName(name) !== 'id');
    const id = key === undefined ? undefined : asId(item[key]);
    const isChild = templateOf(draft.operation.path).startsWith(template);
    return id === undefined || isChild ? [] : [knowledge.add({ template, values: [id], isOwn: false })];
  });
}

/** Takes what an answer of success tells about what the service holds. Returns the things that this call has made. */
export function learn(lesson: Lesson): Resource[] {
  const { contract, draft, exchange } = lesson;
  const { method, path } = draft.operation;
  if (exchange.status === null || exchange.status < 200 || exchange.status > 299) return [];
  const value = parseJson(exchange)?.value ?? null;
  if (method === 'GET') {
    const [template] = itemTemplates(contract, path);
    if (template !== undefined) for (const item of itemsIn(value).slice(0, mostListed)) learnItem(lesson, template, item, false);
    return [];
  }
  if (method === 'PUT' && path.endsWith('}') && exchange.status === 201)
    return [lesson.knowledge.add({ template: templateOf(path), values: valuesOf(draft, path), isOwn: true })];
  if (method !== 'POST') return [];
  const linked = fromLinks(lesson);
  const located = exchange.status === 201 ? fromLocation(lesson) : undefined;
  // `POST /users` makes one of `/users/{}`; `POST /users/search` does so only if it says 201.
  const own = `${templateOf(path).replace(/\/$/, '')}/{}`;
  const named = itemTemplates(contract, path).map((template) => learnItem(lesson, template, value, template === own || exchange.status === 201));
  const made = [...linked, located, ...named].filter((resource) => resource !== undefined);
  if (made.length === 0 && isObject(value)) learnByName(lesson, value);
  return [...new Set(made)];
}
