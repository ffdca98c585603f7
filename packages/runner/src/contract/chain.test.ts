import { expect, test } from 'vitest';
import { isObject, type Json, type JsonObject } from '../json.ts';
import { type Answer, type Asked, bodyOf, documentWith, json, no, pathId, prove, refusals, route, type Said, text } from './plant.test.kit.ts';

const thing: JsonObject = { type: 'object', required: ['id', 'name'], properties: { id: text(), name: text() } };
const newThing: JsonObject = { type: 'object', required: ['name'], properties: { name: text({ minLength: 1, maxLength: 60 }) } };
const nameIn = (body: Json | undefined) => {
  const name = isObject(body) && Object.keys(body).length > 0 ? body.name : undefined;
  return typeof name === 'string' && name.length >= 1 && name.length <= 60 ? name : null;
};

interface Thing {
  id: string;
  name: string;
}
type Table = Parameters<typeof route>[0];

/** Things under `/things`, made by POST; what it answers is up to the test. */
function keepThings(made: (thing: Thing) => Said): Table {
  const things = new Map<string, Thing>();
  const withThing = (id: string, say: (thing: Thing) => Said) => {
    const found = things.get(id);
    return found ? say(found) : no(404);
  };
  return {
    'GET /things': () => ({ status: 200, body: { data: { items: [...things.values()].map((one) => ({ ...one })) } } }),
    'POST /things': ({ body }) => {
      const name = nameIn(body);
      if (name === null) return no(400);
      const one = { id: `t${things.size + 1}`, name };
      things.set(one.id, one);
      return made(one);
    },
    'GET /things/{}': (_, id) => withThing(id, (one) => ({ status: 200, body: { ...one } })),
    'PUT /things/{}': ({ body }, id) =>
      withThing(id, (one) => {
        const name = nameIn(body);
        return name === null ? no(400) : { status: 200, body: { ...Object.assign(one, { name }) } };
      }),
    'DELETE /things/{}': (_, id) => (things.delete(id) ? { status: 204 } : no(404)),
  };
}

const listed = json({ type: 'object', required: ['data'], properties: { data: { type: 'object' } } });
const paths = (made: JsonObject, list = true): JsonObject => ({
  '/things': { ...(list && { get: { responses: { 200: listed } } }), post: { requestBody: bodyOf(newThing), responses: { ...made, ...refusals } } },
  '/things/{id}': {
    parameters: [pathId()],
    get: { responses: { 200: json(thing), ...refusals } },
    put: { requestBody: bodyOf(newThing), responses: { 200: json(thing), ...refusals } },
    delete: { responses: { 204: { description: '' }, ...refusals } },
  },
});

test.each<[string, JsonObject, (one: { id: string; name: string }) => Said]>([
  ['in an envelope', { 201: json({ type: 'object' }) }, (one) => ({ status: 201, body: { data: one } })],
  ['in Location alone, when it is made later', { 202: { description: '' } }, ({ id }) => ({ status: 202, headers: { location: `/things/${id}` } })],
  ['as nothing but a text', { 200: json(text()) }, ({ id }) => ({ status: 200, body: id })],
  ['nowhere but in the list', { 201: { description: '' } }, () => ({ status: 201 })],
])('what was made is read, changed and deleted when its id stands %s', async (_, made, say) => {
  const { found, unproven } = await prove(documentWith(paths(made)), route(keepThings(say)));
  expect([found, unproven]).toEqual([[], []]);
});

test('a thing whose path begins elsewhere, and a body that names another thing, are found by what they are called', async () => {
  const document = documentWith({
    '/authors': { post: { requestBody: bodyOf(newThing), responses: { 201: json(thing), ...refusals } } },
    '/authors/{id}': { parameters: [pathId()], get: { responses: { 200: json(thing), ...refusals } } },
    '/authors/{id}/notes': { parameters: [pathId()], post: { requestBody: bodyOf(newThing), responses: { 201: json(thing), ...refusals } } },
    '/notes/{id}': { parameters: [pathId()], get: { responses: { 200: json(thing), ...refusals } } },
    '/likes': {
      post: {
        requestBody: bodyOf({ type: 'object', required: ['author_id'], properties: { author_id: text() } }),
        responses: { 204: { description: '' }, ...refusals },
      },
    },
  });
  const make =
    (id: string) =>
    ({ body }: Asked) => {
      const name = nameIn(body);
      return name === null ? no(400) : { status: 201, body: { id, name } };
    };
  const show = (known: string) => (_: Asked, id: string) => (id === known ? { status: 200, body: { id, name: 'x' } } : no(404));
  const answer = route({
    'POST /authors': make('a1'),
    'GET /authors/{}': show('a1'),
    'POST /authors/{}/notes': (asked, id) => (id === 'a1' ? make('n1')(asked) : no(404)),
    'GET /notes/{}': show('n1'),
    'POST /likes': ({ body }) => (isObject(body) && body.author_id === 'a1' ? { status: 204 } : no(400)),
  });
  const { found, unproven } = await prove(document, answer);
  expect([found, unproven]).toEqual([[], []]);
});

