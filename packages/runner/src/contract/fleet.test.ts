import { afterAll, beforeAll, expect, test } from 'vitest';
import { startFleet, testToken } from '../../../../examples/fleet.test.kit.ts';
import { fleet } from '../../../../examples/fleet.ts';
import { runContract } from './contract.ts';
import { type Mutation, type Passed, type Passing, serveMutant } from './mutant.test.kit.ts';

let running: Awaited<ReturnType<typeof startFleet>>;
beforeAll(async () => {
  running = await startFleet();
});
afterAll(() => running?.close());

test.each(fleet.map(({ name }) => name))('%s of the reference fleet keeps its contract: no finding', async (name) => {
  const result = await runContract({ baseUrl: running.urls[name] ?? '', credentials: { token: testToken() }, seed: 7 });
  expect(result.findings.map(({ id, operation, message, actual, declared, curl }) => ({ id, operation, message, actual, declared, curl }))).toEqual(
    [],
  );
  expect(result.calls).toBeGreaterThan(20);
});

const isOne = ({ path }: Passing) => /^\/users\/[0-9a-f-]{36}/.test(path);
const json = (answer: Passed, change: (body: Record<string, unknown>) => object): Passed => ({
  ...answer,
  body: JSON.stringify(change(JSON.parse(answer.body))),
});
const whenRead = (request: Passing, answer: Passed) => request.method === 'GET' && isOne(request) && answer.status === 200;

/** Each is planted in front of the user service, which has none. */
const mutations: [name: string, finding: string, mutation: Mutation][] = [
  [
    'undeclared status',
    'response.status.undeclared POST /users',
    { after: (_, answer) => (answer.status === 201 ? { ...answer, status: 202 } : answer) },
  ],
  [
    'wrong body type',
    'response.body.type GET /users/{userId}',
    { after: (request, answer) => (whenRead(request, answer) ? json(answer, (body) => [body]) : answer) },
  ],
  [
    'missing required property',
    'response.body.property_missing GET /users/{userId}',
    { after: (request, answer) => (whenRead(request, answer) ? json(answer, ({ email: _, ...rest }) => rest) : answer) },
  ],
  [
    'wrong content type',
    'response.content_type.undeclared GET /users/{userId}',
    { after: (request, answer) => (whenRead(request, answer) ? { ...answer, headers: { ...answer.headers, 'content-type': 'text/html' } } : answer) },
  ],
  [
    'missing header',
    'response.header.missing GET /users',
    {
      after: (request, answer) => {
        const { 'x-total-count': _, ...headers } = answer.headers;
        return request.path.startsWith('/users?') || request.path === '/users' ? { ...answer, headers } : answer;
      },
    },
  ],
  [
    '500 on valid input',
    'response.server_error PUT /users/{userId}',
    { after: (request, answer) => (request.method === 'PUT' && answer.status === 200 ? { ...answer, status: 500, body: '{}' } : answer) },
  ],
  [
    'invalid input accepted',
    'request.invalid.accepted PUT /users/{userId}',
    {
      after: (request, answer) => {
        if (request.method !== 'PUT' || answer.status !== 400 || !isOne(request)) return answer;
        const user = {
          id: request.path.slice(7, 43),
          email: 'a@example.com',
          username: 'ada',
          role: 'user',
          createdAt: '2026-01-05T08:00:00Z',
          updatedAt: '2026-01-05T08:00:00Z',
        };
        return { ...answer, status: 200, body: JSON.stringify(user) };
      },
    },
  ],
  [
    'missing auth check',
    'auth.missing GET /users/{userId}',
    {
      before: (request) => {
        if (request.method === 'GET' && isOne(request)) request.headers.authorization = `Bearer ${testToken()}`;
        return undefined;
      },
    },
  ],
  [
    'deleted resource still served',
    'resource.deleted.served GET /users/{userId}',
    {
      before: (request) =>
        request.method === 'DELETE' && isOne(request) && request.headers.authorization === `Bearer ${sent}`
          ? { status: 204, headers: {}, body: '' }
          : undefined,
    },
  ],
  [
    'undeclared method accepted',
    'method.undeclared.accepted PATCH /users/{userId}',
    {
      before: (request) =>
        request.method === 'PATCH' && isOne(request) ? { status: 200, headers: { 'content-type': 'application/json' }, body: '{}' } : undefined,
    },
  ],
];
const sent = testToken();

test.each(mutations.map((mutation, index) => [...mutation, index] as const))(
  'a mutant of the user service is found, by name, and nothing else: %s',
  async (_, finding, mutation, seed) => {
    const mutant = await serveMutant(running.urls.user ?? '', mutation);
    const { findings } = await runContract({ baseUrl: mutant.url, credentials: { token: sent }, seed });
    await mutant.close();
    expect([...new Set(findings.map(({ id, operation }) => `${id} ${operation}`))]).toEqual([finding]);
  },
);
