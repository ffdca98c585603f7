import { beforeAll, expect, test } from 'vitest';
import type { Handover } from '#lib/model/handover.ts';
import type { Trouble } from '#lib/model/trouble.ts';
import type { Verdict } from '#lib/model/verdict.ts';
import { insertChanges } from '#lib/store/change.ts';
import { keepEdges } from '#lib/store/edge.ts';
import { holdBreaker, idOf, stand, startedMs } from './fleet.test.kit.ts';
import { callApi, database, enrol, type Person } from './stage.test.kit.ts';

let admin: Person;
const minuteMs = 60_000;
const read = <T>(path: string) => callApi<T>('GET', path, { headers: admin.headers });
beforeAll(async () => {
  admin = await enrol('admin');
  const register = async (name: string, dependencies: { service: string; critical?: boolean }[] = []) => {
    const { status } = await callApi('POST', '/services', { headers: admin.headers, body: { name, baseUrl: 'http://x.example.com', dependencies } });
    expect(status).toBe(201);
  };
  await register('payments');
  await register('orders', [{ service: 'payments' }]);
  await register('gateway', [{ service: 'orders' }]);
  await register('inventory');
  const seen = { caller: '', kind: 'http', source: 'opentelemetry-client', errorRatio: null, latencyMsP95: null, seenAtMs: startedMs } as const;
  const edges = [{ ...seen, callee: 'gateway', requestRate: 3 }];
  await keepEdges(await database(), [{ serviceId: await idOf('inventory'), edges }], startedMs);
});

test('the handover of a calm fleet is empty; hours beyond a day are refused', async () => {
  for (const name of ['payments', 'orders', 'gateway', 'inventory']) await stand(name, 'up', 'HTTP 200', startedMs - 900 * minuteMs);
  const { status, body } = await read<Handover>('/handover');
  expect(status).toBe(200);
  expect(body).toMatchObject({ services: 0, breakers: 0, notCalm: 0, rows: [] });
  expect(Date.parse(body.to) - Date.parse(body.from)).toBe(8 * 60 * minuteMs);
  expect((await read('/handover?hours=25')).status).toBe(400);
});

test('the handover lists what left its calm state, most disruptive first', async () => {
  const db = await database();
  const turned = (service: string, from: Verdict, to: Verdict, reason: string) =>
    ({ kind: 'verdict.changed', subject: service, data: { service, from, to, reason } }) as const;
  await insertChanges(db, [turned('inventory', 'up', 'down', 'HTTP 503')], startedMs - 60 * minuteMs);
  await insertChanges(db, [turned('inventory', 'down', 'up', 'HTTP 200')], startedMs - 55 * minuteMs);
  await insertChanges(db, [turned('payments', 'up', 'down', 'connection refused')], startedMs - 4 * minuteMs);
  await stand('payments', 'down', 'connection refused', startedMs - 4 * minuteMs);
  await holdBreaker('orders', 'payments', 0, startedMs - 30 * minuteMs);
  await holdBreaker('orders', 'payments', 2, startedMs - 3 * minuteMs);
  const { body } = await read<Handover>('/handover?hours=8');
  expect(body).toMatchObject({ services: 2, breakers: 1, notCalm: 2 });
  expect(body.rows.map((row) => (row.kind === 'service' ? row.service : `${row.caller} → ${row.callee}`))).toEqual([
    ...['payments', 'orders → payments', 'inventory'],
  ]);
  expect(body.rows[0]).toMatchObject({ hits: 3, times: 1, calmNow: false, reason: 'connection refused' });
  expect(body.rows[1]).toMatchObject({ hits: 3, state: 'open', ribbon: [{ state: 'closed' }, { state: 'open' }] });
  expect(body.rows[2]).toMatchObject({ away: 5 * minuteMs, calmNow: true, reason: 'HTTP 503' });
});

interface Summary {
  wrong: Trouble[];
  wrongTotal: number;
}

test('what is wrong is one incident, with whom it hits by declared and by seen calls, and what follows from it', async () => {
  await stand('orders', 'degraded', '12 % of answers are 5xx · 1 min');
  const { body } = await read<Summary>('/fleet');
  expect(body.wrongTotal).toBe(1);
  expect(body.wrong).toMatchObject([
    {
      ...{ kind: 'service', service: 'payments', verdict: 'down', reason: 'connection refused', cause: null, followsTotal: 2 },
      blast: { services: 3, requestRate: 412, direct: ['orders'], beyond: ['gateway', 'inventory'] },
      follows: [
        { kind: 'breaker', caller: 'orders', callee: 'payments', state: 'open', cause: 'payments is down' },
        { kind: 'service', service: 'orders', cause: 'calls payments, which is down' },
      ],
    },
  ]);
});

test('the graph says where an incident begins, whole and around a service alike', async () => {
  const begun = async (query: string) => {
    const { body } = await read<{ nodes: { id: string; incidents: number }[] }>(`/graph${query}`);
    return body.nodes.filter(({ incidents }) => incidents > 0).map(({ id, incidents }) => [id, incidents]);
  };
  expect(await begun('')).toEqual([['payments', 1]]);
  expect(await begun('?around=orders')).toEqual([['payments', 1]]);
});
