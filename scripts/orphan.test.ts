import { spawn } from 'node:child_process';
import { pathToFileURL } from 'node:url';
import { expect, test, vi } from 'vitest';

const orphan = pathToFileURL('scripts/orphan.mjs').href;
const isAlive = (pid: number) => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

/** Starts a process that starts another one, says its id, and then does what it is told; resolves with the id. */
async function startChild(then: string): Promise<number> {
  const code = `
    const stay = ['--import', ${JSON.stringify(orphan)} + '?starter=' + process.pid, '-e', 'setInterval(() => {}, 1000)'];
    const child = require('node:child_process').spawn(process.execPath, stay, { detached: true, stdio: 'ignore' });
    require('node:fs').writeSync(1, String(child.pid));
    ${then}`;
  const parent = spawn(process.execPath, ['-e', code], { stdio: ['ignore', 'pipe', 'ignore'] });
  let text = '';
  for await (const chunk of parent.stdout) text += chunk;
  return Number(text);
}

test.each([
  ['dies by kill -9 before its child could look', "process.kill(process.pid, 'SIGKILL');"],
  ['dies by kill -9 later', "setTimeout(() => process.kill(process.pid, 'SIGKILL'), 1000);"],
])('what was started by a process that %s, stops too', async (_, then) => {
  const pid = await startChild(then);
  expect(pid).toBeGreaterThan(0);
  await vi.waitFor(() => expect(isAlive(pid)).toBe(false), { timeout: 15_000 });
});
