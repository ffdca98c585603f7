import { chmodSync, existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Engine } from './engine.ts';
import { EnvironmentError } from './fault.ts';
import type { Group } from './group.ts';

/** What must end when the owner of an environment is gone: kept in a file, and read by those who clear up. */
export interface EnvironmentState {
  id: string;
  /** Where the pids mean something. */
  place: string;
  owner: { pid: number; startedAt: string };
  folder: string;
  groups: Group[];
  containers: { engine: Engine; name: string }[];
}

/** A folder that others may pass through, as PostgreSQL's user must, and not look into. The umask has no say. */
export function makeFolder(path: string): void {
  mkdirSync(path, { recursive: true, mode: 0o700 });
  chmodSync(path, 0o711);
}

/**
 * The folder of all environments of this user. It stands where everybody may write, so it is used only when it is ours
 * and nobody else can put a file into it: who could, would tell us what to kill.
 */
export function openHome(folder: string): string {
  const uid = process.getuid?.() ?? 0;
  const home = join(folder, `signalbox-environments-${uid}`);
  if (!existsSync(home)) makeFolder(home);
  const { uid: owner, mode, isDirectory } = describe(home);
  if (!isDirectory || owner !== uid || (mode & 0o022) !== 0)
    throw new EnvironmentError(`${home} must be a folder of this user that nobody else may write to. Remove it, or set another folder.`);
  return home;
}

function describe(path: string) {
  const found = lstatSync(path);
  return { uid: found.uid, mode: found.mode, isDirectory: found.isDirectory() };
}

export const fileOf = (home: string, id: string) => join(home, `${id}.json`);

/** Writes all or nothing, whatever happens meanwhile. */
export function writeState(file: string, state: EnvironmentState): void {
  writeFileSync(`${file}.new`, JSON.stringify(state), { mode: 0o600 });
  renameSync(`${file}.new`, file);
}

/** The state in a file, or null when there is none that can be read. */
export function readState(file: string): EnvironmentState | null {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as EnvironmentState;
  } catch {
    return null;
  }
}

export function removeState(file: string, { folder }: EnvironmentState): void {
  rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  rmSync(file, { force: true });
}

/** The files of all environments, running or left. */
export function listStates(home: string): string[] {
  if (!existsSync(home)) return [];
  return readdirSync(home)
    .filter((name) => name.endsWith('.json'))
    .map((name) => join(home, name));
}
