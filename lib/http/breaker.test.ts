import { beforeAll, expect, test } from 'vitest';
import { judgeBreakers } from '#lib/model/dialect/breaker-status.ts';
import type { BreakerTotals } from '#lib/model/dialect/breaker-totals.ts';
import { readBreakers } from '#lib/model/dialect/breakers.ts';
import { parseExposition } from '#lib/probe/exposition.ts';
import { keepBreakers } from '#lib/store/breaker-state.ts';
import { callApi, database, enrol, type Person } from './stage.test.kit.ts';

let admin: Person;
const asAdmin = <T = Record<string, unknown>>(method: string, path: string, body?: unknown) =>
  callApi<T>(method, path, { headers: admin.headers, body });

interface Listed {
  total: number;
  breakers: { caller: string; callee: string; state: string; nextTryAt: string | null; since: string }[];
  capacity: unknown[];
  ejections: unknown[];
}

async function keep(caller: string, text: string, ages: { atMs: number; staleAtMs: number }, instance = ''): Promise<void> {
  const db = await database();
  const { id } = await db.service.findUniqueOrThrow({ where: { name: caller } });
  const totals = readBreakers(parseExposition(Buffer.from(`${text}\n`), null)) as BreakerTotals;
  await keepBreakers(db, [{ serviceId: id, instance, caller, ...ages, statuses: judgeBreakers(totals, null, new Map(), 0) }]);
}

beforeAll(async () => {
  admin = await enrol('admin');
  for (const name of ['checkout', 'ledger', 'ledger-mirror', 'old-caller'])
    expect((await asAdmin('POST', '/services', { name, baseUrl: 'http://ledger.example.com', circuitBreakerTimeoutSeconds: 30 })).status).toBe(201);
  const atMs = Date.now();
  const fresh = { atMs, staleAtMs: atMs + 600_000 };
  const states = ['ledger-service', 'mail', 'LedgerMirror'].map((name, i) => `service_circuit_breaker_state{service="${name}"} ${2 - i}`);
  const lanes = ['service_bulkhead_rejections_total{service="ledger"} 0', 'envoy_cluster_outlier_detection_ejections_active{cluster_name="mail"} 1'];
  await keep('checkout', [...states, ...lanes].join('\n'), fresh);
  await keep('old-caller', 'service_circuit_breaker_state{service="ledger"} 0', { atMs: atMs - 90_000, staleAtMs: atMs - 50_000 });
});

test('breakers are listed worst first, with the callee that is registered, its wait, and how it is known', async () => {
  const { body } = await asAdmin<Listed>('GET', '/breakers');
  expect(body.breakers.map(({ caller, callee, state }) => [caller, callee, state])).toEqual([
    ['checkout', 'ledger', 'open'],
    ['checkout', 'mail', 'half-open'],
    ['old-caller', 'ledger', 'unknown'],
    ['checkout', 'ledger-mirror', 'closed'],
  ]);
  expect(body).toMatchObject({ total: 4, counts: { open: 1, 'half-open': 1, unknown: 1, closed: 1 } });
  const [open, probing, stale] = body.breakers;
  expect(open).toMatchObject({
    ...{
      calleeKnown: true,
      name: 'ledger-service',
      stale: false,
      history: [{ from: 'unknown', to: 'open' }],
      policy: { from: 'registration', failures: 5, waitSeconds: 30 },
    },
    source: { dialect: 'Signalbox SDK', rule: 'S3', series: 'service_circuit_breaker_state', callee: 'service', detail: null },
  });
  expect(Date.parse(open?.nextTryAt ?? '') - Date.parse(open?.since ?? '')).toBe(30_000);
  expect(probing).toMatchObject({ calleeKnown: false, policy: null, nextTryAt: null });
  expect(stale).toMatchObject({ stale: true, lastState: 'closed' });
  expect(body.capacity).toMatchObject([{ caller: 'checkout', callee: 'ledger', full: null }]);
  expect(body.ejections).toMatchObject([{ caller: 'checkout', callee: 'mail', out: 1, total: null }]);
});

test('a part of a name and a state narrow the list; a state that there is not is refused', async () => {
  const found = async (query: string) => (await asAdmin<Listed>('GET', `/breakers?${query}`)).body.breakers.map(({ callee }) => callee);
  expect([await found('q=MAIL'), await found('state=open'), await found('q=old-&state=open')]).toEqual([['mail'], ['ledger'], []]);
  expect(await found('limit=1')).toEqual(['ledger']);
  expect((await asAdmin('GET', '/breakers?state=ajar')).status).toBe(400);
});

test('a service has those that it holds and those that are held against it, and no other', async () => {
  const of = async (name: string) =>
    (await asAdmin<Listed>('GET', `/services/${name}/breakers`)).body.breakers.map(({ caller, callee }) => `${caller} ${callee}`);
  expect(await of('ledger')).toEqual(['checkout ledger', 'old-caller ledger']);
  expect(await of('checkout')).toEqual(['checkout ledger', 'checkout mail', 'checkout ledger-mirror']);
  expect(await of('ledger-mirror')).toEqual(['checkout ledger-mirror']);
  expect((await asAdmin('GET', '/services/none/breakers')).status).toBe(404);
});

