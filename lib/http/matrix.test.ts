import { createRouterClient } from '@orpc/server';
import { beforeAll, describe, expect, test } from 'vitest';
import { AppError } from '#lib/errors.ts';
import type { Actor } from '#lib/model/role.ts';
import { deleteToken } from '#lib/store/token.ts';
import { updateUser } from '#lib/store/user.ts';
import { deleteScreen } from '#lib/store/wall-screen.ts';
import { operations } from './operation.ts';
import { router } from './router.ts';
import { callApi, database, enrol, issueToken, pairScreen } from './stage.test.kit.ts';

/** Who may call what, said here a second time on purpose: changing the contract alone fails. */
const least = {
  'service.list': 'guest',
  'service.facets': 'guest',
  'service.register': 'admin',
  'service.read': 'guest',
  'service.change': 'user',
  'service.remove': 'admin',
  'service.check': 'user',
  'service.readings': 'guest',
  'service.signals': 'guest',
  'service.instances': 'guest',
  'service.saturation': 'guest',
  'service.metricsDoctor': 'guest',
  'service.dependencies': 'guest',
  'catalog.preview': 'admin',
  'catalog.import': 'admin',
  'catalog.export': 'guest',
  'catalog.httpSd': 'guest',
  'document.read': 'guest',
  'document.upload': 'user',
  'document.index': 'guest',
  'document.slice': 'guest',
  'document.live': 'guest',
  'document.findings': 'guest',
  'document.revisions': 'guest',
  'document.diff': 'guest',
  'document.compare': 'guest',
  'document.accept': 'user',
  'document.unaccept': 'user',
  'document.try': 'user',
  'run.list': 'guest',
  'run.start': 'user',
  'run.report': 'user',
  'run.read': 'guest',
  'run.cancel': 'user',
  'validation.ladder': 'guest',
  'validation.drift': 'guest',
  'search.everything': 'guest',
  'search.operations': 'guest',
  'latency.list': 'guest',
  'latency.ofService': 'guest',
  'breaker.list': 'guest',
  'breaker.ofService': 'guest',
  'topic.list': 'guest',
  'topic.read': 'guest',
  'topic.ofService': 'guest',
  'graph.read': 'guest',
  'graph.review': 'guest',
  'graph.confirm': 'user',
  'graph.withdraw': 'user',
  'graph.forget': 'user',
  'graph.recall': 'user',
  'graph.places': 'guest',
  'graph.place': 'user',
  'graph.layOut': 'user',
  'discovery.discover': 'user',
  'fleet.health': 'guest',
  'fleet.summary': 'guest',
  'fleet.handover': 'guest',
  'fleet.changes': 'guest',
  'wall.list': 'guest',
  'wall.create': 'user',
  'wall.preview': 'user',
  'wall.read': 'guest',
  'wall.change': 'user',
  'wall.remove': 'user',
  'wall.frame': 'screen',
  'screen.list': 'user',
  'screen.pair': 'user',
  'screen.remove': 'user',
  'screen.begin': 'public',
  'screen.claim': 'public',
  'metricsSource.list': 'user',
  'metricsSource.read': 'user',
  'metricsSource.add': 'admin',
  'metricsSource.change': 'admin',
  'metricsSource.remove': 'admin',
  'metricsSource.test': 'admin',
  'metricsSource.suggest': 'user',
  'metricsSource.preview': 'user',
  'group.teams': 'guest',
  'group.domains': 'guest',
  'group.systems': 'guest',
  'user.list': 'admin',
  'user.create': 'admin',
  'user.change': 'admin',
  'user.remove': 'admin',
  'token.list': 'user',
  'token.create': 'user',
  'token.remove': 'user',
  'audit.list': 'admin',
  'session.read': 'guest',
  'session.changePassword': 'guest',
  'session.setUp': 'public',
} as const;

type Caller =
  | 'nobody'
  | 'guest'
  | 'user'
  | 'own-team user'
  | 'admin'
  | 'guest token'
  | 'user token'
  | 'admin token'
  | 'expired token'
  | 'revoked token'
  | 'made-up token'
  | 'disabled user'
  | 'demoted user'
  | 'screen'
  | 'revoked screen';

const strengthOf: Record<Caller, 0 | 1 | 2 | 3 | 4> = {
  nobody: 0,
  guest: 2,
  user: 3,
  'own-team user': 3,
  admin: 4,
  'guest token': 2,
  'user token': 3,
  'admin token': 4,
  'expired token': 0,
  'revoked token': 0,
  'made-up token': 0,
  'disabled user': 0,
  'demoted user': 0,
  screen: 1,
  'revoked screen': 0,
};
const needed = { public: 0, screen: 1, guest: 2, user: 3, admin: 4 } as const;
const callers = Object.keys(strengthOf) as Caller[];
const headersOf = {} as Record<Caller, Record<string, string>>;

