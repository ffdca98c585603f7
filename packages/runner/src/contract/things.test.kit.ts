import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Json, JsonObject } from '../json.ts';
import { hasFormat } from '../schema/format.ts';
import { createSchemaSpace } from '../schema/shape.ts';
import { isValid } from '../schema/validate.ts';

/** What can be wrong with the service of the tests, by name. */
export type Defect =
  | 'undeclared status'
  | 'wrong body type'
  | 'missing required property'
  | 'wrong content type'
  | 'missing header'
  | 'header that is never sent'
  | 'Location that is never sent'
  | '500 on valid input'
  | '500 on invalid input'
  | 'invalid input accepted'
  | 'format not checked'
  | 'query not checked'
  | 'required header not asked for'
  | 'missing auth check'
  | 'any token will do'
  | 'deleted resource still served'
  | 'undeclared method accepted'
  | 'body that is no JSON'
  | 'reset'
  | 'undeclared refusal'
  | 'busy'
  | 'dies';

export const token = 'a-token-of-the-tests';
const text = (more: object = {}) => ({ type: 'string', ...more });
const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });
const json = (schema: object) => ({ content: { 'application/json': { schema } } });
const failure = (description: string) => ({ description, ...json(ref('Error')) });

const thing = {
  type: 'object',
  required: ['id', 'name', 'kind', 'size', 'createdAt'],
  properties: {
    id: text({ format: 'uuid', readOnly: true }),
    name: text({ minLength: 2, maxLength: 40 }),
    kind: text({ enum: ['tool', 'toy'] }),
    size: { type: 'integer', minimum: 1, maximum: 1000 },
    owner: text({ format: 'email' }),
    createdAt: text({ format: 'date-time', readOnly: true }),
  },
};
const { id: _id, createdAt: _at, ...writable } = thing.properties;
const newThing = { type: 'object', additionalProperties: false, required: ['name', 'kind', 'size'], properties: writable };

/** The contract of the service. */
export const document: JsonObject = {
  openapi: '3.0.3',
  info: { title: 'Things', version: '1.0.0' },
  security: [{ bearer: [] }],
  paths: {
    '/things': {
      get: {
        operationId: 'listThings',
        parameters: [
          { name: 'limit', in: 'query', schema: { type: 'integer', minimum: 1, maximum: 50 } },
          { name: 'X-Tenant', in: 'header', required: true, schema: text({ minLength: 1, maxLength: 20 }) },
        ],
        responses: {
          200: {
            description: 'Things.',
            headers: { 'X-Total-Count': { required: true, schema: { type: 'integer' } }, 'X-Page-Size': { schema: { type: 'integer' } } },
            ...json({ type: 'object', required: ['things'], properties: { things: { type: 'array', items: ref('Thing') } } }),
          },
          400: failure('Not valid.'),
          401: failure('Who are you?'),
        },
      },
      post: {
        operationId: 'makeThing',
        requestBody: { required: true, ...json(ref('NewThing')) },
        responses: {
          201: { description: 'Made.', headers: { Location: { schema: text() } }, ...json(ref('Thing')) },
          400: failure('Not valid.'),
          401: failure('Who are you?'),
        },
      },
    },
    '/things/{thingId}': {
      parameters: [{ name: 'thingId', in: 'path', required: true, schema: text({ format: 'uuid' }) }],
      get: {
        operationId: 'getThing',
        responses: { 200: { description: 'One.', ...json(ref('Thing')) }, 401: failure('Who are you?'), 404: failure('None.') },
      },
      put: {
        operationId: 'changeThing',
        requestBody: { required: true, ...json(ref('NewThing')) },
        responses: {
          200: { description: 'Changed.', ...json(ref('Thing')) },
          400: failure('Not valid.'),
          401: failure('Who are you?'),
          404: failure('None.'),
        },
      },
      delete: { operationId: 'dropThing', responses: { 204: { description: 'Gone.' }, 401: failure('Who are you?'), 404: failure('None.') } },
    },
  },
  components: {
    securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } },
    schemas: {
      Thing: thing,
      NewThing: newThing,
      Error: { type: 'object', required: ['code', 'message'], properties: { code: text(), message: text() } },
    },
  },
} as unknown as JsonObject;

const space = createSchemaSpace(document);
type Stored = JsonObject & { id: string };

interface Asked {
  method: string;
  path: string;
  query: URLSearchParams;
  request: IncomingMessage;
  body: string;
}

type Reply = (status: number, body?: Json, headers?: Record<string, string>) => unknown;

function replyTo(response: ServerResponse, has: (defect: Defect) => boolean): Reply {
  return (status, body, headers = {}) => {
    const isHtml = has('wrong content type') && status === 200;
    const type = isHtml ? 'text/html' : 'application/json';
    const text = has('body that is no JSON') && status === 200 ? '{"things": [' : JSON.stringify(body);
    response
      .writeHead(status, { ...(body !== undefined && { 'content-type': `${type}; charset=utf-8` }), ...headers })
      .end(body === undefined ? '' : text);
  };
}

function show(stored: Stored, has: (defect: Defect) => boolean): JsonObject {
  const { size, kind, ...rest } = stored;
  if (has('missing required property')) return { ...rest, size: size as Json };
  return { ...rest, kind: kind as Json, size: has('wrong body type') ? String(size) : (size as Json) };
}

