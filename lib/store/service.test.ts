import { beforeAll, expect, test } from 'vitest';
import type { PrismaClient } from './db.ts';
import { inTransaction } from './db.ts';
import { makeRegistration } from './fixture.ts';
import { deleteService, findCredentials, findService, insertService, listPollTargets, updateService } from './service.ts';
import { eachDatabase } from './testbed.ts';

const nowMs = Date.UTC(2026, 10, 22, 12);
const full = {
  displayName: 'Order desk',
  description: 'Takes orders.',
  team: 'checkout',
  domain: 'sales',
  system: 'shop',
  tier: 1,
  lifecycle: 'experimental',
  tags: ['b', 'a'],
  links: [{ kind: 'runbook', url: 'https://wiki.example.com/orders' }],
  dependencies: [{ service: 'stock' }, { service: 'mail', kind: 'event', critical: false }],
  datastores: ['orders-db'],
  publishes: ['order.placed'],
  subscribes: ['stock.changed'],
  apiKey: 'key-1',
  bearerToken: 'bearer-1',
} as const;

eachDatabase((open) => {
  let db: PrismaClient;
  beforeAll(async () => {
    db = await open();
  });

  test('a service comes back as it was registered, its secrets only as facts', async () => {
    const made = await insertService(db, makeRegistration('orders', structuredClone(full) as never), nowMs);
    const { apiKey, bearerToken, ...rest } = structuredClone(full);
    const expected = {
      ...rest,
      tags: ['a', 'b'],
      dependencies: [
        { service: 'mail', kind: 'event', critical: false },
        { service: 'stock', kind: 'http', critical: true },
      ],
      verdict: 'unknown',
      reason: 'never looked at',
      since: '2026-11-22T12:00:00.000Z',
      createdAt: '2026-11-22T12:00:00.000Z',
      hasApiKey: true,
      hasBearerToken: true,
      targets: [],
    };
    expect(made).toMatchObject(expected);
    expect(await findService(db, 'orders', nowMs)).toEqual(made);
    expect(JSON.stringify(made)).not.toContain(apiKey);
    expect(JSON.stringify(made)).not.toContain(bearerToken);
    expect(await findCredentials(db, 'orders')).toEqual({ apiKey, bearerToken });
  });

  test('a name is taken once, within a transaction too', async () => {
    await expect(insertService(db, makeRegistration('orders'), nowMs)).rejects.toMatchObject({ code: 'name_taken' });
    await expect(inTransaction(db, (tx) => insertService(tx, makeRegistration('orders'), nowMs))).rejects.toMatchObject({ code: 'name_taken' });
    const both = await Promise.allSettled([1, 2].map(() => insertService(db, makeRegistration('twin'), nowMs)));
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(both.find((one) => one.status === 'rejected')).toMatchObject({ reason: { code: 'name_taken' } });
  });

  test('a patch changes what it names and nothing else', async () => {
    const before = await findService(db, 'orders', nowMs);
    const patched = await updateService(db, 'orders', { tier: 2, team: null, tags: ['c'], publishes: [] }, nowMs + 1000);
    expect(patched).toEqual({ ...before, tier: 2, team: null, tags: ['c'], publishes: [], updatedAt: '2026-11-22T12:00:01.000Z' });
  });

  test('a credential is kept when left out, replaced by a text, removed by null', async () => {
    await updateService(db, 'orders', { apiKey: 'key-2' }, nowMs);
    expect(await findCredentials(db, 'orders')).toEqual({ apiKey: 'key-2', bearerToken: 'bearer-1' });
    await updateService(db, 'orders', { bearerToken: null }, nowMs);
    expect(await findCredentials(db, 'orders')).toEqual({ apiKey: 'key-2', bearerToken: null });
  });

  test('another path keeps the credential, another origin drops it', async () => {
    await updateService(db, 'orders', { baseUrl: 'http://orders.example.com:8080/v2' }, nowMs);
    expect(await findCredentials(db, 'orders')).toMatchObject({ apiKey: 'key-2' });
    const moved = await updateService(db, 'orders', { baseUrl: 'http://orders.example.com:8081' }, nowMs);
    expect(moved.hasApiKey).toBe(false);
    expect(await findCredentials(db, 'orders')).toEqual({ apiKey: null, bearerToken: null });
  });

  test('a credential copied to another service opens nothing', async () => {
    await insertService(db, makeRegistration('thief', { apiKey: 'own' }), nowMs);
    await insertService(db, makeRegistration('owner', { apiKey: 'secret' }), nowMs);
    const { apiKeySealed } = await db.service.findUniqueOrThrow({ where: { name: 'owner' } });
    await db.service.update({ where: { name: 'thief' }, data: { apiKeySealed } });
    expect(await findCredentials(db, 'thief')).toEqual({ apiKey: null, bearerToken: null });
    const targets = await listPollTargets(db);
    expect(targets.find(({ name }) => name === 'thief')).toMatchObject({ apiKey: null });
    expect(targets.find(({ name }) => name === 'owner')).toMatchObject({ apiKey: 'secret' });
  });

  test('poll targets carry where, how and what was known last', async () => {
    const target = (await listPollTargets(db)).find(({ name }) => name === 'orders');
    expect(target).toEqual({
      id: expect.any(Number),
      instances: [],
      name: 'orders',
      baseUrl: 'http://orders.example.com:8081',
      healthCheckPath: '/health',
      metricsPath: '/metrics',
      openapiPath: null,
      timeoutSeconds: 30,
      pollIntervalSeconds: 15,
      maintenance: false,
      metrics: null,
      healthFromUp: false,
      objective: null,
      apiKey: null,
      bearerToken: null,
      judgement: { verdict: 'unknown', reason: 'never looked at', sinceMs: nowMs, failures: 0, slows: 0, successes: 0 },
      version: null,
    });
  });

  test('a service without an address is kept, but nobody is sent there, until it has one', async () => {
    const made = await insertService(db, { ...makeRegistration('homeless'), baseUrl: null }, nowMs);
    expect(made).toMatchObject({ baseUrl: null, verdict: 'unknown', reason: 'no base URL yet' });
    const isPolled = async () => (await listPollTargets(db)).some(({ name }) => name === 'homeless');
    expect(await isPolled()).toBe(false);
    await expect(updateService(db, 'homeless', { apiKey: 'key' }, nowMs)).rejects.toMatchObject({ code: 'validation_failed' });
    const settled = await updateService(db, 'homeless', { baseUrl: 'http://home.example.com', apiKey: 'key', tryWrites: true }, nowMs);
    expect(settled).toMatchObject({ reason: 'never looked at', hasApiKey: true, tryWrites: true });
    expect(await isPolled()).toBe(true);
  });

  test('an objective is kept, changed and taken back', async () => {
    const asked = makeRegistration('asked', { latencyObjective: { percentile: 95, thresholdMs: 300 } });
    expect((await insertService(db, asked, nowMs)).latencyObjective).toEqual({ percentile: 95, thresholdMs: 300 });
    const stricter = { percentile: 99, thresholdMs: 250.5 } as const;
    expect((await updateService(db, 'asked', { latencyObjective: stricter }, nowMs)).latencyObjective).toEqual(stricter);
    expect((await updateService(db, 'asked', { tier: 1 }, nowMs)).latencyObjective).toEqual(stricter);
    expect((await updateService(db, 'asked', { latencyObjective: null }, nowMs)).latencyObjective).toBeNull();
  });

  test('text that a database refuses is cleaned, not an error', async () => {
    const made = await insertService(db, makeRegistration('odd', { description: 'a\0b\ud800c' }), nowMs);
    expect(made.description).toBe('ab\ufffdc');
  });

  test('removing takes everything along, and says so when there is nothing', async () => {
    await deleteService(db, 'orders');
    expect(await findService(db, 'orders')).toBeNull();
    await expect(deleteService(db, 'orders')).rejects.toMatchObject({ code: 'not_found' });
    await expect(updateService(db, 'orders', { tier: 1 }, nowMs)).rejects.toMatchObject({ code: 'not_found' });
  });
});
