// Runs before anything is installed: node builtins only.
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { killChildren, runChild } from './child.mjs';
import { withProgress } from './progress.mjs';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));
const npmArguments = ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'];

/** Whether npm's own note of what it installed holds everything that the lock file asks of this platform. */
export function holdsLockedPackages(lock, installed) {
  return Object.entries(lock.packages).every(([path, wanted]) => {
    if (!path.includes('node_modules/') || wanted.link) return true;
    const found = installed.packages[path];
    return found ? found.version === wanted.version && found.integrity === wanted.integrity : wanted.optional === true;
  });
}

function isInstalled() {
  const note = join(root, 'node_modules', '.package-lock.json');
  const read = (path) => JSON.parse(readFileSync(path, 'utf8'));
  return existsSync(note) && holdsLockedPackages(read(join(root, 'package-lock.json')), read(note));
}

/** npm deletes node_modules and the pinned Node in it, so it runs under the Node that runs us. */
function runNpm() {
  const cli = process.env.npm_execpath;
  if (cli && /npm-cli\.c?js$/.test(cli)) return runChild(process.execPath, [cli, ...npmArguments], { quiet: true, cwd: root });
  return runChild('npm', npmArguments, { quiet: true, cwd: root });
}

async function runNpmOrFail() {
  const { code, output } = await runNpm();
  if (code !== 0) throw new Error(`${output.trim()}\nThe packages could not be installed (npm ci ended with ${code}).`);
}

/** Installs what package-lock.json names, unless that is done already. */
export async function installPackages() {
  if (isInstalled()) return;
  const stop = () => {
    killChildren();
    process.exit(1);
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  for (const signal of signals) process.on(signal, stop);
  await withProgress('installing the packages', runNpmOrFail);
  for (const signal of signals) process.off(signal, stop);
}
