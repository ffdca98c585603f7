import { existsSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, test, vi } from 'vitest';
import { TestEnvironment, type TestEnvironmentOptions } from './environment.ts';
import { findProcess } from './process-table.ts';
import type { TestService } from './service.ts';

vi.setConfig({ testTimeout: 120_000 });

const toyFile = fileURLToPath(new URL('toy.test.kit.ts', import.meta.url));

interface Toy {
  pid: number;
  offspring: number[];
  env: Record<string, string>;
  args: string[];
  cwd: string;
  method: string;
  headers: Record<string, string>;
  text: string;
}

const toy = (name: string, env: Record<string, string> = {}, more: Partial<TestService> = {}): TestService => ({
  name,
  command: process.execPath,
  args: [toyFile],
  env,
  ...more,
});

const open: { stop: () => unknown }[] = [];
afterEach(async () => {
  for (const one of open.splice(0)) await one.stop();
});

async function start(...services: TestService[]): Promise<TestEnvironment> {
  const environment = await TestEnvironment.start({ services, graceMs: 500 });
  open.push(environment);
  return environment;
}

async function refusal(options: TestEnvironmentOptions): Promise<string> {
  const error = await TestEnvironment.start(options).then(
    (environment) => environment.stop().then(() => expect.unreachable('it started')),
    (thrown: Error) => thrown,
  );
  expect(error.name).toBe('EnvironmentError');
  return error.message;
}

const isAlive = (pid: number) => findProcess(pid) !== null;
const look = async (environment: TestEnvironment, name: string) => (await environment.request<Toy>(name, '/')).body;
const startedAt = (environment: TestEnvironment, name: string) => Number(/starts at (\d+)/.exec(environment.logs(name).join('\n'))?.[1]);

test('each service has its port, its folder and the addresses of the others, in its variables and arguments', async () => {
  const environment = await start(
    toy('first', { OTHER: '${second.url}/x,${second.host}:${second.port}', PLAIN: '${HOME} ${unknown.thing}', NODE_ENV: 'test' }),
    toy('second', { DATA: '${self.folder}' }, { args: [toyFile, '--peer=${first.url}'] }),
  );
  const [first, second] = await Promise.all([look(environment, 'first'), look(environment, 'second')]);
  const { port } = new URL(environment.url('second'));
  expect(first.env).toMatchObject({ OTHER: `http://127.0.0.1:${port}/x,127.0.0.1:${port}`, PLAIN: '${HOME} ${unknown.thing}' });
  expect(second.env).toMatchObject({ PORT: port, DATA: environment.folder('second') });
  expect(second.args).toEqual([`--peer=${environment.url('first')}`]);
  expect(existsSync(environment.folder('second'))).toBe(true);
});

test('who depends starts when the other is healthy; who does not starts at the same time', async () => {
  const environment = await start(toy('last', {}, { dependsOn: ['slow'] }), toy('slow', { SICK_MS: '600' }), toy('free'));
  const [slow, last, free] = ['slow', 'last', 'free'].map((name) => startedAt(environment, name)) as [number, number, number];
  expect(last - slow).toBeGreaterThanOrEqual(600);
  expect(free).toBeLessThan(last);
});

test('a request carries a correlation id, by which its lines are found over all services', async () => {
  const environment = await start(toy('user'), toy('profile'), toy('other'));
  const asked = await environment.request<Toy>('user', '/users', { body: { name: 'Ada' }, token: 'secret', headers: { 'X-Tenant': '1' } });
  await environment.request('profile', '/', { correlationId: asked.correlationId });
  await environment.request('other', '/');
  expect(asked).toMatchObject({ status: 200, body: { method: 'POST', text: '{"name":"Ada"}' } });
  expect(asked.body.headers).toMatchObject({
    'x-correlation-id': asked.correlationId,
    authorization: 'Bearer secret',
    'content-type': 'application/json',
    'x-tenant': '1',
  });
  await expect.poll(() => environment.logsOf(asked.correlationId).map(({ service }) => service)).toEqual(['user', 'profile']);
  expect((await environment.request('user', '/', { correlationId: 'mine' })).correlationId).toBe('mine');
});

