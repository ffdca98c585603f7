import { beforeAll, expect, test } from 'vitest';
import type { Handover, HandoverRow } from '#lib/model/handover.ts';
import type { Trouble } from '#lib/model/trouble.ts';
import type { WallFrame } from '#lib/model/wall.ts';
import { holdBreaker, stand, startedMs } from './fleet.test.kit.ts';
import { callApi, enrol, type Person } from './stage.test.kit.ts';

const minuteMs = 60_000;
let admin: Person;

async function register(name: string, more: { dependencies?: { service: string }[]; tags?: string[]; tier?: number } = {}): Promise<void> {
  const body = { name, baseUrl: 'http://x.example.com', ...more };
  expect((await callApi('POST', '/services', { headers: admin.headers, body })).status).toBe(201);
}

const crowd = Array.from({ length: 26 }, (_, at) => `crowd-${at}`);

beforeAll(async () => {
  admin = await enrol('admin');
  await register('payments');
  await register('orders', { dependencies: [{ service: 'payments' }], tags: ['front'] });
  await register('gateway', { dependencies: [{ service: 'orders' }], tags: ['front'] });
  await register('inventory', { tags: ['store'] });
  await register('reports', { tags: ['store'] });
  await register('calm', { tags: ['quiet'] });
  await stand('payments', 'down', 'connection refused', startedMs - 4 * minuteMs);
  await stand('orders', 'degraded', '12 % of answers are 5xx · 1 min', startedMs - 3 * minuteMs);
  await stand('inventory', 'degraded', 'slow', startedMs - 2 * minuteMs);
  await stand('reports', 'unknown', 'our own network fails', startedMs - minuteMs);
  for (const name of ['gateway', 'calm']) await stand(name, 'up', 'HTTP 200', startedMs - 900 * minuteMs);
  await holdBreaker('orders', 'payments', 0, startedMs - 30 * minuteMs);
  await holdBreaker('orders', 'payments', 2, startedMs - 3 * minuteMs);
  for (const name of crowd) await register(name, { tier: 4, tags: ['crowd'] });
  for (const name of crowd) await stand(name, 'down', 'connection refused', startedMs - minuteMs);
});

async function frameOf(tag: string | null): Promise<WallFrame> {
  const panels = [{ kind: 'handover', service: null, rows: 2 }];
  const body = { name: 'wall', title: 'Wall', scope: { tag }, pages: [{ kind: 'auto' }, { kind: 'panels', panels }] };
  const answer = await callApi<{ frame: WallFrame }>('POST', '/walls/preview', { headers: admin.headers, body });
  expect(answer.status).toBe(200);
  return answer.body.frame;
}

const read = async <T>(path: string) => (await callApi<T>('GET', path, { headers: admin.headers })).body;
const readFleet = () => read<{ wrong: Trouble[]; wrongTotal: number }>('/fleet');
const untold = ({ follows, ...incident }: Trouble) => incident;

test('a wall shows the incidents of the fleet page, in its order, what follows counted', async () => {
  const [fleet, frame] = [await readFleet(), await frameOf(null)];
  expect(fleet.wrong[0]).toMatchObject({ service: 'payments', followsTotal: 2 });
  expect(frame.problems).toEqual(fleet.wrong.slice(0, 24).map(untold));
  expect(frame).toMatchObject({ problemsTotal: fleet.wrongTotal, followsTotal: 2, problemCounts: { down: 27, degraded: 1, unknown: 1 } });
});

test('a wall about some services shows the incidents that concern them, even where the cause lies elsewhere', async () => {
  const { wrong } = await readFleet();
  const told = async (tag: string) => (await frameOf(tag)).problems;
  expect(await told('front')).toEqual(wrong.filter((one) => one.kind === 'service' && one.service === 'payments').map(untold));
  expect((await told('store')).map((one) => one.kind === 'service' && [one.service, one.verdict])).toEqual([
    ['inventory', 'degraded'],
    ['reports', 'unknown'],
  ]);
  expect(await told('quiet')).toEqual([]);
});

test('a small scope is not crowded out by what is worse elsewhere', async () => {
  expect((await frameOf('crowd')).problemsTotal).toBe(crowd.length);
  expect((await frameOf('store')).problemsTotal).toBe(2);
});

test('the handover of a wall is that of the fleet page, of its services', async () => {
  const title = (row: HandoverRow) => [row.kind === 'service' ? row.service : `${row.caller} → ${row.callee}`, row.hits, row.times];
  const fleet = await read<Handover>('/handover?hours=8');
  const whole = (await frameOf(null)).handover;
  expect(whole).toMatchObject({ services: fleet.services, breakers: fleet.breakers, notCalm: fleet.notCalm });
  expect(whole.rows.map(title)).toEqual(fleet.rows.slice(0, 5).map(title));
  const { handover, panels } = await frameOf('front');
  expect(handover).toMatchObject({ services: 1, breakers: 1 });
  expect(handover.rows.map(title)).toEqual(fleet.rows.map(title).filter(([name]) => `${name}`.startsWith('orders')));
  expect(panels[1]?.[0]).toMatchObject({ kind: 'handover', handover: { services: 1, rows: [{}, {}] } });
});
