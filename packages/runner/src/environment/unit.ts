import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { Engine } from './engine.ts';
import type { Place } from './placeholder.ts';

/** A command as it is started. */
export interface Command {
  command: string;
  args: string[];
  cwd?: string | undefined;
  env?: Record<string, string | undefined> | undefined;
  /** The user to start it as, where it refuses to run as root. */
  identity?: { uid: number; gid: number } | undefined;
}

/** What a member of an environment needs, whatever it is: a service, a daemon, a container. */
export interface Unit {
  name: string;
  /** Members that must be healthy before it is started. */
  waitsFor: readonly string[];
  /** Fixed by whoever asked for it; undefined: any free one. */
  port?: number | undefined;
  urlOf(port: number): string;
  /** Texts that speak of other members; it is started again when what they say has changed. */
  texts: readonly string[];
  /** Makes what it needs in its folder, and says how it is started. Programs that it runs for that are given the marks. */
  prepare(place: Place, fill: (text: string) => string, marks: Record<string, string>): Command | Promise<Command>;
  /** Null when it is healthy, else what is wrong. */
  probe(place: Place): Promise<string | null>;
  /** What asks it to end. */
  signal: NodeJS.Signals;
  /** The container that it runs in. */
  container?: { engine: Engine; name: string } | undefined;
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/** The path of a program in one of the folders, or null. */
export function findIn(folders: readonly string[], name: string): string | null {
  return folders.map((folder) => join(folder, name)).find(isProgram) ?? null;
}

export const foldersOf = (path: string | undefined) => (path ?? '').split(delimiter).filter(Boolean);
