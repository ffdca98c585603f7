import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { readDocument } from '../document/read.ts';
import { isObject, type JsonObject } from '../json.ts';
import { type Answer, type Asked, bodyOf, documentWith, json, no, pathId, prove, refusals, route, text } from './plant.test.kit.ts';

const fine = { status: 200, body: { ok: true } };
const okay = json({ type: 'object', required: ['ok'], properties: { ok: { type: 'boolean' } } });
const reading = (parameters: JsonObject[], more: JsonObject = {}) =>
  documentWith({ '/x': { get: { parameters, responses: { 200: okay, ...refusals }, ...more } } });
const posting = (schema: JsonObject, type?: string) =>
  documentWith({ '/x': { post: { requestBody: bodyOf(schema, type), responses: { 200: okay, ...refusals } } } });
const answerGet = (answer: Answer) => route({ 'GET /x': answer });

const colours: JsonObject = { name: 'colour', in: 'query', explode: false, schema: { type: 'array', items: { enum: ['red', 'green', 'blue'] } } };
const range: JsonObject = {
  name: 'range',
  in: 'query',
  style: 'deepObject',
  schema: { type: 'object', additionalProperties: false, properties: { from: { type: 'integer', minimum: 0 } } },
};

test.each<[string, JsonObject]>([
  ['an item of a list', colours],
  ['a part of an object', range],
])('a query in which %s is not looked at is found', async (_, parameter) => {
  const { found } = await prove(
    reading([parameter]),
    answerGet(() => fine),
  );
  expect(found).toEqual(['request.invalid.accepted GET /x']);
});

const isColour = (given: string) => ['red', 'green', 'blue'].includes(given);
const listOf = ({ query }: Asked) => query.get('colour')?.split(',') ?? [];

test('a value that is listed once among many is sent: a failure at it is found, and none where there is none', async () => {
  const serve = (broken: string) =>
    answerGet((asked) => (listOf(asked).every(isColour) ? (listOf(asked).includes(broken) ? no(500) : fine) : no(400)));
  for (const colour of ['red', 'green', 'blue'])
    expect((await prove(reading([colours]), serve(colour))).found).toEqual(['response.server_error GET /x']);
  expect((await prove(reading([colours]), serve('none'))).found).toEqual([]);
});

const order: JsonObject = {
  type: 'object',
  required: ['count'],
  properties: {
    count: { type: 'integer', minimum: 1, maximum: 500 },
    note: { type: 'string', maxLength: 80, nullable: true },
    gift: { type: 'boolean' },
  },
};
const isOrder = (body: unknown): body is { count: number; note?: string | null; gift?: boolean } =>
  isObject(body) && typeof body.count === 'number' && Number.isInteger(body.count) && body.count >= 1 && body.count <= 500 && isExtra(body);
const isExtra = ({ note, gift }: JsonObject) =>
  (note === undefined || note === null || (typeof note === 'string' && note.length <= 80)) && (gift === undefined || typeof gift === 'boolean');

test.each<[string, (body: { count: number; note?: string | null; gift?: boolean }) => boolean]>([
  ['the least', ({ count }) => count === 1],
  ['the most', ({ count }) => count === 500],
  ['null', ({ note }) => note === null],
  ['an apostrophe', ({ note }) => note?.includes("'") ?? false],
  ['letters of other languages', ({ note }) => /[^\p{ASCII}]/u.test(note ?? '')],
  ['the longest text', ({ note }) => note?.length === 80],
  ['an optional part left out', ({ gift }) => gift === undefined],
  ['true', ({ gift }) => gift === true],
])('a service that fails at %s, which is valid, is found', async (_, fails) => {
  const answer = route({ 'POST /x': ({ body }) => (isOrder(body) ? (fails(body) ? no(500) : fine) : no(400)) });
  expect((await prove(posting(order), answer)).found).toEqual(['response.server_error POST /x']);
});

const shape = (kind: string, measure: string): JsonObject => ({
  type: 'object',
  additionalProperties: false,
  required: ['kind', measure],
  properties: { kind: { enum: [kind] }, [measure]: { type: 'number', minimum: 1 } },
});
const shapes: JsonObject = { oneOf: [shape('circle', 'radius'), shape('square', 'side')] };

test('the rules of every alternative are tried, not of one alone', async () => {
  const isCircle = (body: unknown) =>
    isObject(body) && body.kind === 'circle' && typeof body.radius === 'number' && body.radius >= 1 && Object.keys(body).length === 2;
  const isSquare = (body: unknown) => isObject(body) && body.kind === 'square' && Object.keys(body).length <= 2;
  const { found } = await prove(posting(shapes), route({ 'POST /x': ({ body }) => (isCircle(body) || isSquare(body) ? fine : no(400)) }));
  expect(found).toEqual(['request.invalid.accepted POST /x']);
});

