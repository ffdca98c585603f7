import type { Contract, Operation } from '../document/document.ts';
import type { Exchange } from '../http.ts';
import { isObject, type Json, type JsonObject, member, readPointer } from '../json.ts';
import type { Draft } from './draft.ts';
import { declaredFor, isTextValid, parseJson } from './judge.ts';
import { type Knowledge, parameterNames, type Resource, templateOf } from './knowledge.ts';
import { isNamedAfter, isSameNoun, nounsOf, plainName } from './noun.ts';

/** What a call can teach. */
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
function idNames(parameter: string, noun: string, item: JsonObject): string[] {
  const wanted = plainName(parameter);
  const keys = Object.keys(item);
  const same = keys.filter((key) => plainName(key) === wanted);
  const named = keys.filter((key) => isNamedAfter(key, noun));
  const short = keys.filter((key) => wanted.endsWith(plainName(key)) && ['id', 'uuid', 'key', 'slug', 'name', 'code'].includes(plainName(key)));
  // `/walls/{wall}` takes what a wall is known by.
  const known = isSameNoun(parameter, noun) ? ['slug', 'code', 'name'] : [];
  return [...same, 'id', 'uuid', '_id', 'key', ...named, ...short, ...known];
}

/** What the thing calls itself, as far as the parameter would take it. */
function idIn(contract: Contract, template: string, item: Json): string | undefined {
  const operation = contract.operations.find(({ path }) => templateOf(path) === template);
  const name = operation && parameterNames(operation.path).at(-1);
  const parameter = operation?.parameters.find((one) => one.in === 'path' && one.name === name);
  if (!parameter) return undefined;
  const noun = nounsOf(template).at(-1) ?? '';
  const values = isObject(item) ? idNames(parameter.name, noun, item).map((key) => asId(member(item, key))) : [asId(item)];
  return values.find((value) => value !== undefined && isTextValid(contract.space, parameter.schema, value, 'request'));
}

/** The same, also where an envelope is around the thing. */
function idWithin(contract: Contract, template: string, item: Json): string | undefined {
  const own = idIn(contract, template, item);
  if (own !== undefined || !isObject(item)) return own;
  const inner = Object.values(item).filter(isObject);
  return inner.map((one) => idIn(contract, template, one)).find((id) => id !== undefined);
}

const withoutSlash = (path: string) => templateOf(path).replace(/\/$/, '');
/** `/pets/{}` for `/pets/search`: what is answered there need not have been made. */
const besideOf = (path: string) => `${withoutSlash(path).replace(/\/[^/{}]+$/, '')}/{}`;

/** The templates of the single things that stand in a collection: `/orders/{}` for `/orders` and for `/users/{}/orders`. */
function itemTemplates({ operations }: Contract, path: string): string[] {
  const own = withoutSlash(path);
  const direct = `${own}/{}`;
  const beside = besideOf(path);
  const noun = own.slice(own.lastIndexOf('/') + 1);
  const all = [...new Set(operations.map((one) => templateOf(one.path)))];
  const elsewhere = all.filter((one) => one.endsWith('/{}') && one.split('{}').length === 2 && isSameNoun(nounsOf(one)[0] ?? '', noun));
  return [...new Set([direct, beside, ...(noun.includes('{') ? [] : elsewhere)])].filter((template) => all.includes(template));
}

/** From `Location: /users/7`, by the templates of the document. */
function fromLocation({ contract, knowledge, draft, exchange }: Lesson): Resource | undefined {
  const location = exchange.headers.location ?? exchange.headers['content-location'];
  if (!location || !URL.canParse(location, exchange.sent.url)) return undefined;
  const { pathname } = new URL(location, exchange.sent.url);
  for (const { path } of contract.operations.toSorted((a, b) => b.path.length - a.path.length)) {
    const names = parameterNames(path);
    const pattern = new RegExp(`${path.replace(/[.*+?^$()|[\]\\]/g, '\\$&').replace(/\{[^}]+\}/g, '([^/]+)')}/?$`);
    const found = names.length > 0 && path.endsWith('}') ? pattern.exec(pathname) : null;
    const template = templateOf(path);
    const isOwn = exchange.status === 201 || exchange.status === 202 || template === `${withoutSlash(draft.operation.path)}/{}`;
    if (found) return knowledge.add({ template, values: found.slice(1).map(decodeURIComponent), isOwn, ...(isOwn && { madeBy: draft.operation }) });
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
    const isOwn = draft.operation.method === 'POST' && exchange.status === 201;
    return [knowledge.add({ template, values, isOwn, ...(isOwn && { madeBy: draft.operation }) })];
  });
}

