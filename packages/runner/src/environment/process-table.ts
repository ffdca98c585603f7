import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

/** A process as the system shows it. */
export interface ProcessEntry {
  pid: number;
  parent: number;
  /** Id of its process group: the pid of the group's first process. */
  group: number;
  /** When it started, as the system writes it: with the pid it names one process, however often the pid is used again. */
  startedAt: string;
  /** Ended, but not yet asked for its exit code. */
  isZombie: boolean;
}

const isLinux = process.platform === 'linux';

function readOrNull(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}

function readEntry(pid: number): ProcessEntry | null {
  const text = readOrNull(`/proc/${pid}/stat`);
  if (text === null) return null;
  // The name stands in brackets and may hold anything: fields are counted from its end.
  const [state = '', parent, group, , , , , , , , , , , , , , , , , startedAt = ''] = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return { pid, parent: Number(parent), group: Number(group), startedAt, isZombie: 'ZX'.includes(state) };
}

/** Reads what `ps -A -o pid= -o ppid= -o pgid= -o stat= -o lstart=` writes. */
export function readPs(text: string): ProcessEntry[] {
  return text.split('\n').flatMap((line) => {
    const found = /^\s*(\d+)\s+(\d+)\s+(\d+)\s+(\S+)\s+(.+?)\s*$/.exec(line);
    if (!found) return [];
    const [, pid, parent, group, state = '', startedAt = ''] = found;
    return [{ pid: Number(pid), parent: Number(parent), group: Number(group), startedAt, isZombie: state.startsWith('Z') }];
  });
}

const askPs = (...which: string[]) =>
  execFileSync('ps', [...which, '-o', 'pid=', '-o', 'ppid=', '-o', 'pgid=', '-o', 'stat=', '-o', 'lstart='], {
    encoding: 'utf8',
    env: { ...process.env, LC_ALL: 'C' },
  });

/** Every process of the system that may be seen. */
export function listProcesses(): ProcessEntry[] {
  if (!isLinux) return readPs(askPs('-A'));
  return readdirSync('/proc').flatMap((name) => (/^\d+$/.test(name) ? (readEntry(Number(name)) ?? []) : []));
}

/** One process that runs, or null. */
export function findProcess(pid: number): ProcessEntry | null {
  const entry = isLinux ? readEntry(pid) : askOne(pid);
  return entry && !entry.isZombie ? entry : null;
}

function askOne(pid: number): ProcessEntry | null {
  try {
    return readPs(askPs('-p', String(pid)))[0] ?? null;
  } catch {
    return null;
  }
}

/** Those of the processes that still run. */
export function stillAlive(entries: readonly ProcessEntry[]): ProcessEntry[] {
  if (entries.length === 0) return [];
  const now = isLinux ? entries.map(({ pid }) => readEntry(pid)) : listProcesses();
  return entries.filter(({ pid, startedAt }) => now.some((entry) => entry?.pid === pid && entry.startedAt === startedAt && !entry.isZombie));
}

/** Where pids mean what they mean here: the machine since it started, and its namespace of pids. */
export function nameOfPlace(): string {
  if (!isLinux) return hostname();
  return `${readOrNull('/proc/sys/kernel/random/boot_id')?.trim()} ${readlinkSync('/proc/self/ns/pid')}`;
}

/** The processes, besides those listed by group, that were started with a variable in their environment. Linux alone can tell. */
export function listMarked(variable: string): number[] {
  if (!isLinux) return [];
  return readdirSync('/proc').flatMap((name) => {
    const isMarked = /^\d+$/.test(name) && readOrNull(`/proc/${name}/environ`)?.split('\0').includes(variable);
    return isMarked && findProcess(Number(name)) ? [Number(name)] : [];
  });
}
