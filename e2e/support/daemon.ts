import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findDaemon } from '../../scripts/daemons.mjs';
import { cleanEnv, findFreePort, type RunningProcess, run, until } from './process.ts';

export type DaemonName = 'prometheus' | 'alertmanager' | 'pushgateway';

export interface Daemon {
  url: string;
  port: number;
  /** Ends the process; the port refuses afterwards. */
  stop: () => Promise<void>;
  /** Starts it again on the same port; resolves when it answers. */
  start: () => Promise<void>;
  /** Ends the process and removes its folder. */
  remove: () => Promise<void>;
}

const programOf: Record<DaemonName, string> = {
  prometheus: 'prometheus',
  alertmanager: 'prometheus-alertmanager',
  pushgateway: 'prometheus-pushgateway',
};

const configOf: Record<DaemonName, string> = {
  prometheus: 'global:\n  scrape_interval: 15s\n',
  alertmanager: 'route:\n  receiver: none\nreceivers:\n  - name: none\n',
  pushgateway: '',
};

function argumentsOf(name: DaemonName, folder: string, address: string): string[] {
  const listen = `--web.listen-address=${address}`;
  const config = `--config.file=${join(folder, 'config.yml')}`;
  if (name === 'prometheus') return [config, `--storage.tsdb.path=${join(folder, 'data')}`, listen];
  if (name === 'alertmanager') return [config, `--storage.path=${join(folder, 'data')}`, listen, '--cluster.listen-address='];
  return [listen];
}

/** Whether the daemon's program is installed; a journey that needs it skips itself, loudly, when it is not. */
export function hasDaemon(name: DaemonName): boolean {
  const found = findDaemon(programOf[name]) !== undefined;
  if (!found) console.error(`SKIPPED: ${programOf[name]} is not installed and could not be; its journeys do not run.`);
  return found;
}

async function isHealthy(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/-/healthy`, { signal: AbortSignal.timeout(1000) })).ok;
  } catch {
    return false;
  }
}

/** Starts one of Debian's daemons as an ordinary process on loopback, in a folder of its own. */
export async function startDaemon(name: DaemonName, options: { port?: number; config?: string } = {}): Promise<Daemon> {
  const program = findDaemon(programOf[name]);
  if (!program) throw new Error(`${programOf[name]} is not installed`);
  const port = options.port ?? (await findFreePort());
  const url = `http://127.0.0.1:${port}`;
  const folder = mkdtempSync(join(tmpdir(), `signalbox-${name}-`));
  mkdirSync(join(folder, 'data'));
  writeFileSync(join(folder, 'config.yml'), options.config ?? configOf[name]);
  let running: RunningProcess | null = null;

  async function start() {
    if (running) return;
    const args = ['--import', './scripts/orphan.mjs', 'e2e/support/guard.mjs', program as string, ...argumentsOf(name, folder, `127.0.0.1:${port}`)];
    running = run(process.execPath, args, { env: cleanEnv() });
    await until(
      () => isHealthy(url),
      30_000,
      () => `${name} answers at ${url}: ${running?.output()}`,
    );
  }

  async function stop() {
    running?.child.kill('SIGTERM');
    await running?.ended;
    running = null;
  }

  async function remove() {
    await stop();
    rmSync(folder, { recursive: true, force: true });
  }

  await start();
  return { url, port, stop, start, remove };
}