test('stop ends the stubborn with all that they started, also what left the group, and removes the folders', async () => {
  const environment = await start(toy('family', { STUBBORN: '1', CHILD: '1', STRAY: '1' }), toy('plain'));
  const { pid, offspring } = await look(environment, 'family');
  const folder = environment.folder('family');
  expect([pid, ...offspring].map(isAlive)).toEqual([true, true, true]);
  await environment.stop();
  expect([pid, ...offspring].map(isAlive)).toEqual([false, false, false]);
  expect(environment.logs('family')).toContain('the toy does not want to end');
  expect(existsSync(folder)).toBe(false);
});

test('the end of an await using block stops', async () => {
  let pid = 0;
  {
    await using environment = await TestEnvironment.start({ services: [toy('scoped')] });
    pid = (await look(environment, 'scoped')).pid;
  }
  expect(isAlive(pid)).toBe(false);
});

test('who is killed is gone with its kin and says so; restart brings it back at its address', async () => {
  const environment = await start(toy('user', { CHILD: '1' }));
  const { pid, offspring } = await look(environment, 'user');
  const url = environment.url('user');
  await environment.kill('user');
  expect([pid, ...offspring].map(isAlive)).toEqual([false, false]);
  await expect(environment.request('user', '/')).rejects.toThrow(
    'user does not run: it was ended by SIGKILL. Its last log lines:\n    the toy starts at',
  );
  await expect(environment.kill('user')).rejects.toThrow('user does not run');
  await environment.restart('user');
  expect(environment.url('user')).toBe(url);
  expect((await look(environment, 'user')).pid).not.toBe(pid);
});

test('a gentler signal is only sent', async () => {
  const environment = await start(toy('user', { STUBBORN: '1' }));
  await environment.kill('user', 'SIGTERM');
  await expect.poll(() => environment.logs('user')).toContain('the toy does not want to end');
  expect((await environment.request('user', '/')).status).toBe(200);
});

test('a service that crashes under a request is named with its last log lines', async () => {
  const environment = await start(toy('user'));
  await environment.request('user', '/before');
  const message = /user did not answer GET \/crash: the connection was reset\.[\s\S]*Its last log lines:[\s\S]*\/before/;
  await expect(environment.request('user', '/crash')).rejects.toThrow(message);
  await expect
    .poll(() => environment.request('user', '/').catch((error) => error.message))
    .toMatch(/^user does not run: it ended with exit code 3\./);
  await expect(environment.request('nobody', '/')).rejects.toThrow('There is no nobody in the environment. There are: user.');
});

test('who ends before it is healthy fails at once, with its exit code and log lines, and nothing is left of the others', async () => {
  const startedMs = performance.now();
  const message = await refusal({ services: [toy('broken', { EXIT: '7' }), toy('slow', { SICK_MS: '50000' })] });
  expect(message).toMatch(
    /^broken ended with exit code 7 before it was healthy\. Its last log lines:\n {4}the toy starts at \d+\n {4}the last words of the toy$/,
  );
  expect(performance.now() - startedMs).toBeLessThan(30_000);
});

test.each([
  ['a path that is not there', { HEALTH: '404' }, 'GET /health answered 404 the health of the toy. Is this the path of its health?'],
  ['an endpoint that wants a token', { HEALTH: '401' }, 'answered 401 the health of the toy. Its health must be open'],
  ['illness', { HEALTH: '503' }, 'answered 503 the health of the toy.'],
])('%s is told in time, with the status that was seen', async (_, env, expected) => {
  const message = await refusal({ services: [toy('late', env)], startWithinMs: 3000 });
  expect(message).toMatch(/^late was not healthy within 3 s\. GET \/health/);
  expect(message).toContain(expected);
  expect(message).toContain('Its last log lines:\n    the toy starts');
});

/** Lets a toy wait for leave to listen, and meanwhile takes the ports of the first so many; the first waits for ever. */
async function openThieves(count: number) {
  const thieves: Server[] = [];
  const control = createServer(async (request, response) => {
    if (thieves.length === count) return response.end();
    const thief = createServer((_, answer) => answer.writeHead(200).end('the thief'));
    thieves.push(thief);
    await new Promise<void>((done) => thief.listen(Number(request.url?.slice(1)), '127.0.0.1', done));
    if (thieves.length > 1) response.end();
  });
  await new Promise<void>((done) => control.listen(0, '127.0.0.1', done));
  open.push({
    stop: () => {
      for (const server of [control, ...thieves]) server.close().closeAllConnections();
    },
  });
  const portOf = (server: Server) => (server.address() as AddressInfo).port;
  return { url: `http://127.0.0.1:${portOf(control)}`, stolen: () => thieves.map(portOf) };
}

