import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { runChild } from './child.mjs';
import { say, withProgress } from './progress.mjs';

const policyFile = '/usr/sbin/policy-rc.d';
let lists = null;

export function findOnPath(name) {
  return (process.env.PATH ?? '')
    .split(delimiter)
    .map((folder) => join(folder, name))
    .find((path) => existsSync(path));
}

/** Why packages cannot be installed here, or null. */
export function aptFault() {
  if (!findOnPath('apt-get')) return 'this system has no apt-get';
  if (process.getuid?.() !== 0) return 'only root may install packages';
  return null;
}

async function apt(...args) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' };
  return runChild('apt-get', ['-q', '-y', '-o', 'DPkg::Lock::Timeout=120', ...args], { quiet: true, env });
}

/** Debian starts what it installs; while this runs it must not: the tests start their own processes. */
async function withoutServices(work) {
  if (existsSync(policyFile)) return work();
  writeFileSync(policyFile, '#!/bin/sh\nexit 101\n', { mode: 0o755 });
  const clean = () => rmSync(policyFile, { force: true });
  process.once('exit', clean);
  try {
    return await work();
  } finally {
    process.off('exit', clean);
    clean();
  }
}

/** Installs Debian packages; resolves with whether that worked, after a loud line when it did not. */
export async function installPackages(packages, purpose) {
  const fault = aptFault();
  if (fault) {
    say(`NOT INSTALLED: ${packages.join(', ')} (${purpose}): ${fault}.`);
    return false;
  }
  lists ??= withProgress('asking Debian for its lists of packages', () => apt('update'));
  await lists;
  const { code, output } = await withProgress(`installing ${packages.join(', ')}`, () =>
    withoutServices(() => apt('install', '--no-install-recommends', ...packages)),
  );
  if (code !== 0) say(`NOT INSTALLED: ${packages.join(', ')} (${purpose}): ${output.trim().split('\n').slice(-2).join(' ')}`);
  return code === 0;
}
