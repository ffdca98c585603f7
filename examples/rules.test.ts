import { afterAll, beforeAll, expect, test } from 'vitest';
import { exchange, startFleet } from './fleet.test.kit.ts';
import { orderIdOf } from './orders/place.ts';
import { displayNameOf } from './profile/events.ts';
import { openStore as openProfiles } from './profile/store.ts';

let running: Awaited<ReturnType<typeof startFleet>>;
let number = 0;

beforeAll(async () => {
  running = await startFleet();
});

afterAll(() => running?.close());

const ask = (service: string, method: string, path: string, body?: unknown, headers = {}) =>
  exchange(`${running.urls[service]}${path}`, { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });

function newUser(fields: object = {}) {
  number += 1;
  return { email: `user${number}@example.com`, username: `user-${number}`, password: 'Signal-b0x', role: 'user', ...fields };
}

async function createUser(fields: object = {}): Promise<string> {
  const { status, body } = await ask('user', 'POST', '/users', newUser(fields));
  expect(status).toBe(201);
  return (body as { id: string }).id;
}

test('a user is never shown with the password', async () => {
  const user = newUser();
  const { body } = await ask('user', 'POST', '/users', user);
  const { password, ...shown } = user;
  expect(body).toMatchObject({ ...shown, isActive: true });
  expect(JSON.stringify(body)).not.toMatch(/password|scrypt/i);
});

test.each(['short-A', 'signal-b0x', 'SIGNAL-B0X', 'Signal-box', 'SignalB0xx', 'Signal b0x'])('the password %s is refused', async (password) => {
  const answered = await ask('user', 'POST', '/users', newUser({ password }));
  expect(answered).toMatchObject({ status: 400, body: { details: { password: expect.any(String) } } });
});

test.each([
  ['email', 'nobody'],
  ['username', 'ab'],
  ['username', 'a b c'],
  ['role', 'root'],
  ['firstName', 'x'.repeat(101)],
])('a user whose %s is %s is refused by name', async (field, value) => {
  expect(await ask('user', 'POST', '/users', newUser({ [field]: value }))).toMatchObject({
    status: 400,
    body: { details: { [field]: expect.any(String) } },
  });
});

test('an e-mail address or username that somebody has is a conflict, whatever its case', async () => {
  await createUser({ email: 'Taken@example.com', username: 'Taken' });
  const other = await createUser();
  expect((await ask('user', 'POST', '/users', newUser({ email: 'taken@example.com' }))).status).toBe(409);
  expect((await ask('user', 'POST', '/users', newUser({ username: 'taken' }))).status).toBe(409);
  expect((await ask('user', 'PUT', `/users/${other}`, { email: 'TAKEN@example.com' })).status).toBe(409);
});

test.each(['page=0', 'page=x', 'page=1.5', 'page=', 'limit=0', 'limit=101', 'limit=1&limit=2', 'role=root'])(
  'GET /users?%s is refused',
  async (query) => {
    const field = query.split('=')[0] as string;
    expect(await ask('user', 'GET', `/users?${query}`)).toMatchObject({ status: 400, body: { details: { [field]: expect.any(String) } } });
  },
);

test('a list has its page, its total and the rate limit; pages beyond the last are empty, however far', async () => {
  await createUser({ role: 'guest' });
  const { body, headers } = await ask('user', 'GET', '/users?limit=1&role=guest');
  const total = Number(headers.get('x-total-count'));
  expect(body).toMatchObject({ users: [{ role: 'guest' }], pagination: { page: 1, limit: 1, total, pages: total } });
  expect(Number(headers.get('x-rate-limit-remaining'))).toBeGreaterThan(0);
  expect(await ask('user', 'GET', '/users?page=1e300')).toMatchObject({ status: 200, body: { users: [] } });
});

test('a change leaves the rest; a deleted user is gone for every operation', async () => {
  const id = await createUser({ firstName: 'Ada' });
  expect(await ask('user', 'PUT', `/users/${id}`, { lastName: 'Lovelace' })).toMatchObject({
    status: 200,
    body: { firstName: 'Ada', lastName: 'Lovelace' },
  });
  expect((await ask('user', 'DELETE', `/users/${id}`)).status).toBe(204);
  const statuses = await Promise.all([
    ask('user', 'GET', `/users/${id}`),
    ask('user', 'PUT', `/users/${id}`, {}),
    ask('user', 'DELETE', `/users/${id}`),
  ]);
  expect(statuses.map(({ status }) => status)).toEqual([404, 404, 404]);
});