test.each<[string, JsonObject, (count: number) => boolean]>([
  ['the bound that is just excluded', { type: 'number', exclusiveMinimum: 0, maximum: 9 }, (count) => count >= 0 && count <= 9],
  [
    'what is no multiple',
    { type: 'integer', minimum: 5, maximum: 500, multipleOf: 5 },
    (count) => count >= 5 && count <= 500 && Number.isInteger(count),
  ],
])('a service that takes %s is found', async (_, schema, takes) => {
  const { document } = { document: { ...posting({ type: 'object', required: ['count'], properties: { count: schema } }), openapi: '3.1.0' } };
  const answer = route({ 'POST /x': ({ body }) => (isObject(body) && typeof body.count === 'number' && takes(body.count) ? fine : no(400)) });
  expect((await prove(document, answer)).found).toEqual(['request.invalid.accepted POST /x']);
});

test('the fields of a form are held to their rules, and its files are sent as files', async () => {
  const form: JsonObject = {
    type: 'object',
    required: ['name'],
    properties: { name: text({ minLength: 3, maxLength: 20 }), days: { type: 'integer', minimum: 1, maximum: 30 } },
  };
  const serve = (most: number) =>
    route({
      'POST /x': ({ text: sent }) => {
        const fields = new URLSearchParams(sent);
        const [name, days] = [fields.get('name') ?? '', fields.get('days') ?? '1'];
        return name.length >= 3 && name.length <= 20 && /^\d+$/.test(days) && Number(days) >= 1 && Number(days) <= most ? fine : no(400);
      },
    });
  const document = posting(form, 'application/x-www-form-urlencoded');
  expect((await prove(document, serve(30))).found).toEqual([]);
  expect((await prove(document, serve(1000))).found).toEqual(['request.invalid.accepted POST /x']);
  const upload = posting({ type: 'object', required: ['file'], properties: { file: text({ format: 'binary' }) } }, 'multipart/form-data');
  const { found, unproven } = await prove(
    upload,
    route({ 'POST /x': ({ text: sent }) => (sent.includes('name="file"; filename="') ? fine : no(400)) }),
  );
  expect([found, unproven]).toEqual([[], []]);
});

const twoSchemes = {
  security: [{ jwt: [], app: [] }],
  components: { securitySchemes: { jwt: { type: 'http', scheme: 'bearer' }, app: { type: 'apiKey', in: 'header', name: 'X-App' } } },
};

test('of two schemes that are both needed, one that is not looked at is found', async () => {
  const document = { ...reading([]), ...twoSchemes };
  const isKnown = ({ headers }: Asked, app: string | undefined) =>
    headers.authorization === 'Bearer t' && (app === undefined || headers['x-app'] === app);
  const serve = (app?: string) => answerGet((asked) => (isKnown(asked, app) ? fine : no(401)));
  const credentials = { token: 't', apiKey: 'k' };
  expect((await prove(document, serve('k'), { credentials })).found).toEqual([]);
  expect((await prove(document, serve(), { credentials })).found).toEqual(['auth.missing GET /x']);
});

test('a door that is open for new things alone is found, though the example clashes with what is there', async () => {
  const names = new Set<string>();
  const schema: JsonObject = { type: 'object', required: ['name'], properties: { name: text({ minLength: 1, example: 'Ada' }) } };
  const document = {
    ...posting(schema),
    security: [{ bearer: [] }],
    components: { securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } } },
  };
  const answer = route({
    'POST /x': ({ body }) => {
      if (!isObject(body) || typeof body.name !== 'string' || body.name === '') return no(400);
      if (names.has(body.name)) return no(409);
      names.add(body.name);
      return fine;
    },
  });
  expect((await prove(document, answer, { credentials: { token: 't' } })).found).toEqual(['auth.missing POST /x']);
});

test.each<[string, JsonObject, Record<string, string>, string]>([
  ['a key in Authorization is a bearer token', { type: 'apiKey', in: 'header', name: 'Authorization' }, { token: 't' }, 'Bearer t'],
  ['--token opens a basic scheme', { type: 'http', scheme: 'basic' }, { token: 'ada:pw' }, `Basic ${Buffer.from('ada:pw').toString('base64')}`],
])('%s', async (_, scheme, credentials, expected) => {
  const document = { ...reading([]), security: [{ s: [] }], components: { securitySchemes: { s: scheme } } };
  const { found, unproven } = await prove(
    document,
    answerGet(({ headers }) => (headers.authorization === expected ? fine : no(401))),
    { credentials },
  );
  expect([found, unproven]).toEqual([[], []]);
});

test('a method that is not declared and takes what the others take is found', async () => {
  const document = documentWith({
    '/x/{id}': { parameters: [pathId()], put: { requestBody: bodyOf(order), responses: { 200: okay, ...refusals } } },
  });
  const take: Answer = ({ body }) => (isOrder(body) ? fine : no(400));
  expect((await prove(document, route({ 'PUT /x/{}': take, 'PATCH /x/{}': take }))).found).toEqual(['method.undeclared.accepted PATCH /x/{id}']);
});

