import { existsSync } from 'node:fs';
import { findProcesses } from './process.ts';

/** Marks what this run starts. */
export function setup(): void {
  process.env.SIGNALBOX_JOURNEY_RUN = String(process.pid);
}

/** Ends whatever the run left behind, and says so. */
export function teardown(): void {
  if (!existsSync('/proc')) return;
  for (const { pid, command } of findProcesses(`SIGNALBOX_JOURNEY=${process.pid}`)) {
    console.error(`a journey left this process behind, ending it: ${pid} ${command.slice(0, 120)}`);
    process.kill(pid, 'SIGKILL');
  }
}
