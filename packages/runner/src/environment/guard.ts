import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { EnvironmentError } from './fault.ts';

const program = fileURLToPath(new URL(`guardian.${import.meta.url.endsWith('.ts') ? 'ts' : 'js'}`, import.meta.url));

export interface Guard {
  pid: number;
  /** Rejects when the guardian does not run. */
  ready: Promise<void>;
  /** Lets the guardian look whether anything is left, and end. */
  dismiss: () => Promise<void>;
}

/** Starts the process that clears up when this one is gone. A session of its own keeps Ctrl-C from it. */
export function startGuard(file: string): Guard {
  const { NODE_OPTIONS: _, ...env } = process.env;
  for (const name of ['SIGNALBOX_ENVIRONMENT', 'SIGNALBOX_ENVIRONMENT_SERVICE']) delete env[name];
  const child: ChildProcess = spawn(process.execPath, [program, file], { detached: true, env, stdio: ['pipe', 'pipe', 'pipe'] });
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
  let complaint = '';
  child.stderr?.setEncoding('utf8').on('data', (text) => {
    complaint += text;
  });
  child.stdin?.on('error', () => {});
  const ready = Promise.race([
    once(child.stdout as NodeJS.ReadableStream, 'data').then(() => {}),
    ended.then(() => {
      throw new EnvironmentError(
        `The process that clears up after a crash does not start: ${complaint.trim() || `${process.execPath} cannot be run`}`,
      );
    }),
  ]);
  const loosen = () => {
    child.unref();
    for (const stream of [child.stdin, child.stdout, child.stderr]) (stream as unknown as { unref?: () => void } | null)?.unref?.();
  };
  ready.then(loosen, () => {});
  return {
    pid: child.pid ?? 0,
    ready,
    dismiss: async () => {
      child.ref();
      child.stdin?.destroy();
      await ended;
    },
  };
}
