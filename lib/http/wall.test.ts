import { beforeAll, expect, test } from 'vitest';
import type { WallFrame } from '#lib/model/wall.ts';
import { callApi, database, enrol, type Person } from './stage.test.kit.ts';

let user: Person;
let guest: Person;

beforeAll(async () => {
  [user, guest] = [await enrol('user'), await enrol('guest')];
});

interface Pairing {
  code: string;
  claim: string;
  expiresAt: string;
}

const begin = async (wall = 'fleet') => (await callApi<Pairing>('POST', `/walls/${wall}/pairing`, { body: {} })).body;
const pair = (code: string, who = user) => callApi<Problem>('POST', '/screens', { headers: who.headers, body: { code, name: 'Kitchen' } });
const claim = (text: string, wall = 'fleet') => callApi<{ state: string }>('POST', `/walls/${wall}/pairing/claim`, { body: { claim: text } });

interface Problem {
  code: string;
  message: string;
}

/** A paired screen: what it sends. */
async function pairedScreen(wall = 'fleet') {
  const { code, claim: text } = await begin(wall);
  expect((await pair(code, await enrol('user'))).status).toBe(200);
  const claimed = await claim(text, wall);
  expect(claimed.body).toEqual({ state: 'paired' });
  const cookies = claimed.headers.getSetCookie();
  return { cookies, headers: { cookie: cookies[0]?.split(';')[0] ?? '' } };
}

test('a screen is paired by the code it shows, and its cookie is for its own wall alone', async () => {
  const { cookies, headers } = await pairedScreen();
  expect(cookies.map((cookie) => cookie.replace(/=sbw_[^;]+/, '=…'))).toEqual([
    'signalbox.screen=…; Path=/wall/fleet; Max-Age=315360000; HttpOnly; SameSite=Lax',
    'signalbox.screen=…; Path=/api/v1/walls/fleet; Max-Age=315360000; HttpOnly; SameSite=Lax',
  ]);
  const { status, body } = await callApi<WallFrame>('GET', '/walls/fleet/frame', { headers });
  expect(status).toBe(200);
  expect(body).toMatchObject({ wall: { name: 'fleet', readyMade: true }, problems: [], problemsTotal: 0 });
  expect(Math.abs(Date.parse(body.at) - Date.now())).toBeLessThan(10_000);
});

test('a screen reads nothing of another wall, writes nothing, and is no token of the API', async () => {
  expect((await callApi('POST', '/walls', { headers: user.headers, body: { name: 'other', title: 'Other' } })).status).toBe(201);
  const { headers } = await pairedScreen();
  expect((await callApi<Problem>('GET', '/walls/other/frame', { headers })).body.message).toBe('This screen is paired with another wall.');
  for (const [method, path] of [
    ['GET', '/walls'],
    ['GET', '/services'],
    ['GET', '/fleet'],
    ['GET', '/users'],
    ['DELETE', '/walls/other'],
    ['PATCH', '/walls/fleet'],
    ['POST', '/screens'],
  ] as const)
    expect((await callApi(method, path, { headers, ...(method === 'GET' || method === 'DELETE' ? {} : { body: {} }) })).status).toBe(403);
  const token = headers.cookie.split('=')[1] ?? '';
  expect((await callApi('GET', '/walls/fleet/frame', { headers: { authorization: `Bearer ${token}` } })).status).toBe(401);
});

test('a revoked screen is refused at once', async () => {
  const { headers } = await pairedScreen();
  const { body } = await callApi<{ screens: { id: string }[] }>('GET', '/screens', { headers: user.headers });
  for (const { id } of body.screens) expect((await callApi('DELETE', `/screens/${id}`, { headers: user.headers })).status).toBe(204);
  expect((await callApi('GET', '/walls/fleet/frame', { headers })).status).toBe(401);
  expect((await callApi('DELETE', '/screens/none', { headers: user.headers })).status).toBe(404);
});

