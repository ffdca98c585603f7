import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';

const run = promisify(execFile);
const home = fileURLToPath(new URL('..', import.meta.url));
let folder: string;

/** The package, built as it is published, beside the modules of this checkout: a dist in its own place would run instead of the sources. */
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'signalbox-runner-'));
  for (const part of ['bin', 'build.mjs', 'package.json', 'src']) cpSync(join(home, part), join(folder, 'package', part), { recursive: true });
  cpSync(join(home, '..', 'declarations.mjs'), join(folder, 'declarations.mjs'));
  symlinkSync(resolve('node_modules'), join(folder, 'node_modules'));
  await run(process.execPath, ['build.mjs'], { cwd: join(folder, 'package') });
  rmSync(join(folder, 'package', 'src'), { recursive: true });
}, 120_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const isAlive = (pid: number) => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

test('the built package starts an environment, and its guardian ends what an owner forgot', { timeout: 60_000 }, async () => {
  const script = "require('http').createServer((_, answer) => answer.end(String(process.pid))).listen(process.env.PORT)";
  const source = `
    import { TestEnvironment } from './package/dist/index.js';
    const services = [{ name: 'user', command: process.execPath, args: ['-e', ${JSON.stringify(script)}] }];
    const environment = await TestEnvironment.start({ services, folder: ${JSON.stringify(folder)} });
    console.log((await environment.request('user', '/')).text);`;
  writeFileSync(join(folder, 'owner.mjs'), source);
  const { stdout } = await run(process.execPath, ['owner.mjs'], { cwd: folder });
  expect(stdout).toMatch(/^\d+\n$/);
  await expect.poll(() => isAlive(Number(stdout)), { timeout: 20_000 }).toBe(false);
});

test('the built command says what it can do, and which version it is', { timeout: 60_000 }, async () => {
  const said = async (option: string) => (await run(process.execPath, [join(folder, 'package', 'bin', 'signalbox.mjs'), option])).stdout;
  expect(await said('--help')).toContain('signalbox <command>');
  const { version } = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8'));
  expect(await said('--version')).toBe(`${version}\n`);
});
