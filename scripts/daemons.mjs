import { existsSync, readdirSync } from 'node:fs';
import { findOnPath, installPackages } from './apt.mjs';

const postgresFolder = '/usr/lib/postgresql';

/** The folder of PostgreSQL's server programs, or undefined. */
export function findPostgres() {
  const initdb = findOnPath('initdb');
  if (initdb) return initdb.slice(0, -'/initdb'.length);
  if (!existsSync(postgresFolder)) return undefined;
  return readdirSync(postgresFolder)
    .sort((a, b) => Number(b) - Number(a))
    .map((version) => `${postgresFolder}/${version}/bin`)
    .find((folder) => existsSync(`${folder}/initdb`));
}

/** The programs that the tests watch, each with its Debian package. */
const finders = {
  prometheus: () => findOnPath('prometheus'),
  'prometheus-alertmanager': () => findOnPath('prometheus-alertmanager') ?? findOnPath('alertmanager'),
  'prometheus-pushgateway': () => findOnPath('prometheus-pushgateway') ?? findOnPath('pushgateway'),
  'redis-server': () => findOnPath('redis-server'),
  postgresql: findPostgres,
};

export const findDaemon = (name) => finders[name]();

/** Installs the daemons that are missing; those that cannot be had are named in a loud line and their tests are skipped. */
export async function ensureDaemons() {
  const missing = Object.keys(finders).filter((name) => !findDaemon(name));
  if (missing.length > 0) await installPackages(missing, 'their tests are SKIPPED');
}