test('a code that is wrong, used, run out or no code is refused in words, and guests pair nothing', async () => {
  const { code, claim: text } = await begin();
  expect((await pair(code, guest)).status).toBe(403);
  expect((await pair('hello')).body.message).toMatch(/is not such a code/);
  expect((await pair('AAAAAAAA')).body.message).toMatch(/No screen shows this code now/);
  expect((await pair(code.toLowerCase())).status).toBe(200);
  expect((await pair(code)).body.message).toMatch(/was used already/);
  expect((await claim(text)).body.state).toBe('paired');
  expect((await claim(text)).body.state).toBe('expired');
  const late = await begin();
  await (await database()).wallPairing.updateMany({ data: { expiresAt: new Date(Date.now() - 1) } });
  expect((await pair(late.code)).body.message).toMatch(/has run out/);
  expect((await claim(late.claim)).body.state).toBe('expired');
  expect((await callApi('POST', '/walls/nowhere/pairing', { body: {} })).status).toBe(404);
});

test('codes cannot be guessed one after another', async () => {
  const guesser = await enrol('user');
  const statuses: number[] = [];
  for (let guess = 0; guess < 12; guess++) statuses.push((await pair('AAAAAAAA', guesser)).status);
  expect(statuses.slice(0, 10)).toEqual(Array(10).fill(400));
  expect(statuses.slice(10)).toEqual([429, 429]);
});

test('a wall that cannot be read from its back row is refused with what to change', async () => {
  const wall = { name: 'far', title: 'Far', diagonalInches: 43, seatM: 6, pages: [{ kind: 'panels', panels: [{ kind: 'ranking', rows: 12 }] }] };
  const refused = await callApi<{ message: string; details: { issues: { path: string }[] } }>('POST', '/walls', {
    headers: user.headers,
    body: wall,
  });
  expect(refused.status).toBe(400);
  expect(refused.body.message).toContain('at 6 m on 43″ 4 services fit, you chose 12. Choose 4');
  expect(refused.body.details.issues[0]?.path).toBe('pages.0.panels.0');
  const preview = await callApi<{ misfits: unknown[] }>('POST', '/walls/preview', { headers: user.headers, body: wall });
  expect(preview.body.misfits).toHaveLength(1);
  expect((await callApi('POST', '/walls', { headers: user.headers, body: { ...wall, seatM: 2.5 } })).status).toBe(201);
  const moved = await callApi<Problem>('PATCH', '/walls/far', { headers: user.headers, body: { seatM: 9 } });
  expect([moved.status, moved.body.code]).toEqual([400, 'validation_failed']);
});

test('the ready-made wall can be changed, put back, and not removed', async () => {
  const change = (body: object) => callApi<{ title: string }>('PATCH', '/walls/fleet', { headers: user.headers, body });
  expect((await change({ title: 'Everything' })).body.title).toBe('Everything');
  expect((await callApi('DELETE', '/walls/fleet', { headers: user.headers })).status).toBe(204);
  expect((await callApi<{ title: string }>('GET', '/walls/fleet', { headers: guest.headers })).body.title).toBe('Fleet');
  expect((await callApi('DELETE', '/walls/fleet', { headers: user.headers })).status).toBe(409);
  expect((await callApi('POST', '/walls', { headers: user.headers, body: { name: 'fleet', title: 'x' } })).status).toBe(409);
});

test('every kind of panel is filled, and one about a service that is gone says so', async () => {
  const admin = await enrol('admin');
  const body = { name: 'lonely', baseUrl: 'http://10.20.30.40:8080' };
  expect((await callApi('POST', '/services', { headers: admin.headers, body })).status).toBe(201);
  const panel = (kind: string, service: string | null = null) => ({ kind, service, rows: 2 });
  const pages = [
    { kind: 'panels', panels: [panel('ranking'), panel('breakers'), panel('latency'), panel('signals', 'lonely')] },
    { kind: 'panels', panels: [panel('neighbours', 'lonely'), panel('changes'), panel('handover'), panel('heat', 'lonely')] },
    { kind: 'panels', panels: [panel('signals', 'gone')] },
  ];
  const draft = { name: 'all', title: 'All', diagonalInches: 75, seatM: 3, pages };
  const { status, body: answer } = await callApi<{ frame: WallFrame }>('POST', '/walls/preview', { headers: user.headers, body: draft });
  expect(status).toBe(200);
  expect(answer.frame.panels.map((page) => page.map(({ kind }) => kind))).toEqual([
    ['ranking', 'breakers', 'latency', 'signals'],
    ['neighbours', 'changes', 'handover', 'heat'],
    ['missing'],
  ]);
  expect(
    (await callApi('POST', '/walls', { headers: user.headers, body: { ...draft, pages: [{ kind: 'panels', panels: [panel('signals')] }] } })).status,
  ).toBe(400);
});
