import { pause } from '../http.ts';
import { listMarked, listProcesses, type ProcessEntry, stillAlive } from './process-table.ts';

/** A process group that we started, named so that another one with the same id is never taken for it. */
export interface Group {
  id: number;
  /** When its first process started. */
  startedAt: string;
  /** What asks it to end. */
  signal: NodeJS.Signals;
}

/** Processes of one origin. */
export interface Kin {
  groups: readonly Group[];
  /** The mark that each was started with, as it stands in its environment: also in those that left their group. */
  mark: string;
}

const pollMs = 25;
const afterKillMs = 10_000;

/** The mark of everything that an environment started. */
export const markOfEnvironment = (id: string) => `SIGNALBOX_ENVIRONMENT=${id}`;
/** The mark of everything that one of its services started. */
export const markOfService = (id: string, name: string) => `SIGNALBOX_ENVIRONMENT_SERVICE=${id}/${name}`;

/** The live processes of the groups. A group whose first process is gone is ours as far as its processes bear the mark. */
function listMembers({ groups, mark }: Kin): ProcessEntry[] {
  const all = listProcesses();
  const marked = new Set(listMarked(mark));
  return groups.flatMap(({ id, startedAt }) => {
    const first = all.find(({ pid }) => pid === id);
    const isOurs = ({ pid }: ProcessEntry) => (first ? first.startedAt === startedAt : marked.has(pid));
    return all.filter((entry) => entry.group === id && !entry.isZombie && isOurs(entry));
  });
}

/** Every live process of the kin, and whatever these have started: PostgreSQL's leave the group and bear no mark. */
function listKin(kin: Kin): ProcessEntry[] {
  const all = listProcesses().filter(({ isZombie }) => !isZombie);
  const pids = new Set([...listMembers(kin).map(({ pid }) => pid), ...listMarked(kin.mark)]);
  for (let before = -1; pids.size > before; ) {
    before = pids.size;
    for (const { pid, parent } of all) if (pids.has(parent)) pids.add(pid);
  }
  return all.filter(({ pid }) => pids.has(pid) && pid !== process.pid);
}

/** The pids of all live processes of the kin. */
export const pidsOf = (kin: Kin): number[] => listKin(kin).map(({ pid }) => pid);

/** Sends a signal; that the process is gone already is no fault (EPERM: macOS says so of a group that has only ended). */
export function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if (!['ESRCH', 'EPERM'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
  }
}

async function waitUntil(isSo: () => boolean, withinMs: number): Promise<boolean> {
  const untilMs = performance.now() + withinMs;
  while (!isSo()) {
    if (performance.now() > untilMs) return false;
    await pause(pollMs);
  }
  return true;
}

/**
 * Ends processes: asks each group with its signal and kills, after the grace, whatever is left and what left its group; without
 * a grace at once. Resolves with the pids that could not be ended; usually none.
 */
export async function endKin(kin: Kin, graceMs: number): Promise<number[]> {
  // Whoever has lost its parent meanwhile is still known by what it was before.
  const known = listKin(kin);
  if (graceMs > 0) await askToEnd(kin, known, graceMs);
  const listLeft = () => [...new Set([...stillAlive(known).map(({ pid }) => pid), ...pidsOf(kin)])];
  const killRest = () => {
    const left = listLeft();
    for (const pid of left) send(pid, 'SIGKILL');
    return left.length === 0;
  };
  return (await waitUntil(killRest, afterKillMs)) ? [] : listLeft();
}

async function askToEnd({ groups }: Kin, known: readonly ProcessEntry[], graceMs: number): Promise<void> {
  const members = known.filter(({ group }) => groups.some(({ id }) => id === group));
  for (const { id, signal } of groups) if (members.some(({ group }) => group === id)) send(-id, signal);
  await waitUntil(() => stillAlive(members).length === 0, graceMs);
}