/** Orders that are open, then paid or cancelled; cancelled ones alone may be deleted. */
function keepOrders(defect: string): Answer {
  const orders = new Map<string, string>();
  const withState = (id: string, say: (state: string) => Said) => {
    const state = orders.get(id);
    return state === undefined ? no(404) : say(state);
  };
  const become = (next: string) => (_: Asked, id: string) =>
    withState(id, (state) => {
      if (state !== 'open') return no(409);
      orders.set(id, next);
      return next === 'paid' && defect === 'broken' ? no(500) : { status: 200, body: { id, name: next } };
    });
  const answer = route({
    'POST /orders': () => {
      orders.set(`o${orders.size + 1}`, 'open');
      return { status: 201, body: { id: `o${orders.size}`, name: 'open' } };
    },
    'GET /orders/{}': (_, id) => withState(id, (state) => ({ status: 200, body: { id, name: state } })),
    'DELETE /orders/{}': (_, id) => withState(id, (state) => (state === 'cancelled' && orders.delete(id) ? { status: 204 } : no(409))),
    'POST /orders/{}/cancel': become('cancelled'),
    'POST /orders/{}/pay': become('paid'),
  });
  const isOpen = ({ method, path }: Asked) => `${method} ${path.split('/').length > 3 ? 'act' : ''}` === defect;
  return (asked) => (asked.headers.authorization === 'Bearer t' || isOpen(asked) ? answer(asked) : no(401));
}

const act = { parameters: [pathId()], post: { responses: { 200: json(thing), ...refusals } } };
const ordersDocument = documentWith(
  {
    '/orders': { post: { responses: { 201: json(thing), ...refusals } } },
    '/orders/{id}': {
      parameters: [pathId()],
      get: { responses: { 200: json(thing), ...refusals } },
      delete: { responses: { 204: { description: '' }, ...refusals } },
    },
    '/orders/{id}/cancel': act,
    '/orders/{id}/pay': act,
  },
  { security: [{ bearer: [] }], components: { securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } } } },
);

test.each<[string, string[]]>([
  ['nothing', []],
  ['broken', ['response.server_error POST /orders/{id}/pay']],
  ['POST act', ['auth.missing POST /orders/{id}/cancel', 'auth.missing POST /orders/{id}/pay']],
  ['DELETE ', ['auth.missing DELETE /orders/{id}']],
])('what can be done but once with a thing is tried on one that is new: planted %s', async (defect, expected) => {
  const { found, unproven } = await prove(ordersDocument, keepOrders(defect), { credentials: { token: 't' } });
  expect(found).toEqual(expected);
  expect(unproven).toEqual(defect === 'broken' ? ['POST /orders/{id}/pay'] : []);
});

test('changes that must name a version name the one that was read last', async () => {
  let [version, name] = [1, 'first'];
  const versionHeader = { name: 'If-Match', in: 'header', required: true, schema: text() };
  const document = documentWith({
    '/pages': { post: { requestBody: bodyOf(newThing), responses: { 201: json(thing), ...refusals } } },
    '/pages/{id}': {
      parameters: [pathId()],
      get: { responses: { 200: json(thing), ...refusals } },
      put: { parameters: [versionHeader], requestBody: bodyOf(newThing), responses: { 200: json(thing), 412: { description: '' }, ...refusals } },
    },
  });
  const answer = route({
    'POST /pages': ({ body }) => (nameIn(body) === null ? no(400) : { status: 201, body: { id: 'p1', name } }),
    'GET /pages/{}': (_, id) => (id === 'p1' ? { status: 200, body: { id, name }, headers: { etag: `"${version}"` } } : no(404)),
    'PUT /pages/{}': ({ headers, body }, id) => {
      const sent = nameIn(body);
      if (headers['if-match'] === undefined || sent === null) return no(400);
      if (id !== 'p1') return no(404);
      if (headers['if-match'] !== `"${version}"`) return { status: 412 };
      [version, name] = [version + 1, sent];
      return { status: 200, body: { id, name } };
    },
  });
  const { found, operations } = await prove(document, answer);
  expect(found).toEqual([]);
  expect(operations.find(({ operation }) => operation === 'PUT /pages/{id}')?.statuses[200]).toBeGreaterThan(5);
});

test('where nothing can be made, what is there is changed on this machine and put back', async () => {
  const lamp = { id: 'l1', name: 'hall' };
  const document = documentWith({
    '/lamps': { get: { responses: { 200: json({ type: 'array', items: thing }) } } },
    '/lamps/{id}': {
      parameters: [pathId()],
      get: { responses: { 200: json(thing), ...refusals } },
      patch: { requestBody: bodyOf(newThing), responses: { 200: json(thing), ...refusals } },
    },
  });
  const answer = route({
    'GET /lamps': () => ({ status: 200, body: [{ ...lamp }] }),
    'GET /lamps/{}': (_, id) => (id === 'l1' ? { status: 200, body: { ...lamp } } : no(404)),
    'PATCH /lamps/{}': ({ body }, id) => {
      const name = nameIn(body);
      if (name === null) return no(400);
      return id === 'l1' ? { status: 200, body: { ...Object.assign(lamp, { name }) } } : no(404);
    },
  });
  const { found, unproven, seen } = await prove(document, answer);
  expect([found, unproven, lamp]).toEqual([[], [], { id: 'l1', name: 'hall' }]);
  expect(seen.filter(({ method }) => method === 'DELETE').map(({ path }) => path)).not.toContain('/lamps/l1');
});

test('where a thing cannot be read, the list shows whether it was deleted', async () => {
  const { '/things/{id}': one, ...rest } = paths({ 201: json(thing) }) as Record<string, JsonObject>;
  const { get: _, ...unread } = one as JsonObject;
  const document = documentWith({ ...rest, '/things/{id}': unread });
  const { 'GET /things/{}': __, ...table } = keepThings((made) => ({ status: 201, body: { ...made } }));
  const { found } = await prove(document, route({ ...table, 'DELETE /things/{}': () => ({ status: 204 }) }));
  expect(found).toEqual(['resource.deleted.served GET /things']);
});