test('a port that somebody takes in between is given up for another one, whoever answers there, and who had the old address is started again', async () => {
  const { url, stolen } = await openThieves(2);
  const environment = await start(toy('robbed', { SHY: url }), toy('friend', { ROBBED: '${robbed.url}' }));
  const [robbed, friend] = await Promise.all([look(environment, 'robbed'), look(environment, 'friend')]);
  expect(stolen()).toHaveLength(2);
  expect(stolen()).not.toContain(Number(robbed.env.PORT));
  expect(friend.env.ROBBED).toBe(environment.url('robbed'));
});

test('after five ports that were taken it is told', async () => {
  const { url, stolen } = await openThieves(99);
  const message = await refusal({ services: [toy('robbed', { SHY: url })] });
  expect(message).toContain(`robbed cannot be started: a process that is none of its own has taken port ${stolen().at(-1)} meanwhile.`);
  expect(stolen()).toHaveLength(5);
});

test('a program that leaves another one behind and ends has not started, and what it left is ended', async () => {
  const left = `const child = require('child_process').spawn(process.execPath, ['${toyFile}'], { detached: true, stdio: 'ignore' }); console.log(child.pid); child.unref()`;
  const message = await refusal({ services: [toy('daemon', {}, { args: ['-e', left] })] });
  expect(message).toMatch(/^daemon ended with exit code 0 before it was healthy/);
  expect(isAlive(Number(message.split('\n').at(-1)))).toBe(false);
});

test('a fixed port is kept, or refused when somebody has it', async () => {
  const holder = createTcpServer().listen(0, '127.0.0.1');
  await new Promise((done) => holder.once('listening', done));
  const { port } = holder.address() as AddressInfo;
  expect(await refusal({ services: [toy('user', {}, { port })] })).toBe(
    `user asks for port ${port}, which is in use. End what listens there, or leave the port out.`,
  );
  await new Promise((done) => holder.close(done));
  expect((await start(toy('user', {}, { port }))).url('user')).toBe(`http://127.0.0.1:${port}`);
});

test.each<[string, TestEnvironmentOptions, string]>([
  [
    'an unknown dependency',
    { services: [toy('a', {}, { dependsOn: ['b'] })] },
    'a depends on b, which is not part of the environment. There are: a.',
  ],
  ['an address of nobody', { services: [toy('a', { B: '${b.url}' })] }, 'a is given an address of b, which is not part of the environment.'],
  [
    'a cycle',
    { services: [toy('a', {}, { dependsOn: ['b'] }), toy('b', {}, { dependsOn: ['c'] }), toy('c', {}, { dependsOn: ['a'] })] },
    'none can be first: a → b → c → a.',
  ],
  ['one that waits for itself', { services: [toy('a', {}, { dependsOn: ['a'] })] }, 'none can be first: a → a.'],
  ['two of a name', { services: [toy('a'), toy('a')] }, 'two members named a'],
  ['a name that is a path', { services: [toy('../a')] }, '../a cannot be a name'],
  ['the name that each has for itself', { services: [toy('self')] }, 'self cannot be a name'],
  ['a health that is no path', { services: [toy('a', {}, { health: 'healthy' })] }, 'The health of a must be a path'],
  [
    'no such program',
    { services: [toy('a', {}, { command: 'no-such-program' })] },
    'a cannot be started: there is no program no-such-program on the PATH.',
  ],
  ['no such file', { services: [toy('a', {}, { command: './no-such-program' })] }, 'there is no program at ./no-such-program.'],
  ['no such folder', { services: [toy('a', {}, { cwd: '/no/such/folder' })] }, 'there is no folder /no/such/folder.'],
  ['more time than there is', { services: [], startWithinMs: 60_001 }, 'startWithinMs is from 1 to 60000.'],
  ['an unknown kind', { infrastructure: ['mysql' as 'redis'] }, 'There is no infrastructure mysql; there are postgresql and redis.'],
])('%s is refused in words', async (_, options, expected) => {
  expect(await refusal(options)).toContain(expected);
});

test('a signal ends the start, and everything that it started', async () => {
  const stop = new AbortController();
  const started = TestEnvironment.start({
    services: [toy('well'), toy('never', { HEALTH: '500' })],
    signal: stop.signal,
    onProgress: () => stop.abort(new Error('changed my mind')),
  });
  await expect(started).rejects.toThrow('changed my mind');
});
