import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** A program that runs containers. */
export type Engine = 'docker' | 'podman';

const run = promisify(execFile);
const answerWithinMs = 10_000;
const removeWithinMs = 30_000;
const engines: readonly Engine[] = ['docker', 'podman'];
/** Each fails when there is no engine behind the program. */
const question: Record<Engine, string[]> = { docker: ['version', '--format', '{{.Server.Version}}'], podman: ['info'] };

/** Null when the engine answers, else why it cannot be used. */
async function faultOf(engine: Engine): Promise<string | null> {
  try {
    await run(engine, question[engine], { timeout: answerWithinMs });
    return null;
  } catch (error) {
    const { code, stderr } = error as { code?: unknown; stderr?: string };
    if (code === 'ENOENT') return `${engine} is not installed`;
    return `${engine} is installed, but its engine does not answer (${stderr?.trim().split('\n').at(-1) || 'no answer in time'})`;
  }
}

/** The first engine that answers, or why none does. */
export async function findEngine(): Promise<{ engine: Engine; fault?: never } | { engine?: never; fault: string }> {
  const faults: string[] = [];
  for (const engine of engines) {
    const fault = await faultOf(engine);
    if (fault === null) return { engine };
    faults.push(fault);
  }
  return { fault: faults.join('; ') };
}

/** Ends a container and removes it; that there is none is no fault. */
export async function removeContainer(engine: Engine, name: string): Promise<void> {
  await run(engine, ['rm', '--force', '--volumes', name], { timeout: removeWithinMs }).catch(() => {});
}