test('the edge of the graph between caller and callee has the worst state of its breakers', async () => {
  await asAdmin('PATCH', '/services/checkout', { dependencies: [{ service: 'ledger' }, { service: 'ledger-mirror' }] });
  await asAdmin('PATCH', '/services/ledger', { dependencies: [{ service: 'ledger-mirror' }] });
  const { edges } = (await asAdmin<{ edges: { from: string; to: string; breakerState: string }[] }>('GET', '/graph')).body;
  expect(edges.map(({ from, to, breakerState }) => [from, to, breakerState])).toEqual([
    ['checkout', 'ledger', 'open'],
    ['checkout', 'ledger-mirror', 'closed'],
    ['ledger', 'ledger-mirror', 'unknown'],
  ]);
});

test('the fleet counts what is open, and a document tells the worst breaker that is held against its service', async () => {
  const fleet = (await asAdmin<{ breakers: unknown }>('GET', '/fleet')).body.breakers;
  expect(fleet).toEqual({ open: 1, halfOpen: 1, total: 4 });
  const live = async (name: string) =>
    (await asAdmin<{ service: { breakerState: string } }>('GET', `/services/${name}/document/live`)).body.service.breakerState;
  expect([await live('ledger'), await live('ledger-mirror'), await live('old-caller')]).toEqual(['open', 'closed', 'unknown']);
});

test('a breaker that several instances hold is one row, with how many are open', async () => {
  const urls = ['http://10.0.0.1:80', 'http://10.0.0.2:80', 'http://10.0.0.3:80'];
  await asAdmin('POST', '/services', { name: 'spread', baseUrl: 'http://spread.example.com', instances: urls });
  const atMs = Date.now();
  for (const [at, url] of urls.entries())
    await keep('spread', `service_circuit_breaker_state{service="mail"} ${at === 1 ? 2 : 0}`, { atMs: atMs + at, staleAtMs: atMs + 600_000 }, url);
  const read = async () => (await asAdmin<{ total: number; breakers: unknown[] }>('GET', '/services/spread/breakers')).body;
  const list = await read();
  expect(list.total).toBe(1);
  expect(list.breakers).toMatchObject([
    {
      ...{ caller: 'spread', callee: 'mail', state: 'open', stale: false },
      instances: [
        { instance: urls[1], state: 'open' },
        { instance: urls[0], state: 'closed' },
        { instance: urls[2], state: 'closed' },
      ],
      history: [{ to: 'closed' }, { from: 'closed', to: 'open' }],
    },
  ]);
  await asAdmin('PATCH', '/services/spread', { instances: [urls[0], urls[2]] });
  expect((await read()).breakers).toMatchObject([{ state: 'closed', instances: [{ instance: urls[0] }, { instance: urls[2] }] }]);
});

test('a breaker that is named by a host or an address is held against the service that answers there', async () => {
  for (const [name, baseUrl] of [
    ['bank', 'https://pay.example.com'],
    ['till', 'http://10.9.8.7:4002'],
  ])
    expect((await asAdmin('POST', '/services', { name, baseUrl })).status).toBe(201);
  const names = ['pay.example.com', '10.9.8.7:4002', '10.9.8.7:4003'];
  const text = names.map((name) => `service_circuit_breaker_state{service="${name}"} 0`).join('\n');
  await keep('ledger', text, { atMs: Date.now(), staleAtMs: Date.now() + 600_000 });
  const of = async (name: string) =>
    (await asAdmin<Listed>('GET', `/services/${name}/breakers`)).body.breakers.map(({ caller, callee }) => `${caller} ${callee}`);
  expect(await of('bank')).toEqual(['ledger bank']);
  expect(await of('till')).toEqual(['ledger till']);
});

interface Told {
  breakers: { callee: string; window: unknown; probes: unknown }[];
}

test('how full the window of calls is, and how the tries went, where the library exports it', async () => {
  const ages = { atMs: Date.now(), staleAtMs: Date.now() + 600_000 };
  const lines = (name: string, state: string, rate: number, ok: number, failed: number) => [
    `resilience4j_circuitbreaker_state{name="${name}",state="${state}"} 1`,
    `resilience4j_circuitbreaker_failure_rate{name="${name}"} ${rate}`,
    `resilience4j_circuitbreaker_buffered_calls{name="${name}",kind="successful"} ${ok}`,
    `resilience4j_circuitbreaker_buffered_calls{name="${name}",kind="failed"} ${failed}`,
  ];
  expect((await asAdmin('POST', '/services', { name: 'windows', baseUrl: 'http://windows.example.com' })).status).toBe(201);
  await keep(
    'windows',
    [...lines('filling', 'closed', -1, 30, 7), ...lines('full', 'closed', 12, 88, 12), ...lines('trying', 'half_open', -1, 3, 1)].join('\n'),
    ages,
  );
  const { breakers } = (await asAdmin<Told>('GET', '/breakers?q=windows')).body;
  const of = (callee: string) => breakers.find((one) => one.callee === callee);
  expect(of('filling')).toMatchObject({ window: { calls: 37, needed: 100 }, probes: null });
  expect(of('full')).toMatchObject({ window: { calls: 100, needed: null }, probes: null });
  expect(of('trying')).toMatchObject({ window: null, probes: { passed: 3, failed: 1, needed: 10 } });
});
