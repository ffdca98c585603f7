import { validateHeaderValue } from 'node:http';
import { expect, test } from 'vitest';
import { readContract } from '../document/contract.ts';
import type { Json, JsonObject } from '../json.ts';
import { compose } from './compose.ts';
import { noProof, writeDraft } from './draft.ts';
import { createKnowledge } from './knowledge.ts';

const operationWith = (operation: JsonObject, path = '/x') =>
  readContract({ openapi: '3.1.0', info: {}, paths: { [path]: { post: operation } } }).operations[0] as NonNullable<
    ReturnType<typeof readContract>['operations'][0]
  >;

/** How one parameter is written. */
function write(parameter: JsonObject, value: Json, path = '/x') {
  const operation = operationWith({ parameters: [{ name: 'p', schema: {}, ...parameter }] }, path);
  const [declared] = operation.parameters;
  const values = new Map(declared ? [[declared, value]] : []);
  const { url, headers } = writeDraft({ operation, values, body: undefined }, 'http://s', noProof);
  return { url: url.slice('http://s'.length), headers };
}

test.each<[string, JsonObject, Json, string]>([
  ['form, exploded', { in: 'query' }, ['a', 'b c'], '/x?p=a&p=b%20c'],
  ['form', { in: 'query', explode: false }, ['a', 'b'], '/x?p=a%2Cb'],
  ['pipes', { in: 'query', style: 'pipeDelimited', explode: false }, ['a', 'b'], '/x?p=a%7Cb'],
  ['an object, exploded', { in: 'query' }, { a: 1, b: 'x' }, '/x?a=1&b=x'],
  ['deepObject', { in: 'query', style: 'deepObject' }, { a: 1 }, '/x?p%5Ba%5D=1'],
  ['content', { in: 'query', content: { 'application/json': {} } }, { a: 1 }, '/x?p=%7B%22a%22%3A1%7D'],
  ['null', { in: 'query' }, null, '/x?p=null'],
])('writes query parameters by their style: %s', (_, parameter, value, url) => {
  expect(write(parameter, value).url).toBe(url);
});

test.each<[string, JsonObject, Json, string]>([
  ['simple', {}, 'a/b ?', '/x/a%2Fb%20%3F'],
  ['a list', {}, [1, 2], '/x/1,2'],
  ['dots, which would lead elsewhere', {}, '..', '/x/%2E%2E'],
  ['label', { style: 'label' }, 'a', '/x/.a'],
  ['matrix', { style: 'matrix' }, 'a', '/x/;p=a'],
])('writes path parameters so that they stay in their step: %s', (_, parameter, value, url) => {
  expect(write({ in: 'path', ...parameter }, value, '/x/{p}').url).toBe(url);
});

test('writes headers and cookies, and shows credentials where their scheme says', () => {
  expect(write({ in: 'header' }, [1, 2]).headers.p).toBe('1,2');
  expect(write({ in: 'cookie' }, 'a;b').headers.cookie).toBe('p=a%3Bb');
  const proof = {
    headers: { authorization: 'Bearer t' },
    query: [['key', 'k&']] as [string, string][],
    cookies: [['sid', 's']] as [string, string][],
  };
  const { url, headers } = writeDraft({ operation: operationWith({}), values: new Map(), body: undefined }, 'http://s', proof);
  expect([url, headers.authorization, headers.cookie]).toEqual(['http://s/x?key=k%26', 'Bearer t', 'sid=s']);
});

test.each<[string, Json, string, string]>([
  ['application/json', { a: 1 }, 'application/json', '{"a":1}'],
  ['application/vnd.shop+json', { a: 1 }, 'application/vnd.shop+json', '{"a":1}'],
  ['application/x-www-form-urlencoded', { a: [1, 2], b: 'x y' }, 'application/x-www-form-urlencoded', 'a=1&a=2&b=x+y'],
  ['text/plain', 'hello', 'text/plain', 'hello'],
])('writes a body as its type asks: %s', (type, value, contentType, text) => {
  const { headers, body } = writeDraft({ operation: operationWith({}), values: new Map(), body: { type, value } }, 'http://s', noProof);
  expect([headers['content-type'], body?.toString()]).toEqual([contentType, text]);
});

test('writes forms of several parts', () => {
  const body = { type: 'multipart/form-data', value: { a: 'x', b: { c: 1 } } };
  const sent = writeDraft({ operation: operationWith({}), values: new Map(), body }, 'http://s', noProof);
  const boundary = /boundary=(.+)$/.exec(sent.headers['content-type'] ?? '')?.[1];
  const part = (name: string, type: string, text: string) =>
    `--${boundary}\r\nContent-Disposition: form-data; name="${name}"${type}\r\n\r\n${text}\r\n`;
  expect(sent.body?.toString()).toBe(`${part('a', '', 'x')}${part('b', '\r\nContent-Type: application/json', '{"c":1}')}--${boundary}--\r\n`);
});

test('a body of a type that cannot be written is not made up', () => {
  const contract = readContract({
    openapi: '3.0.3',
    info: {},
    paths: { '/x': { post: { requestBody: { required: true, content: { 'application/xml': { schema: { type: 'object' } } } } } } },
  });
  const [operation] = contract.operations;
  const wish = { contract, knowledge: createKnowledge(() => []), seed: '1', size: 'least', mayBeForeign: true } as const;
  expect(operation && compose({ ...wish, operation })).toBeNull();
});

test.each<[string, JsonObject, string, RegExp | null]>([
  [
    'an example that no header can carry gives way to a value that one can',
    { type: 'string', minLength: 1, example: '名前' },
    'example',
    /^[\x20-\x7e]+$/,
  ],
  ['so does one in a list', { type: 'array', minItems: 1, items: { type: 'string' }, example: ['a', 'имя'] }, 'example', /^[\x20-\x7e]*$/],
  ['Latin-1 is sent where the document asks for it', { type: 'string', enum: ['Größe'] }, 'some', /^Größe$/],
  ['another choice is taken where one cannot be sent', { type: 'string', enum: ['имя', 'name'] }, 'some', /^name$/],
  ['what no header can carry is not made up', { type: 'string', enum: ['имя'] }, 'some', null],
  ['nor a list of it', { type: 'array', minItems: 1, items: { type: 'string', enum: ['имя'] } }, 'some', null],
])('writes headers that can be sent: %s', async (_, schema, size, expected) => {
  const contract = readContract({
    openapi: '3.1.0',
    info: {},
    paths: { '/x': { get: { parameters: [{ name: 'X-Name', in: 'header', required: true, schema }], responses: { 200: { description: 'so' } } } } },
  });
  const [operation] = contract.operations;
  if (!operation) throw new Error('no operation');
  for (let seed = 0; seed < 20; seed++) {
    const wish = { contract, knowledge: createKnowledge(() => []), seed: String(seed), size: size as 'some', mayBeForeign: true };
    const draft = compose({ ...wish, operation });
    const text = draft && (writeDraft(draft, 'http://s', noProof).headers['x-name'] ?? '');
    if (expected === null) expect(draft).toBeNull();
    else expect(text).toMatch(expected);
    if (text !== null) expect(() => validateHeaderValue('x-name', text)).not.toThrow();
  }
});