function parse(body: string): Json | undefined {
  try {
    return JSON.parse(body) as Json;
  } catch {
    return undefined;
  }
}

function isFine(value: Json | undefined, has: (defect: Defect) => boolean): value is JsonObject {
  if (value === undefined || typeof value !== 'object' || value === null) return false;
  if (has('invalid input accepted')) return true;
  const { owner, ...rest } = value as JsonObject;
  const checked = has('format not checked') && typeof owner === 'string' ? rest : value;
  return isValid(space, newThing as unknown as JsonObject, checked, 'request');
}

const invalid = { code: 'INVALID', message: 'Not valid.' };

function list({ query, request }: Asked, things: Map<string, Stored>, reply: Reply, has: (defect: Defect) => boolean): unknown {
  const limit = query.get('limit');
  const isWrong = limit !== null && !(/^\d+$/.test(limit) && Number(limit) >= 1 && Number(limit) <= 50);
  const tenant = request.headers['x-tenant'];
  const isNameless = tenant === undefined || tenant.length > 20;
  if ((isWrong && !has('query not checked')) || (isNameless && !has('required header not asked for'))) return reply(400, invalid);
  const headers = {
    ...(!has('missing header') && { 'x-total-count': String(things.size) }),
    ...(!has('header that is never sent') && { 'x-page-size': '20' }),
  };
  return reply(200, { things: [...things.values()].slice(0, 20).map((one) => show(one, has)) }, headers);
}

function make({ body }: Asked, things: Map<string, Stored>, reply: Reply, has: (defect: Defect) => boolean): unknown {
  const value = parse(body);
  if (!isFine(value, has)) return has('500 on invalid input') ? reply(500, invalid) : reply(has('undeclared refusal') ? 422 : 400, invalid);
  if (has('500 on valid input') && value.owner !== undefined) return reply(500, { code: 'BROKEN', message: 'Owners break it.' });
  const stored: Stored = { ...value, id: randomUUID(), createdAt: new Date(0).toISOString() };
  things.set(stored.id, stored);
  const headers: Record<string, string> = has('Location that is never sent') ? {} : { location: `/things/${stored.id}` };
  return reply(has('undeclared status') ? 202 : 201, show(stored, has), headers);
}

function one({ method, path, body }: Asked, things: Map<string, Stored>, reply: Reply, has: (defect: Defect) => boolean): unknown {
  const id = path.slice('/things/'.length);
  const stored = things.get(id);
  if (method === 'PATCH' && has('undeclared method accepted')) return reply(200, {});
  if (method !== 'GET' && method !== 'PUT' && method !== 'DELETE') return reply(405, invalid, { allow: 'GET, PUT, DELETE' });
  if (!hasFormat('uuid', id) || !stored) return reply(404, { code: 'NONE', message: 'There is none.' });
  if (method === 'GET') return reply(200, show(stored, has));
  if (method === 'DELETE') {
    if (!has('deleted resource still served')) things.delete(id);
    return reply(204);
  }
  const value = parse(body);
  if (!isFine(value, has)) return reply(400, invalid);
  const changed = { ...stored, ...value, id };
  things.set(id, changed);
  return reply(200, show(changed, has));
}

function isKnown({ method, request }: Asked, has: (defect: Defect) => boolean): boolean {
  const given = request.headers.authorization ?? '';
  if (has('missing auth check') && method === 'GET') return true;
  return has('any token will do') ? given.startsWith('Bearer ') : given === `Bearer ${token}`;
}

function answer(asked: Asked, things: Map<string, Stored>, reply: Reply, has: (defect: Defect) => boolean): unknown {
  const { method, path } = asked;
  if (path === '/openapi.json') return reply(200, document);
  if (!isKnown(asked, has)) return reply(401, { code: 'WHO', message: 'Who are you?' });
  if (path.startsWith('/things/')) return one(asked, things, reply, has);
  if (path !== '/things') return reply(404, { code: 'NONE', message: 'There is none.' });
  if (method === 'GET') return list(asked, things, reply, has);
  if (method === 'POST') return make(asked, things, reply, has);
  return reply(405, invalid, { allow: 'GET, POST' });
}

/** A small service that keeps its contract, but for the defects. */
export async function serveThings(...defects: Defect[]) {
  const things = new Map<string, Stored>();
  const seen: { method: string; path: string; authorization: string | undefined }[] = [];
  const has = (defect: Defect) => defects.includes(defect);
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://things.test');
    const asked = { method: request.method ?? '', path: pathname, query: searchParams, request, body: Buffer.concat(chunks).toString() };
    if (has('busy') && seen.length === 5 && seen.push({ method: '', path: '', authorization: undefined })) {
      response.writeHead(429, { 'retry-after': '0' }).end();
      return;
    }
    seen.push({ method: asked.method, path: pathname, authorization: request.headers.authorization });
    if (has('dies') && asked.method === 'PUT') server.close();
    if ((has('reset') || has('dies')) && asked.method === 'PUT' && pathname !== '/things') {
      response.socket?.destroy();
      return;
    }
    answer(
      asked,
      things,
      replyTo(response, (defect) => has(defect) && pathname !== '/openapi.json'),
      has,
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { url, things, seen, close: () => new Promise((resolve) => server.close(resolve).closeAllConnections()) };
}
