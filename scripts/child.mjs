import { spawn } from 'node:child_process';

const KEPT_CHARS = 20_000;
const running = new Set();

/** Ends what is still under way when this process has to stop. */
export function killChildren(signal = 'SIGTERM') {
  for (const child of running) child.kill(signal);
}

/** Runs a command to its end; resolves with its exit code and, unless it may write to the terminal, the end of its output. */
export function runChild(command, args, { env = process.env, quiet = false, cwd } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { env, cwd, stdio: quiet ? ['ignore', 'pipe', 'pipe'] : ['ignore', 'inherit', 'inherit'] });
    let output = '';
    const keep = (chunk) => {
      output = (output + chunk).slice(-KEPT_CHARS);
    };
    child.stdout?.setEncoding('utf8').on('data', keep);
    child.stderr?.setEncoding('utf8').on('data', keep);
    running.add(child);
    child.on('error', reject);
    child.on('close', (code, signal) => {
      running.delete(child);
      resolve({ code: code ?? 1, signal, output });
    });
  });
}

const orphan = new URL(`orphan.mjs?starter=${process.pid}`, import.meta.url).href;

/** Runs a script under this Node; it stops by itself when we are killed. */
export const runScript = (script, args, options) => runChild(process.execPath, ['--import', orphan, script, ...args], options);