beforeAll(async () => {
  const db = await database();
  const admin = await enrol('admin');
  const service = { name: 'orders', baseUrl: 'http://10.20.30.40:8080', team: 'shop' };
  expect((await callApi('POST', '/services', { headers: admin.headers, body: service })).status).toBe(201);
  const [disabled, demoted, revoked] = [await enrol('admin'), await enrol('admin'), await issueToken('admin')];
  await updateUser(db, disabled.user.id, { disabled: true }, Date.now());
  await updateUser(db, demoted.user.id, { role: 'guest' }, Date.now());
  await deleteToken(db, revoked.id);
  const gone = await pairScreen('fleet');
  await deleteScreen(db, gone.id);
  Object.assign(headersOf, {
    nobody: {},
    guest: (await enrol('guest')).headers,
    user: (await enrol('user')).headers,
    'own-team user': (await enrol('user', ['shop'])).headers,
    admin: admin.headers,
    'guest token': (await issueToken('guest')).headers,
    'user token': (await issueToken('user')).headers,
    'admin token': (await issueToken('admin')).headers,
    'expired token': (await issueToken('admin', { expiresAtMs: Date.now() - 1 })).headers,
    'revoked token': revoked.headers,
    'made-up token': { authorization: `Bearer sbx_${'a'.repeat(16)}.${'b'.repeat(43)}` },
    'disabled user': disabled.headers,
    'demoted user': demoted.headers,
    screen: (await pairScreen('fleet')).headers,
    'revoked screen': gone.headers,
  });
});

/** A call that is well-formed enough to be authorised, and changes nothing where it is allowed. */
const pathOf = (template: string) =>
  template.replace('{name}', 'no-such-thing').replace('{id}', '999999').replace('{wall}', 'fleet').replace('{fingerprint}', 'f');

test('the table names every operation of the contract, with the same access', () => {
  expect(Object.fromEntries(operations.map(({ id, access }) => [id, access]))).toEqual(least);
});

describe.each(operations)('$method $template', ({ id, method, template }) => {
  test.each(callers)('%s', async (caller) => {
    const body = method === 'GET' || method === 'DELETE' ? undefined : { surplus: true };
    const { status, body: answer } = await callApi<{ code?: string }>(method, pathOf(template), { headers: headersOf[caller], body });
    const strength = strengthOf[caller];
    if (strength >= needed[least[id as keyof typeof least]]) expect([401, 403]).not.toContain(status);
    else {
      expect(status).toBe(strength === 0 ? 401 : 403);
      expect(answer.code).toBe(strength === 0 ? 'unauthenticated' : 'forbidden');
    }
  });

  test.each([null, 'screen', 'guest', 'user', 'admin'] as const)('called within the process as %s', async (role) => {
    const actor: Actor | null = role && { kind: role === 'screen' ? 'screen' : 'user', userId: -1, name: 'x', email: null, role, teams: [] };
    const client = createRouterClient(router, { context: { actor, db: await database(), nowMs: Date.now(), correlationId: 'x', address: null } });
    const [noun, verb] = id.split('.') as [keyof typeof client, string];
    const call = (client[noun] as unknown as Record<string, (input: unknown) => Promise<unknown>>)[verb];
    const failure = await call?.({ surplus: Symbol('never valid') }).then(
      () => null,
      (error: unknown) => error,
    );
    const refusal = failure instanceof AppError && (failure.code === 'unauthenticated' || failure.code === 'forbidden') ? failure.code : null;
    const strength = role === null ? 0 : needed[role];
    if (strength >= needed[least[id as keyof typeof least]]) expect(refusal === null).toBe(true);
    else expect(refusal).toBe(role === null ? 'unauthenticated' : 'forbidden');
  });
});

describe('a user and the services of teams', () => {
  const patch = (caller: Caller, body: object) => callApi('PATCH', '/services/orders', { headers: headersOf[caller], body });

  test('a user of the owning team changes it', async () => {
    expect((await patch('own-team user', { description: 'Takes orders.' })).status).toBe(200);
  });

  test('a user of no team does not', async () => {
    expect((await patch('user', { description: 'x' })).status).toBe(403);
  });

  test('the owning team cannot give it to a stranger', async () => {
    expect((await patch('own-team user', { team: 'others' })).status).toBe(403);
  });

  test('a token of a user has the teams of its owner and never more than the role of its owner', async () => {
    const owner = await enrol('user', ['shop']);
    const strong = await issueToken('admin', { userId: owner.user.id });
    expect((await callApi('PATCH', '/services/orders', { headers: strong.headers, body: { description: 'By token.' } })).status).toBe(200);
    expect((await callApi('GET', '/users', { headers: strong.headers })).status).toBe(403);
    await updateUser(await database(), owner.user.id, { disabled: true }, Date.now());
    expect((await callApi('GET', '/services', { headers: strong.headers })).status).toBe(401);
  });
});
