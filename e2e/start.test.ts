import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execPath } from 'node:process';
import { afterAll, afterEach, expect, test } from 'vitest';
import { cleanEnv, findFreePort, findProcesses, type RunningProcess, run, until } from './support/process.ts';

const folder = mkdtempSync(join(tmpdir(), 'signalbox-start-'));
const dataDir = join(folder, 'data');
const mark = `SIGNALBOX_DATA_DIR=${dataDir}`;
const started: RunningProcess[] = [];

const variables = async (extra: Record<string, string> = {}) =>
  cleanEnv({ PORT: String(await findFreePort()), HOST: '127.0.0.1', SIGNALBOX_DATA_DIR: dataDir, LOG_LEVEL: 'warn', ...extra });

/** `npm start` as a terminal runs it: in a process group of its own. */
async function startNpm(): Promise<RunningProcess & { port: string }> {
  const env = await variables();
  const npm = run('npm', ['start'], { env, detached: true });
  started.push(npm);
  await until(() => npm.output().includes('ready in') || npm.child.exitCode !== null, 240_000, npm.output);
  expect(npm.output()).toContain('ready in');
  return { ...npm, port: String(env.PORT) };
}

const pidOf = (running: RunningProcess) => running.child.pid as number;
const left = () => findProcesses(mark).map(({ command }) => command);
const noneLeft = () =>
  until(
    () => left().length === 0,
    40_000,
    () => `still running: ${left().join(' | ')}`,
  );

/** Starts as `npm start` does, expects it to refuse, and answers what it wrote. */
async function startInVain(extra: Record<string, string>): Promise<string> {
  const env = await variables(extra);
  const refused = run(execPath, ['scripts/bootstrap.mjs', 'start'], { env });
  expect(await refused.ended).toBe(1);
  return refused.output().trim();
}

afterEach(async () => {
  for (const npm of started.splice(0)) {
    if (npm.child.exitCode === null && npm.child.signalCode === null) process.kill(-pidOf(npm), 'SIGKILL');
  }
  await noneLeft();
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('a first start prints the address and a one-time set-up link, keeps its data to its owner, and Ctrl-C leaves no process', async () => {
  const npm = await startNpm();
  expect(npm.output()).toContain(`http://127.0.0.1:${npm.port}`);
  await until(() => npm.output().includes('/setup?secret='), 5000, npm.output);
  expect((await fetch(`http://127.0.0.1:${npm.port}/healthz`)).status).toBe(200);
  expect(statSync(dataDir).mode & 0o777).toBe(0o700);
  process.kill(-pidOf(npm), 'SIGINT');
  await noneLeft();
  expect(npm.output()).toContain('stopping …');
});

test('a second start is ready in seconds and installs, generates and builds nothing', async () => {
  const builtAtMs = statSync('.next/BUILD_ID').mtimeMs;
  const npm = await startNpm();
  expect(npm.output()).not.toMatch(/installing|generating|building|applied/);
  expect(statSync('.next/BUILD_ID').mtimeMs).toBe(builtAtMs);
  process.kill(pidOf(npm), 'SIGTERM');
  await noneLeft();
  expect(npm.output()).toContain('stopping …');
});

test('kill -9 of npm leaves no process', async () => {
  const npm = await startNpm();
  process.kill(pidOf(npm), 'SIGKILL');
  await noneLeft();
});

test('kill -9 of what npm started leaves no process', async () => {
  await startNpm();
  const bootstrap = findProcesses(mark).find(({ command }) => /node \S*scripts\/bootstrap\.mjs start$/.test(command));
  expect(bootstrap).toBeDefined();
  process.kill(bootstrap?.pid as number, 'SIGKILL');
  await noneLeft();
});

test('a worker that dies is started again; a web server that dies ends everything', async () => {
  const npm = await startNpm();
  const find = (name: RegExp) => findProcesses(mark).find(({ command }) => name.test(command));
  const worker = find(/worker\/main\.ts/)?.pid as number;
  process.kill(worker, 'SIGKILL');
  await until(() => ![undefined, worker].includes(find(/worker\/main\.ts/)?.pid), 20_000, npm.output);
  process.kill(find(/next-server|next start|bin\/next/)?.pid as number, 'SIGKILL');
  expect(await npm.ended).not.toBe(0);
  await noneLeft();
});

test('a port that is taken is one clear line', async () => {
  const port = await findFreePort();
  const server = createServer();
  await new Promise<void>((done) => server.listen(port, '127.0.0.1', () => done()));
  const said = await startInVain({ PORT: String(port) });
  expect(said).toBe(`Port ${port} is in use by another program. Stop it or start with PORT=${port < 65_535 ? port + 1 : port - 1}.`);
  await new Promise((done) => server.close(done));
});

test('every broken variable of the environment is one clear line', async () => {
  const said = await startInVain({ PORT: 'many', SIGNALBOX_OUTBOUND_MODE: 'open', SIGNALBOX_ADMIN_EMAIL: 'me@example.com' });
  const lines = said.split('\n');
  expect(lines).toHaveLength(3);
  for (const name of ['PORT', 'SIGNALBOX_OUTBOUND_MODE', 'SIGNALBOX_ADMIN_PASSWORD'])
    expect(lines.filter((line) => line.includes(name))).toHaveLength(1);
});

test.each(['file', 'file/below', '/proc/signalbox'])('a data folder that cannot be written (%s) is one clear line', async (path) => {
  writeFileSync(join(folder, 'file'), '');
  const said = await startInVain({ SIGNALBOX_DATA_DIR: path.startsWith('/') ? path : join(folder, path) });
  expect(said).toMatch(/^The data folder \S+ cannot be written: .+\. Choose another with SIGNALBOX_DATA_DIR\.$/);
});

test('a Node that is too old is one clear line', async () => {
  const old = "Object.defineProperty(process, 'versions', { value: { node: '18.20.0' } })";
  const refused = run(execPath, ['--import', `data:text/javascript,${old}`, 'scripts/bootstrap.mjs', 'start'], { env: await variables() });
  expect(await refused.ended).toBe(1);
  expect(refused.output().trim()).toMatch(/^Signalbox needs Node 20 or newer to start, and this is .+$/);
});

test('no page is frozen at build time: whatever shows data is rendered for each request', () => {
  expect(existsSync('.next/prerender-manifest.json')).toBe(true);
  const { routes } = JSON.parse(readFileSync('.next/prerender-manifest.json', 'utf8')) as { routes: Record<string, unknown> };
  expect(Object.keys(routes).filter((route) => !/^\/_|\.\w+$/.test(route))).toEqual([]);
});
