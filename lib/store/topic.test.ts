import { expect, test } from 'vitest';
import { makeRegistration } from './fixture.ts';
import { insertService } from './service.ts';
import { eachDatabase } from './testbed.ts';
import { findEnds, listTopics, listTopicsOf } from './topic.ts';
import { type EventStates, type FlowState, forgetEvents, keepEvents } from './topic-flow.ts';

const nowMs = Date.UTC(2026, 10, 22, 12);
const published: FlowState = {
  ...{ topic: 'user.created', role: 'publishes', type: 'user.created', version: '1.0' },
  ...{ eventRate: 2, failureRate: null, seenAtMs: nowMs },
};
const handled: FlowState = { ...published, role: 'subscribes', eventRate: 1.5, failureRate: 0.5 };

eachDatabase((open) => {
  async function setUp() {
    const db = await open();
    await insertService(db, { ...makeRegistration('user'), team: 'identity', publishes: ['user.created', 'user_deleted'] }, nowMs);
    await insertService(db, { ...makeRegistration('notification'), subscribes: ['user.created'] }, nowMs);
    await insertService(db, makeRegistration('audit'), nowMs);
    const idOf = async (name: string) => (await db.service.findUniqueOrThrow({ where: { name } })).id;
    const [user, notification, audit] = await Promise.all(['user', 'notification', 'audit'].map(idOf));
    return { db, ids: { user, notification, audit } as { user: number; notification: number; audit: number } };
  }
  const states = (flows: FlowState[], waiting?: number): EventStates => ({
    flows,
    deadLetters: waiting === undefined ? [] : [{ topic: 'user.created', waiting }],
  });

  test('a topic has who declares it and who is seen at it, each once, with how that is known', async () => {
    const { db, ids } = await setUp();
    await keepEvents(
      db,
      [
        { serviceId: ids.user, events: states([published]) },
        { serviceId: ids.notification, events: states([handled], 3) },
        { serviceId: ids.audit, events: states([{ ...handled, version: '' }]) },
        { serviceId: 9999, events: states([published], 1) },
      ],
      nowMs,
    );
    const seenAt = '2026-11-22T12:00:00.000Z';
    const event = { type: 'user.created', version: '1.0', seenAt };
    expect((await findEnds(db, ['user.created', 'nothing'])).get('user.created')).toEqual({
      publishers: [
        {
          ...{ service: 'user', team: 'identity', evidence: ['declared', 'metrics'], deadLetters: null },
          events: [{ ...event, eventRate: 2, failureRate: null }],
        },
      ],
      subscribers: [
        {
          ...{ service: 'audit', team: null, evidence: ['metrics'], deadLetters: null },
          events: [{ ...event, version: null, eventRate: 1.5, failureRate: 0.5 }],
        },
        {
          ...{ service: 'notification', team: null, evidence: ['declared', 'metrics'], deadLetters: 3 },
          events: [{ ...event, eventRate: 1.5, failureRate: 0.5 }],
        },
      ],
    });
    expect(await listTopicsOf(db, ids.user)).toEqual(['user.created', 'user_deleted']);
    expect(await listTopicsOf(db, ids.audit)).toEqual(['user.created']);
    expect(await db.deadLetterState.count()).toBe(1);
  });

  test('topics are listed with their ends counted, dead letters first, found by a part of their name', async () => {
    const { db, ids } = await setUp();
    await insertService(db, { ...makeRegistration('aaa'), publishes: ['a.topic'] }, nowMs);
    await keepEvents(db, [{ serviceId: ids.notification, events: states([handled], 3) }], nowMs);
    await keepEvents(db, [{ serviceId: ids.user, events: states([published]) }], nowMs);
    const { rows, total } = await listTopics(db, { page: 1, limit: 2 });
    expect(total).toBe(3);
    expect(rows).toEqual([
      { topic: 'user.created', publishers: 1, subscribers: 1, deadLetters: 3, eventRate: 2, seenAt: '2026-11-22T12:00:00.000Z' },
      { topic: 'a.topic', publishers: 1, subscribers: 0, deadLetters: null, eventRate: null, seenAt: null },
    ]);
    expect((await listTopics(db, { page: 2, limit: 2 })).rows.map(({ topic }) => topic)).toEqual(['user_deleted']);
    const found = async (q: string) => (await listTopics(db, { q, page: 1, limit: 10 })).rows.map(({ topic }) => topic);
    expect([await found('USER.'), await found('r_d'), await found('%')]).toEqual([['user.created'], ['user_deleted'], []]);
  });

  test('channels of an AsyncAPI document are ends of topics too', async () => {
    const { db, ids } = await setUp();
    const revision = await db.revision.create({
      data: {
        ...{ serviceId: ids.audit, number: 1, kind: 'asyncapi', format: 'AsyncAPI 3.0.0', title: 'Audit', contentHash: 'x', source: 'uploaded' },
        ...{ at: new Date(nowMs), sizeBytes: 1, operations: 1, schemas: 0, errors: 0 },
      },
    });
    const operation = { serviceId: ids.audit, revisionId: revision.id, kind: 'channel' as const, path: 'user.created', tags: [], parameters: [] };
    await db.operation.create({ data: { ...operation, key: 'RECEIVE user.created', method: 'RECEIVE' } });
    const ends = (await findEnds(db, ['user.created'])).get('user.created');
    expect(ends?.subscribers.map(({ service, evidence }) => [service, evidence])).toEqual([
      ['audit', ['document']],
      ['notification', ['declared']],
    ]);
  });

  test('when an event was seen is not forgotten by a quiet scrape, and flows that nobody tells of any more go', async () => {
    const { db, ids } = await setUp();
    await keepEvents(db, [{ serviceId: ids.user, events: states([published, published]) }], nowMs);
    await keepEvents(db, [{ serviceId: ids.user, events: states([{ ...published, eventRate: 0, seenAtMs: null }]) }], nowMs + 30_000);
    expect(await db.topicFlow.findMany({ select: { eventRate: true, seenAt: true } })).toEqual([{ eventRate: 0, seenAt: new Date(nowMs) }]);
    await forgetEvents(db, nowMs + 30_000);
    expect(await db.topicFlow.count()).toBe(1);
    await forgetEvents(db, nowMs + 30_001);
    expect(await db.topicFlow.count()).toBe(0);
  });
});
