import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { TestEnvironment } from './environment.ts';
import { findProcess, listProcesses, nameOfPlace, readPs } from './process-table.ts';
import { fileOf, openHome, readState, writeState } from './state.ts';
import { sweep } from './sweep.ts';

vi.setConfig({ testTimeout: 120_000 });

const program = fileURLToPath(new URL('owner.test.kit.ts', import.meta.url));
const patience = { timeout: 15_000, interval: 50 };
let folder: string;
const started: ChildProcess[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'signalbox-crash-'));
});
afterEach(() => {
  for (const child of started.splice(0)) child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

const isAlive = (pid: number) => findProcess(pid) !== null;

interface Owner {
  child: ChildProcess;
  pids: number[];
  folder: string;
}

async function startOwner(): Promise<Owner> {
  const child = spawn(process.execPath, [program, folder], { stdio: ['ignore', 'pipe', 'inherit'] });
  started.push(child);
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (chunk) => {
    text += chunk;
  });
  await expect.poll(() => text.includes('\n') || child.exitCode !== null, { timeout: 60_000 }).toBe(true);
  return { child, ...JSON.parse(text) };
}

function findGuardian(): number {
  const found = readdirSync('/proc').find((name) => {
    if (!/^\d+$/.test(name)) return false;
    try {
      const words = readFileSync(`/proc/${name}/cmdline`, 'utf8').split('\0');
      return words[1]?.includes('guardian') && words[2]?.startsWith(folder);
    } catch {
      return false;
    }
  });
  return Number(found);
}

async function end(child: ChildProcess): Promise<void> {
  child.kill('SIGKILL');
  await once(child, 'exit');
}

function startSleeper(): number {
  const child = spawn('sleep', ['600'], { detached: true, stdio: 'ignore' });
  started.push(child);
  return child.pid as number;
}

test('kill -9 of the owner: the guardian ends every process, removes the folders, and ends', async () => {
  const owner = await startOwner();
  const guardian = findGuardian();
  expect([...owner.pids, guardian].map(isAlive)).toEqual([true, true, true, true, true]);
  await end(owner.child);
  await expect.poll(() => [...owner.pids, guardian].filter(isAlive), patience).toEqual([]);
  expect(existsSync(owner.folder)).toBe(false);
  expect(readdirSync(openHome(folder))).toEqual([]);
});

test('kill -9 of owner and guardian: the next start ends what is left, and only that', async () => {
  const dead = await startOwner();
  const guardian = findGuardian();
  process.kill(guardian, 'SIGKILL');
  await expect.poll(() => isAlive(guardian), patience).toBe(false);
  const neighbour = await startOwner();
  await end(dead.child);
  expect(dead.pids.map(isAlive)).toEqual([true, true, true, true]);
  await using next = await TestEnvironment.start({ folder });
  expect(dead.pids.filter(isAlive)).toEqual([]);
  expect(existsSync(dead.folder)).toBe(false);
  expect(neighbour.pids.every(isAlive)).toBe(true);
  expect(existsSync(neighbour.folder)).toBe(true);
  await next.stop();
  await end(neighbour.child);
  await expect.poll(() => neighbour.pids.filter(isAlive), patience).toEqual([]);
});

test('kill -9 of the owner while it makes a database ends that too', async () => {
  const pidFile = join(folder, 'pid');
  writeFileSync(join(folder, 'initdb'), `#!/bin/sh\necho $$ > ${pidFile}.new && mv ${pidFile}.new ${pidFile}\nexec sleep 600\n`, { mode: 0o755 });
  // PostgreSQL's programs run as another user where this one is root.
  chmodSync(folder, 0o777);
  const home = join(folder, 'home');
  mkdirSync(home, { mode: 0o755 });
  const source = `
    import { TestEnvironment } from ${JSON.stringify(join(dirname(program), 'environment.ts'))};
    await TestEnvironment.start({ infrastructure: ['postgresql'], folder: ${JSON.stringify(home)} });`;
  const env = { ...process.env, PATH: `${folder}:${process.env.PATH}` };
  const owner = spawn(process.execPath, ['--input-type=module', '-e', source], { env, stdio: 'ignore' });
  started.push(owner);
  await expect.poll(() => existsSync(pidFile), patience).toBe(true);
  const pid = Number(readFileSync(pidFile, 'utf8'));
  expect(isAlive(pid)).toBe(true);
  await end(owner);
  await expect.poll(() => isAlive(pid), patience).toBe(false);
});

test('a pid that another process has now is never killed', async () => {
  const home = openHome(folder);
  const stranger = startSleeper();
  const mine = startSleeper();
  const startedAt = findProcess(mine)?.startedAt ?? '';
  const signal = 'SIGTERM' as const;
  writeState(fileOf(home, 'old'), {
    id: 'old',
    place: nameOfPlace(),
    owner: { pid: process.pid, startedAt: 'long ago' },
    folder: join(home, 'old'),
    groups: [
      { id: stranger, startedAt: 'long ago', signal },
      { id: mine, startedAt, signal },
    ],
    containers: [],
  });
  await sweep(home);
  expect([stranger, mine].map(isAlive)).toEqual([true, false]);
  expect(existsSync(fileOf(home, 'old'))).toBe(false);
});

test('what belongs to an owner that lives, or to another machine, is left alone', async () => {
  const home = openHome(folder);
  const pid = startSleeper();
  const group = { id: pid, startedAt: findProcess(pid)?.startedAt ?? '', signal: 'SIGTERM' as const };
  const owner = { pid: process.pid, startedAt: findProcess(process.pid)?.startedAt ?? '' };
  const state = { id: 'one', place: nameOfPlace(), owner, folder: join(home, 'one'), groups: [group], containers: [] };
  writeState(fileOf(home, 'one'), state);
  writeState(fileOf(home, 'two'), { ...state, place: 'elsewhere', owner: { pid: 1, startedAt: 'long ago' } });
  await sweep(home);
  expect(isAlive(pid)).toBe(true);
  expect([readState(fileOf(home, 'one')), readState(fileOf(home, 'two'))]).not.toContain(null);
});

test('a folder that others may write to is not believed', () => {
  const home = openHome(folder);
  chmodSync(home, 0o777);
  expect(() => openHome(folder)).toThrow('nobody else may write to');
  rmSync(home, { recursive: true });
  symlinkSync(tmpdir(), home);
  expect(() => openHome(folder)).toThrow('must be a folder');
});

test('a plain script that kills, restarts and stops comes to its end, under any umask', async () => {
  const source = `
    process.umask(0o077);
    const { TestEnvironment } = await import(${JSON.stringify(join(dirname(program), 'environment.ts'))});
    const service = { name: 'toy', command: process.execPath, args: [${JSON.stringify(join(dirname(program), 'toy.test.kit.ts'))}] };
    const environment = await TestEnvironment.start({ services: [service], folder: ${JSON.stringify(folder)} });
    await environment.kill('toy');
    await environment.restart('toy');
    await environment.stop();
    console.log('the end');`;
  const script = spawn(process.execPath, ['--input-type=module', '-e', source], { stdio: ['ignore', 'pipe', 'inherit'] });
  started.push(script);
  let text = '';
  script.stdout.setEncoding('utf8').on('data', (chunk) => {
    text += chunk;
  });
  expect(await once(script, 'close')).toEqual([0, null]);
  expect(text).toBe('the end\n');
});

test('processes are read from ps as from /proc', () => {
  const text = '    1     0     1 Ss   Mon Nov 30 10:17:20 2026\n 4242   17  4240 Z+   Tue Dec  1 00:00:00 2026\nnonsense\n';
  expect(readPs(text)).toEqual([
    { pid: 1, parent: 0, group: 1, startedAt: 'Mon Nov 30 10:17:20 2026', isZombie: false },
    { pid: 4242, parent: 17, group: 4240, startedAt: 'Tue Dec  1 00:00:00 2026', isZombie: true },
  ]);
  const pid = startSleeper();
  expect(listProcesses().find((entry) => entry.pid === pid)).toEqual(findProcess(pid));
  expect(findProcess(pid)).toMatchObject({ pid, group: pid, isZombie: false });
});
