import { type ChildProcess, spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';

/** What the processes of one run are marked with, so that the sweeper finds those that were left. */
export const journeyOf = () => process.env.SIGNALBOX_JOURNEY_RUN ?? String(process.pid);

/** The environment of a process of a journey: nothing of the test runner's own, and a mark. */
export function cleanEnv(variables: Record<string, string | undefined> = {}): NodeJS.ProcessEnv {
  const { PATH, HOME, LANG } = process.env;
  return { PATH, HOME, LANG, SIGNALBOX_JOURNEY: journeyOf(), NODE_ENV: 'production', ...variables };
}

export async function findFreePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', () => done()));
  const { port } = server.address() as AddressInfo;
  await new Promise((done) => server.close(done));
  return port;
}

export interface RunningProcess {
  child: ChildProcess;
  /** Everything written so far, to either stream. */
  output: () => string;
  /** The exit code; 1 when a signal ended it. */
  ended: Promise<number>;
}

export function run(command: string, args: string[], options: { env: NodeJS.ProcessEnv; detached?: boolean }): RunningProcess {
  const child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
  let text = '';
  const keep = (chunk: string) => {
    text += chunk;
  };
  child.stdout.setEncoding('utf8').on('data', keep);
  child.stderr.setEncoding('utf8').on('data', keep);
  const ended = new Promise<number>((done, fail) => {
    child.on('error', fail);
    child.on('close', (code) => done(code ?? 1));
  });
  return { child, output: () => text, ended };
}

/** Waits until `check` holds; fails with what `describe` says. */
export async function until(check: () => boolean | Promise<boolean>, timeoutMs: number, describe: () => string): Promise<void> {
  const endMs = Date.now() + timeoutMs;
  while (!(await check())) {
    if (Date.now() > endMs) throw new Error(`not within ${timeoutMs} ms: ${describe()}`);
    await new Promise((done) => setTimeout(done, 50));
  }
}

/** Every live process that was started with `NAME=value` in its environment (Linux). */
export function findProcesses(variable: string): { pid: number; command: string }[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const environ = readFileSync(`/proc/${name}/environ`, 'utf8').split('\0');
        const command = readFileSync(`/proc/${name}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
        return environ.includes(variable) ? [{ pid: Number(name), command }] : [];
      } catch {
        return [];
      }
    });
}
