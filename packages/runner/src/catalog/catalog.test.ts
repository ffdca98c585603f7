import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startPoller } from '../../../../lib/command/poller.ts';
import { database } from '../../../../lib/http/stage.test.kit.ts';
import type { Discovery } from '../../../../lib/model/discovery.ts';
import { type RegistrationInput, registrationSchema, type Service } from '../../../../lib/model/service.ts';
import { Schedule } from '../../../../worker/schedule.ts';
import { runHere, serveApi } from '../api.test.kit.ts';
import { runProgram } from '../program.test.kit.ts';
import { fields } from './registration.ts';

const folder = mkdtempSync(join(tmpdir(), 'signalbox-catalog-'));
let api: Awaited<ReturnType<typeof serveApi>>;
let orders: Server;
let url: string;
let health = 200;

beforeAll(async () => {
  api = await serveApi();
  const document = { openapi: '3.1.0', info: { title: 'Order Service', version: '2.0.0', description: 'Takes orders.' }, paths: {} };
  const answers: Record<string, () => [number, string, string]> = {
    '/healthz': () => [health, 'application/json', `{"status":"${health === 200 ? 'healthy' : 'unhealthy'}","version":"2.0.0"}`],
    '/metrics': () => [200, 'text/plain; version=0.0.4', '# TYPE http_requests_total counter\nhttp_requests_total{status="200"} 1\n'],
    '/openapi.json': () => [200, 'application/json', JSON.stringify(document)],
  };
  orders = createServer((request, response) => {
    const [status, type, body] = answers[request.url ?? '']?.() ?? [404, 'text/plain', 'not here'];
    response.writeHead(status, { 'content-type': type }).end(body);
  });
  await new Promise<void>((resolve) => orders.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(orders.address() as AddressInfo).port}`;
});
afterAll(() => {
  api.close();
  orders.close().closeAllConnections();
  rmSync(folder, { recursive: true, force: true });
});

const read = async (name: string) => (await api.ask<Service & { message: string }>('GET', `/services/${name}`)).body;
const run = (...args: string[]) => runHere(args, api.env);
const writes = () => api.seen.filter(({ method, path }) => method !== 'GET' && path.startsWith('/services')).length;

test('discover: what was found where, and by what it is known', async () => {
  const { code, out } = await run('discover', url);
  expect(code).toBe(0);
  expect(out).toMatch(/Found a health endpoint, metrics, and an API document\./);
  expect(out).toMatch(
    / {2}health {4}\/healthz {2}(certain|likely): .+ \(\d+ ms\)\n {2}metrics {3}\/metrics {2}\w+: .+\n {2}document {2}\/openapi\.json {2}\w+: /,
  );
  expect(out.split('\n').at(-1)).toBe(`signalbox register order-service ${url} --discover`);
  const json = JSON.parse((await run('discover', url, '--json')).out) as Discovery;
  expect(json.document).toMatchObject({ path: '/openapi.json', evidence: expect.any(String) });
  const nobody = await run('discover', 'http://127.0.0.1:59996');
  expect([nobody.code, nobody.out]).toEqual([1, expect.stringContaining('connection refused')]);
});

test('register: once, then nothing is changed, then what differs alone', async () => {
  const args = ['register', 'shop', url, '--team', 'checkout', '--tier', '1', '--tag', 'paid,critical', '--depends-on', 'payments', '--depends-on'];
  const first = await run(...args, 'cache=datastore,optional');
  expect([first.code, first.out]).toEqual([0, `Registered shop at ${url}. Signalbox looks at it from now on.`]);
  expect(await read('shop')).toMatchObject({
    ...{ team: 'checkout', tier: 1, tags: expect.arrayContaining(['paid', 'critical']), healthCheckPath: '/health', metricsPath: '/metrics' },
    dependencies: [
      { service: 'cache', kind: 'datastore', critical: false },
      { service: 'payments', kind: 'http', critical: true },
    ],
  });
  const before = writes();
  const again = await run(...args, 'cache=datastore,optional', '--tag', 'critical,paid');
  expect([again.code, again.out, writes()]).toEqual([0, 'shop is registered so already: nothing was changed.', before]);
  const told = JSON.parse((await run('register', 'shop', url, '--tier', '2', '--team', 'checkout', '--json')).out) as object;
  expect(told).toMatchObject({ outcome: 'changed', changed: ['tier'], service: { name: 'shop', tier: 2, team: 'checkout' } });
  const taken = await run('register', 'shop', url, '--team', '', '--metrics-path', '', '--tag', '');
  expect(taken.out.split('\n')).toEqual(['Changed shop:', '  metricsPath: null', '  team: null', '  tags: []']);
  expect(await read('shop')).toMatchObject({ team: null, metricsPath: null, tags: [], tier: 2 });
});

test('register --discover fills in what nobody has said, here or in the catalog', async () => {
  const { code, complaints } = await run('register', 'found', url, '--discover', '--description', 'Ours.');
  expect([code, complaints]).toEqual([0, expect.stringContaining('/healthz')]);
  expect(await read('found')).toMatchObject({
    ...{ displayName: 'Order Service', description: 'Ours.', healthCheckPath: '/healthz', metricsPath: '/metrics', openapiPath: '/openapi.json' },
  });
  expect((await run('register', 'found', url, '--discover')).out).toContain('nothing was changed');
  await api.ask('PATCH', '/services/found', { healthCheckPath: '/ours', displayName: 'found' });
  expect((await run('register', 'found', url, '--discover')).out).toBe('Changed found:\n  displayName: Order Service');
  expect(await read('found')).toMatchObject({ healthCheckPath: '/ours' });
  const silent = await run('register', 'silent', 'http://127.0.0.1:59996', '--discover');
  expect([silent.code, silent.complaints]).toEqual([0, 'connection refused']);
});

test('register keeps secrets to itself: they are sent, from a file too, and never said', async () => {
  writeFileSync(join(folder, 'token'), 'file-secret-1234\n');
  const { code, out, complaints } = await run(
    'register',
    'guarded',
    url,
    '--api-key',
    'key-secret-1234',
    '--bearer-token',
    `@${join(folder, 'token')}`,
    '--json',
  );
  expect([code, JSON.parse(out)]).toMatchObject([0, { service: { hasApiKey: true, hasBearerToken: true } }]);
  const anew = await run('register', 'guarded', url, '--api-key', 'key-secret-5678');
  expect([anew.code, anew.out]).toEqual([0, 'Changed guarded:\n  apiKey: set anew']);
  expect(out + complaints + anew.out + anew.complaints).not.toMatch(/secret-|sbx_/);
});

test('every field of a registration has its option, and what stands where nobody said anything is what Signalbox fills in', () => {
  const filled = registrationSchema.parse({ name: 'x', baseUrl: url } satisfies RegistrationInput) as Record<string, unknown>;
  const own = ['name', 'baseUrl', 'maintenance', 'tryWrites', 'latencyObjective', 'metricsSource', 'metricsSelector', 'healthFromUp'];
  const known = Object.values(fields).map(({ name }) => name);
  expect(
    Object.keys(filled)
      .filter((name) => !known.includes(name))
      .sort(),
  ).toEqual(own.sort());
  for (const { name, usual } of Object.values(fields)) if (name !== 'displayName') expect([name, usual]).toEqual([name, filled[name]]);
});

test('check: looks now, by the worker, and says verdict and reason; 1 where the service is not up', { timeout: 60_000 }, async () => {
  await run('register', 'looked-at', url, '--health-check-path', '/healthz', '--poll-interval-seconds', '3600');
  const ending = new AbortController();
  const poller = await startPoller(await database(), new Schedule({ maxRunning: 10 }), ending.signal, () => undefined);
  try {
    const up = await run('check', 'looked-at');
    expect([up.code, up.out]).toEqual([0, expect.stringMatching(/^looked-at is up: .+ \(\d+ ms, http:.+\/healthz\)$/)]);
    health = 503;
    const failed = await run('check', 'looked-at');
    expect([failed.code, failed.out]).toEqual([1, expect.stringMatching(/^looked-at is up so far, but this look failed: .*503/)]);
    await run('check', 'looked-at');
    const down = await run('check', 'looked-at', '--json');
    expect([down.code, JSON.parse(down.out)]).toMatchObject([1, { verdict: 'down', ok: false, statusCode: 503 }]);
  } finally {
    health = 200;
    await poller.stop();
  }
});

test('the whole command asks too, and shows no token', async () => {
  const { code, out, complaints } = await runProgram(['register', 'whole', url, '--domain', 'sales'], api.env);
  expect([code, out.trim(), complaints]).toEqual([0, `Registered whole at ${url}. Signalbox looks at it from now on.`, '']);
  const refused = await runProgram(['discover', url, '--token', 'sbx_of-nobody'], api.env);
  expect([refused.code, refused.complaints]).toEqual([2, expect.stringContaining('--token or SIGNALBOX_TOKEN')]);
  expect(out + complaints + refused.out + refused.complaints).not.toMatch(/sbx_/);
});

test.each<[string, string[], string]>([
  ['register without an address', ['register', 'x'], 'signalbox register <name> <base URL>'],
  ['a name that is none', ['register', 'My Shop', 'http://127.0.0.1:1'], 'My Shop is no name of a service'],
  ['an address that is none', ['register', 'x', 'nowhere'], 'baseUrl: the base URL must be an http or https URL'],
  ['an address that is forbidden', ['register', 'x', 'http://169.254.169.254'], 'baseUrl'],
  ['a tier that is none', ['register', 'x', 'http://127.0.0.1:1', '--tier', 'high'], '--tier takes a number'],
  ['a tier that there is not', ['register', 'x', 'http://127.0.0.1:1', '--tier', '9'], 'tier: '],
  ['a lifecycle that there is not', ['register', 'x', 'http://127.0.0.1:1', '--lifecycle', 'old'], '--lifecycle takes experimental, production'],
  ['a link without a kind', ['register', 'x', 'http://127.0.0.1:1', '--link', 'https://wiki'], '--link takes <kind>=<address>'],
  ['a kind that there is not', ['register', 'x', 'http://127.0.0.1:1', '--depends-on', 'y=mail'], '--depends-on takes http, event, datastore'],
  ['a path that is none', ['register', 'x', 'http://127.0.0.1:1', '--metrics-path', 'metrics'], 'metricsPath: must begin with /'],
  ['a secret file that is missing', ['register', 'x', 'http://127.0.0.1:1', '--api-key', '@nowhere'], 'There is no file nowhere'],
  ['discover without an address', ['discover'], 'Name one base URL'],
  ['discover of what is forbidden', ['discover', 'http://169.254.169.254'], 'baseUrl'],
  ['check of nobody', ['check', 'nobody'], 'There is no service named nobody'],
  ['check of two', ['check', 'a', 'b'], 'Name one service'],
  ['ladder of two', ['ladder', 'a', 'b'], 'Name one service'],
  ['a level that there is not', ['ladder', 'a', '--at-least', '5'], '--at-least takes a whole number from 0 to 4'],
])('%s is refused in words, with exit code 2', async (_, args, words) => {
  const { code, out, complaints } = await run(...args);
  expect([code, out]).toEqual([2, '']);
  expect(complaints).toContain(words);
  expect(complaints).not.toMatch(/\n\s+at /);
});