test('problem details are no plain JSON, and a thing is held to the alternative that it names', async () => {
  const problem = { 200: { description: '', content: { 'application/problem+json': { schema: {} } } } };
  const { found } = await prove(
    documentWith({ '/x': { get: { responses: problem } } }),
    answerGet(() => fine),
  );
  expect(found).toEqual(['response.content_type.undeclared GET /x']);
  const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });
  const pet = (...required: string[]): JsonObject => ({
    type: 'object',
    required: ['type', ...required],
    properties: { type: text(), name: text() },
  });
  const either = { oneOf: [ref('Cat'), ref('Dog')], discriminator: { propertyName: 'type' } };
  const pets = documentWith({ '/x': { get: { responses: { 200: json(either) } } } }, { components: { schemas: { Cat: pet('name'), Dog: pet() } } });
  const serve = (body: JsonObject) => answerGet(() => ({ status: 200, body }));
  expect((await prove(pets, serve({ type: 'Cat', name: 'Tom' }))).found).toEqual([]);
  expect((await prove(pets, serve({ type: 'Cat' }))).found).toEqual(['response.body.property_missing GET /x']);
});

test('a stream of events is listened to and left', async () => {
  const stream = { 200: { description: '', content: { 'text/event-stream': {} } } };
  const answer = answerGet(() => ({ status: 200, headers: { 'content-type': 'text/event-stream' }, isEndless: true }));
  const { found, unproven } = await prove(documentWith({ '/x': { get: { responses: stream } } }), answer);
  expect([found, unproven]).toEqual([[], []]);
});

const written = { openapi: '3.0.3', info: { title: 'Found', version: '1' }, paths: { '/x': { get: { responses: {} } } } };
const page = '<redoc spec-url="/reference/contract.json"></redoc>';
const init = `window.onload = function() {\nvar options = ${JSON.stringify({ swaggerDoc: written }, null, 2)};\n}`;

test.each<[string, Record<string, string>, string | undefined]>([
  ['at the place of its framework', { '/documentation/json': JSON.stringify(written) }, undefined],
  ['where a page says', { '/': page, '/reference/contract.json': JSON.stringify(written) }, undefined],
  ['in the page itself', { '/api-docs/swagger-ui-init.js': init }, undefined],
  ['at a path that is given', { '/my/spec': JSON.stringify(written) }, '/my/spec'],
])('a document is found %s', async (_, pages, source) => {
  const server = createServer((request, response) => {
    const body = pages[request.url ?? ''];
    response.writeHead(body === undefined ? 404 : 200, { 'content-type': 'text/html' }).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const document = await readDocument(source, `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  server.close().closeAllConnections();
  expect(document).toMatchObject({ info: { title: 'Found' } });
});

const under =
  (base: string, answer: Answer): Answer =>
  (asked) =>
    asked.headers.authorization === 'Bearer t'
      ? asked.path.startsWith(`${base}/`)
        ? answer({ ...asked, path: asked.path.slice(base.length) })
        : no(404)
      : no(401);
const bearer = { security: [{ b: [] }], components: { securitySchemes: { b: { type: 'http', scheme: 'bearer' } } } };
const made = { 201: okay, ...refusals };
const bases: [string, JsonObject, string][] = [
  ['things are read there', { '/x': { get: { responses: { 200: okay, ...refusals } } } }, '/v7'],
  ['nothing can be read', { '/x': { post: { responses: made } } }, '/v7'],
  [
    'only by an id',
    { '/x': { post: { responses: made } }, '/x/{id}': { parameters: [pathId()], get: { responses: { 200: okay, ...refusals } } } },
    '/v7',
  ],
  ['the service stands at the root', { '/x': { get: { responses: { 200: okay, ...refusals } } } }, ''],
];

test.each(bases)('the base below which the paths lie is found: %s', async (_, paths, base) => {
  const answer = route({ 'GET /x': () => fine, 'POST /x': () => ({ ...fine, status: 201 }) });
  const document = { ...documentWith(paths), ...bearer, servers: [{ url: 'https://{at}.example.com/v7', variables: { at: { default: 'eu' } } }] };
  const { baseUrl, operations } = await prove(document, under(base, answer), { credentials: { token: 't' } });
  expect(new URL(baseUrl).pathname).toBe(base || '/');
  expect(Object.keys(operations[0]?.statuses ?? {})).toContain(operations[0]?.operation.startsWith('GET') ? '200' : '201');
});

test('OpenAPI 3.2: QUERY, methods of its own, and a query that is one form', async () => {
  const form = { type: 'object', required: ['at'], properties: { at: { type: 'integer', minimum: 1 } } };
  const whole = { name: 'all', in: 'querystring', required: true, content: { 'application/x-www-form-urlencoded': { schema: form } } };
  const document = {
    ...documentWith({
      '/x': {
        get: { parameters: [whole], responses: { 200: okay, ...refusals } },
        query: { requestBody: bodyOf(order), responses: { 200: okay, ...refusals } },
        additionalOperations: { PURGE: { responses: { 200: okay, ...refusals } } },
      },
    }),
    openapi: '3.2.0',
  };
  const answer = route({
    'GET /x': ({ query }) => (/^[1-9]\d*$/.test(query.get('at') ?? '') ? fine : no(400)),
    'QUERY /x': ({ body }) => (isOrder(body) ? fine : no(400)),
    'PURGE /x': () => fine,
  });
  const { found, unproven, operations } = await prove(document, answer);
  expect([found, unproven, operations.length]).toEqual([[], [], 3]);
});
