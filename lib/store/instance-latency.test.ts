import { expect, test } from 'vitest';
import { inTransaction } from './db.ts';
import { makeRegistration } from './fixture.ts';
import { keepInstancePoints, replaceInstances } from './instance.ts';
import { listInstanceLatencies } from './instance-latency.ts';
import { insertService } from './service.ts';
import { eachDatabase } from './testbed.ts';

const minute = 60_000;
const nowMs = Date.UTC(2026, 10, 20, 12);

eachDatabase((open) => {
  test('minutes of each instance come in its place, oldest first, within the span', async () => {
    const db = await open();
    for (const name of ['a', 'b']) await insertService(db, makeRegistration(name), nowMs);
    const { id: serviceId } = await db.service.findUniqueOrThrow({ where: { name: 'a' } });
    const urls = ['http://10.0.0.2:80', 'http://10.0.0.1:80', 'http://10.0.0.3:80'];
    await inTransaction(db, (tx) => replaceInstances(tx, serviceId, urls, nowMs));
    const instances = await db.instanceState.findMany({ orderBy: { position: 'asc' } });
    const at = (instance: number, agoMs: number, counts: number[]) => ({
      instanceId: instances[instance]?.id ?? 0,
      delta: {
        ...{ atMs: nowMs - agoMs, seconds: 60, requests: 9, errors: 0, clientErrors: null },
        latency: { boundsMs: [10, 100, null], counts, sumMs: 4, count: counts.reduce((sum, count) => sum + count, 0) },
      },
    });
    const points = [at(0, minute, [1, 0, 0]), at(0, 2 * minute, [2, 0, 0]), at(1, minute, [0, 3, 0]), at(1, 500 * minute, [0, 0, 9])];
    await inTransaction(db, (tx) => keepInstancePoints(tx, points));
    const found = await listInstanceLatencies(db, serviceId, nowMs - 60 * minute);
    expect(found.map(({ url, deltas }) => [url, deltas.map(({ atMs, latency }) => [atMs - nowMs, latency?.counts])])).toEqual([
      [
        'http://10.0.0.2:80',
        [
          [-minute, [2, 0, 0]],
          [0, [1, 0, 0]],
        ],
      ],
      ['http://10.0.0.1:80', [[0, [0, 3, 0]]]],
    ]);
    const { id: other } = await db.service.findUniqueOrThrow({ where: { name: 'b' } });
    expect(await listInstanceLatencies(db, other, 0)).toEqual([]);
  });
});
