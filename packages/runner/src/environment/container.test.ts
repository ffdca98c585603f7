import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { findEngine } from './engine.ts';
import { TestEnvironment } from './environment.ts';
import { chooseDriver } from './infrastructure.ts';
import { nameOfPlace } from './process-table.ts';
import { fileOf, openHome, writeState } from './state.ts';
import { sweep } from './sweep.ts';

vi.setConfig({ testTimeout: 60_000 });

// No container is run here: what stands in for the engine is a script that keeps the words of docker's command line. Proven is what
// we ask of it and how we judge its answers; not that an engine does it.

const path = process.env.PATH;
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'signalbox-engine-'));
});
afterEach(() => {
  process.env.PATH = path;
  rmSync(folder, { recursive: true, force: true });
});

/** Puts a program before all others on the PATH. It writes down its arguments, one call a line. */
function plant(name: string, script: string): void {
  const file = join(folder, name);
  writeFileSync(file, `#!/bin/sh\necho "${name} $*" >> '${folder}/calls'\n${script}\n`);
  chmodSync(file, 0o755);
  process.env.PATH = `${folder}${delimiter}${path}`;
}

const calls = () => (existsSync(join(folder, 'calls')) ? readFileSync(join(folder, 'calls'), 'utf8').trim().split('\n') : []);

const engine = async () => ({ engine: 'docker' as const });
const noEngine = async () => ({ fault: 'docker is not installed' });
const unasked = () => expect.unreachable('the engine is asked');

test.each([
  ['the programs of the machine, where they are, without a question to the engine', undefined, '/bin/redis', unasked, { program: '/bin/redis' }],
  ['a container, where they are not', undefined, null, engine, { engine: 'docker' }],
  ['a container, where one is asked for', 'container' as const, '/bin/redis', engine, { engine: 'docker' }],
  ['the programs, where they are asked for', 'native' as const, '/bin/redis', unasked, { program: '/bin/redis' }],
])('chosen is %s', async (_, driver, program, ask, expected) => {
  expect(await chooseDriver({ kind: 'redis', ...(driver && { driver }) }, () => program, ask)).toEqual(expected);
});

test.each([
  [
    'native' as const,
    null,
    "redis cannot be started: there is no program redis-server here. Install Debian's package redis-server (apt-get install redis-server).",
  ],
  ['container' as const, '/bin/redis', 'redis cannot be started in a container: docker is not installed.'],
  [undefined, null, 'no program redis-server here, and no container engine: docker is not installed. Install Debian'],
])('where %s cannot be, it is said what is missing', async (driver, program, expected) => {
  await expect(chooseDriver({ kind: 'redis', ...(driver && { driver }) }, () => program, noEngine)).rejects.toThrow(expected);
});

test('what a machine lacks is told without starting anything', async () => {
  expect(await TestEnvironment.findLacking()).toBeNull();
  plant('docker', 'exit 1');
  plant('podman', 'exit 1');
  expect(await TestEnvironment.findLacking({ kind: 'redis', driver: 'container' })).toMatch(
    /^redis cannot be started in a container: docker is installed/,
  );
  process.env.PATH = '';
  expect(await TestEnvironment.findLacking('redis')).toContain("Install Debian's package redis-server");
});

test('an engine that is installed but does not answer is no engine; the next one is asked', async () => {
  plant('docker', 'echo "Cannot connect to the Docker daemon" >&2; exit 1');
  plant('podman', 'exit 1');
  expect((await findEngine()).fault).toMatch(/^docker is installed, but its engine does not answer \(Cannot connect to the Docker daemon\); podman/);
  plant('podman', 'exit 0');
  expect(await findEngine()).toEqual({ engine: 'podman' });
});

test('a container is started by name on a port of the loopback, followed, and removed with whatever runs in it', async () => {
  // The container: it says what it is asked and answers as Redis does.
  const server =
    "require('net').createServer((socket) => socket.on('data', () => socket.write('+PONG\\\\r\\\\n'))).listen(process.argv[1].split(':')[1], '127.0.0.1')";
  plant('docker', `case "$1" in version) echo 28;; run) exec '${process.execPath}' -e "${server}" "$6";; esac`);
  const environment = await TestEnvironment.start({
    folder,
    infrastructure: [{ kind: 'redis', driver: 'container', name: 'cache', image: 'redis:7' }],
  });
  const { port } = new URL(environment.url('cache'));
  await environment.stop();
  const [version, run, remove] = calls();
  expect(version).toMatch(/^docker version/);
  const [, name] =
    /^docker run --rm --name (\S+) --publish 127\.0\.0\.1:(\d+):6379 redis:7 redis-server --save {2}--appendonly yes --appendfsync no$/.exec(
      run ?? '',
    ) ?? [];
  expect(run).toContain(`127.0.0.1:${port}:6379`);
  expect(name).toMatch(/^signalbox-[0-9a-f]{12}-cache$/);
  expect(remove).toBe(`docker rm --force --volumes ${name}`);
});

test('a container that a crash left is removed by the next start', async () => {
  plant('docker', '');
  const home = openHome(folder);
  const containers = [{ engine: 'docker' as const, name: 'signalbox-dead-redis' }];
  const owner = { pid: process.pid, startedAt: 'long ago' };
  writeState(fileOf(home, 'dead'), { id: 'dead', place: nameOfPlace(), owner, folder: join(home, 'dead'), groups: [], containers });
  await sweep(home);
  expect(calls()).toEqual(['docker rm --force --volumes signalbox-dead-redis']);
});