test('who signs up is welcomed and gets a profile; changes and the end follow, each told once', async () => {
  const id = await createUser({ firstName: 'Grace', lastName: 'Hopper' });
  const types = async () =>
    ((await ask('notification', 'GET', `/notifications/user/${id}`)).body as { notifications: { type: string }[] }).notifications.map(
      ({ type }) => type,
    );
  await expect.poll(types, { timeout: 10_000 }).toEqual(['welcome_email']);
  await expect
    .poll(async () => (await ask('gateway', 'GET', `/accounts/${id}`)).body, { timeout: 10_000 })
    .toMatchObject({ displayName: 'Grace Hopper' });
  await ask('user', 'PUT', `/users/${id}`, { firstName: 'Rear Admiral' });
  await expect
    .poll(async () => (await ask('profile', 'GET', `/profiles/${id}`)).body, { timeout: 10_000 })
    .toMatchObject({ display_name: 'Rear Admiral Hopper' });
  await ask('user', 'DELETE', `/users/${id}`);
  await expect.poll(async () => (await ask('profile', 'GET', `/profiles/${id}`)).status, { timeout: 10_000 }).toBe(404);
  await expect.poll(types, { timeout: 10_000 }).toEqual(['account_closed', 'account_updated', 'welcome_email']);
});

test('an order takes stock and money once, is confirmed and shipped, and the same key is the same order', async () => {
  const userId = await createUser();
  const key = { 'idempotency-key': `key-of-${userId}` };
  const lines = [{ sku: 'KEY-001', quantity: 2 }];
  const stock = async () => ((await ask('inventory', 'GET', '/items/KEY-001')).body as { available: number }).available;
  const before = await stock();
  const [first, again] = [
    await ask('orders', 'POST', '/orders', { userId, lines }, key),
    await ask('orders', 'POST', '/orders', { userId, lines }, key),
  ];
  expect(first).toMatchObject({ status: 201, body: { totalCents: 3800, lines } });
  expect(again).toMatchObject({ status: 201, body: first.body as object });
  expect(await stock()).toBe(before - 2);
  expect((await ask('orders', 'POST', '/orders', { userId, lines: [{ sku: 'FLG-001', quantity: 1 }] }, key)).status).toBe(409);
  const orderId = (first.body as { id: string }).id;
  const told = async () => ((await ask('notification', 'GET', `/notifications/user/${userId}`)).body as { notifications: object[] }).notifications;
  await expect
    .poll(told, { timeout: 10_000 })
    .toContainEqual(expect.objectContaining({ type: 'order_confirmation', data: expect.objectContaining({ orderId }) }));
});

test('money that does not come gives the stock back', async () => {
  const userId = await createUser();
  const stock = async () => ((await ask('inventory', 'GET', '/items/CLK-001')).body as { available: number }).available;
  const before = await stock();
  const answered = await ask('gateway', 'POST', `/accounts/${userId}/orders`, { lines: [{ sku: 'CLK-001', quantity: 3 }] });
  expect(answered).toMatchObject({ status: 402, body: { code: 'PAYMENT_DECLINED' } });
  expect(await stock()).toBe(before);
});

test.each([
  ['nobody', '00000000-0000-4000-8000-000000000000', 'LMP-001', 422],
  ['an item that is not sold', null, 'XXX-999', 422],
])('an order for %s is refused', async (_, user, sku, status) => {
  const userId = user ?? (await createUser());
  expect((await ask('orders', 'POST', '/orders', { userId, lines: [{ sku, quantity: 1 }] })).status).toBe(status);
});

test('events that overtake each other leave the newest profile, and a removed user stays removed', () => {
  const profiles = openProfiles(':memory:');
  const put = (name: string, at: string) => profiles.put({ user_id: 'u', display_name: name, email: 'a@example.com' }, at, () => {});
  put('new', '2026-01-02T00:00:00.000Z');
  put('old', '2026-01-01T00:00:00.000Z');
  expect(profiles.find('u')).toMatchObject({ display_name: 'new' });
  profiles.remove('u', () => {});
  put('late', '2026-01-03T00:00:00.000Z');
  expect(profiles.find('u')).toBeNull();
});

test('a profile shows the name that is known', () => {
  expect(displayNameOf({ username: 'ada', firstName: 'Ada', lastName: 'Lovelace' })).toBe('Ada Lovelace');
  expect(displayNameOf({ username: 'ada', firstName: ' ' })).toBe('ada');
});

test('one key always leads to one order id, another key to another', () => {
  expect(orderIdOf('a key')).toBe(orderIdOf('a key'));
  expect(orderIdOf('a key')).not.toBe(orderIdOf('another key'));
  expect(orderIdOf('a key')).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/);
});
