import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { say } from './progress.mjs';

const FIRST_DELAY_MS = 500;
const LONGEST_DELAY_MS = 30_000;
const STEADY_MS = 60_000;
const GRACE_MS = 20_000;
const orphan = new URL(`orphan.mjs?starter=${process.pid}`, import.meta.url).href;

function signalGroup(child, signal) {
  try {
    process.kill(-child.pid, signal);
  } catch (error) {
    if (error.code !== 'ESRCH') throw error;
  }
}

/**
 * Keeps processes running. A vital one that ends stops all of them; any other is started again, later each time.
 * Members are `{ name, args, vital, env, log }`: arguments for node, variables of its own, a file for what it writes. `add` takes another
 * one later. `ended` resolves with the exit code when nothing is left.
 */
export function supervise(members, { env = process.env, graceMs = GRACE_MS, firstDelayMs = FIRST_DELAY_MS } = {}) {
  const children = new Set();
  const timers = new Set();
  const { promise: ended, resolve } = Promise.withResolvers();
  let exitCode = null;

  function later(ms, work) {
    const timer = setTimeout(() => {
      timers.delete(timer);
      work();
    }, ms);
    timers.add(timer);
  }

  function launch(member, delayMs) {
    const startedAtMs = Date.now();
    // A group of its own: Ctrl-C in the terminal reaches the supervisor alone, which then stops the members once.
    const output = member.log ? openSync(member.log, 'a') : 'inherit';
    const options = { env: { ...env, ...member.env }, stdio: ['ignore', output, output], detached: true };
    const child = spawn(process.execPath, ['--import', orphan, ...member.args], options);
    if (member.log) closeSync(output);
    children.add(child);
    child.on('error', (error) => say(`the ${member.name} could not be started: ${error.message}`));
    child.on('exit', (code, signal) => {
      children.delete(child);
      const steady = Date.now() - startedAtMs > STEADY_MS;
      onExit(member, { code, signal, delayMs: steady ? firstDelayMs : delayMs });
    });
  }

  function onExit(member, { code, signal, delayMs }) {
    if (exitCode !== null) {
      if (children.size === 0) finish();
      return;
    }
    const how = signal ? `was ended by ${signal}` : `ended with code ${code}`;
    if (member.vital) {
      say(`the ${member.name} ${how}; stopping`);
      stop(code || 1);
      return;
    }
    say(`the ${member.name} ${how}; starting it again in ${delayMs / 1000} s`);
    later(delayMs, () => launch(member, Math.min(delayMs * 2, LONGEST_DELAY_MS)));
  }

  function finish() {
    for (const timer of timers) clearTimeout(timer);
    resolve(exitCode);
  }

  /** Asks every member to stop and ends those that have not after the grace time. */
  function stop(code = 0) {
    if (exitCode !== null) return;
    exitCode = code;
    for (const timer of timers) clearTimeout(timer);
    if (children.size === 0) return finish();
    for (const child of children) child.kill('SIGTERM');
    later(graceMs, kill);
  }

  /** Ends every member at once. */
  function kill() {
    exitCode ??= 1;
    for (const child of children) signalGroup(child, 'SIGKILL');
  }

  function add(member) {
    if (exitCode === null) launch(member, firstDelayMs);
  }

  members.forEach(add);
  return { ended, stop, kill, add };
}
