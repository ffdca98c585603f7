import { readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { supervise } from './supervise.mjs';

const note = join(tmpdir(), `signalbox-supervise-${process.pid}.txt`);
const write = `require('fs').appendFileSync(${JSON.stringify(note)}, process.pid + '\\n');`;
const member = (name: string, vital: boolean, code: string) => ({ name, vital, args: ['-e', `${write} ${code}`] });
const stay = 'setInterval(() => {}, 1000);';
const politely = `${stay} process.on('SIGTERM', () => process.exit(0));`;
const pids = () => {
  try {
    return readFileSync(note, 'utf8').trim().split('\n').filter(Boolean).map(Number);
  } catch {
    return [];
  }
};
const isAlive = (pid: number) => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

afterEach(() => rmSync(note, { force: true }));

test('when a vital member ends, the others are stopped and its code is the answer', async () => {
  const { ended } = supervise([member('web', true, 'setTimeout(() => process.exit(7), 500)'), member('worker', false, politely)]);
  expect(await ended).toBe(7);
  expect(pids()).toHaveLength(2);
  expect(pids().filter(isAlive)).toEqual([]);
});

test('a member that is not vital is started again', async () => {
  const { ended, stop } = supervise([member('worker', false, 'process.exit(1)')], { firstDelayMs: 10 });
  await vi.waitFor(() => expect(pids().length).toBeGreaterThanOrEqual(2), { timeout: 15_000 });
  stop(0);
  expect(await ended).toBe(0);
});

test('a member that does not stop when asked is ended after the grace time', async () => {
  const stubborn = `process.on('SIGTERM', () => {}); ${write} ${stay}`;
  const { ended, stop } = supervise([member('web', true, stubborn)], { graceMs: 300 });
  await vi.waitFor(() => expect(pids()).toHaveLength(2), { timeout: 15_000 });
  stop(0);
  expect(await ended).toBe(0);
  expect(pids().filter(isAlive)).toEqual([]);
});

test('a second request ends the members at once', async () => {
  const stubborn = `process.on('SIGTERM', () => {}); ${write} ${stay}`;
  const { ended, stop, kill } = supervise([member('web', true, stubborn)]);
  await vi.waitFor(() => expect(pids()).toHaveLength(2), { timeout: 15_000 });
  stop(0);
  kill();
  expect(await ended).toBe(0);
  expect(pids().filter(isAlive)).toEqual([]);
});

test('a member that is added later has variables of its own, writes to its own file, and stops with the others', async () => {
  const log = `${note}.log`;
  const { ended, stop, add } = supervise([member('web', true, politely)]);
  add({ ...member('service', false, `console.log(process.env.OWN); ${politely}`), env: { OWN: 'mine' }, log });
  await vi.waitFor(() => expect(readFileSync(log, 'utf8')).toBe('mine\n'), { timeout: 15_000 });
  stop(0);
  expect(await ended).toBe(0);
  expect(pids()).toHaveLength(2);
  expect(pids().filter(isAlive)).toEqual([]);
  rmSync(log);
});
