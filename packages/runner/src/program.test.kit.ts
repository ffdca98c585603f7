import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('../bin/signalbox.mjs', import.meta.url));
const env: NodeJS.ProcessEnv = { PATH: process.env.PATH ?? '', NODE_ENV: 'test' };

/** Starts the command as a process of its own. */
export function startProgram(args: string[], more: Record<string, string> = {}) {
  const child: ChildProcess = spawn(process.execPath, [program, ...args], { env: { ...env, ...more }, stdio: ['ignore', 'pipe', 'pipe'] });
  const output = { out: '', complaints: '' };
  child.stdout?.on('data', (chunk) => {
    output.out += chunk;
  });
  child.stderr?.on('data', (chunk) => {
    output.complaints += chunk;
  });
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  return { child, output, ended };
}

/** Runs the command to its end. */
export async function runProgram(args: string[], more: Record<string, string> = {}) {
  const { output, ended } = startProgram(args, more);
  const code = await ended;
  return { code, ...output };
}