function learnItem({ contract, knowledge, draft }: Lesson, template: string, item: Json, isOwn: boolean): Resource | undefined {
  const id = idWithin(contract, template, item);
  const outer = valuesOf(draft, draft.operation.path);
  const wanted = template.split('{}').length - 1;
  if (id === undefined || (outer.length + 1 !== wanted && wanted !== 1)) return undefined;
  const values = wanted === 1 ? [id] : [...outer, id];
  return knowledge.add({ template, values, isOwn, ...(isOwn && { madeBy: draft.operation }) });
}

const deepest = 3;

/** The list itself, or the first list of things in the answer. */
export function thingsIn(value: Json, depth = 0): Json[] {
  if (Array.isArray(value)) return value;
  if (!isObject(value) || depth > deepest) return [];
  const inner = Object.values(value);
  const lists = inner.filter(Array.isArray);
  return (
    lists.find((list) => list.some(isObject)) ??
    inner.map((one) => (isObject(one) ? thingsIn(one, depth + 1) : [])).find((list) => list.length > 0) ??
    []
  );
}

/** Takes a thing that a call has made from where it was found later. */
export function learnFrom({ contract, knowledge }: Pick<Lesson, 'contract' | 'knowledge'>, draft: Draft, template: string, thing: Json): void {
  const id = idWithin(contract, template, thing);
  const values = [...valuesOf(draft, draft.operation.path), id ?? ''];
  if (id !== undefined) knowledge.add({ template, values, isOwn: true, madeBy: draft.operation });
}

/** What the things of a list are called, as the path to one would take it. */
export function idsListed(contract: Contract, template: string, exchange: Exchange): string[] {
  return thingsIn(parseJson(exchange)?.value ?? null).flatMap((thing) => idWithin(contract, template, thing) ?? []);
}

const mostListed = 20;

/** Things whose path begins elsewhere, such as `POST /checkout` and `/orders/{orderId}`: known by the name of the parameter alone. */
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

function learnList(lesson: Lesson, value: Json): void {
  for (const template of itemTemplates(lesson.contract, lesson.draft.operation.path).slice(0, 2))
    for (const item of thingsIn(value).filter(isObject).slice(0, mostListed)) learnItem(lesson, template, item, false);
}

/** What was put where nothing can have been: at an id that the run made up. */
function learnPut({ contract, knowledge, draft, exchange }: Lesson): Resource[] {
  const { path, parameters } = draft.operation;
  const last = parameters.find(({ in: place, name }) => place === 'path' && name === parameterNames(path).at(-1));
  const isListed = last !== undefined && contract.space.shapeOf(last.schema).values !== null;
  const template = templateOf(path);
  const values = valuesOf(draft, path);
  const isKnown = knowledge.at(template, true).some((one) => one.values.join('\n') === values.join('\n'));
  if (isKnown || (isListed && exchange.status !== 201)) return [];
  return [knowledge.add({ template, values, isOwn: true })];
}

function learnMade(lesson: Lesson, value: Json): Resource[] {
  const { contract, draft, exchange } = lesson;
  const { path } = draft.operation;
  const linked = fromLinks(lesson);
  const located = fromLocation(lesson);
  // `POST /users` makes one of `/users/{}`; `POST /users/search` does so only if it says 201.
  const own = `${withoutSlash(path)}/{}`;
  const templates = itemTemplates(contract, path);
  const named = templates.map((template) => learnItem(lesson, template, value, template !== besideOf(path) || exchange.status === 201));
  const made = [...linked, located, ...named].filter((resource) => resource !== undefined);
  if (made.length > 0) return [...new Set(made)];
  // Who answers with nothing goes by the id that was sent.
  const chosen = templates.includes(own) && draft.body ? learnItem(lesson, own, draft.body.value, true) : undefined;
  if (chosen) return [chosen];
  return isObject(value) ? learnByName(lesson, value) : [];
}

/** The version of the thing that was asked for; one that has been changed has another now. */
function learnTag({ knowledge, draft, exchange }: Lesson, made: Resource[]): void {
  const { path, method } = draft.operation;
  const values = valuesOf(draft, path).join('\n');
  const asked = path.endsWith('}') ? knowledge.at(templateOf(path), true).filter((one) => one.values.join('\n') === values) : [];
  const isSafe = ['GET', 'HEAD', 'OPTIONS'].includes(method);
  for (const one of [...asked, ...made]) if (exchange.headers.etag !== undefined || !isSafe) one.etag = exchange.headers.etag;
}

/** Takes what an answer of success tells about what the service holds. Returns the things that this call has made. */
export function learn(lesson: Lesson): Resource[] {
  const { draft, exchange } = lesson;
  const { method, path } = draft.operation;
  if (exchange.status === null || exchange.status < 200 || exchange.status > 299) return [];
  const value = parseJson(exchange)?.value ?? null;
  if (method === 'GET' || method === 'QUERY') learnList(lesson, value);
  const put = method === 'PUT' && path.endsWith('}') ? learnPut(lesson) : [];
  const made = method === 'POST' ? learnMade(lesson, value) : put;
  learnTag(lesson, made);
  return made;
}
