import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { signToken } from '../../examples/chassis/token.ts';
import { cleanEnv, findFreePort, run, until } from './process.ts';

const READY_MS = 60_000;

export interface ReferenceService {
  url: string;
  /** A token that it takes, for an hour. */
  token: string;
  /** Ends it and removes its data. */
  stop: () => Promise<void>;
}

async function isHealthy(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/health`, { signal: AbortSignal.timeout(1000) })).ok;
  } catch {
    return false;
  }
}

/** Starts one service of the reference fleet alone, on an own port and database; resolves when it is healthy. */
export async function startReference(name: string): Promise<ReferenceService> {
  const [port, key, folder] = [await findFreePort(), randomBytes(24).toString('hex'), mkdtempSync(join(tmpdir(), 'signalbox-reference-'))];
  const url = `http://127.0.0.1:${port}`;
  const running = run(process.execPath, ['--import', './scripts/orphan.mjs', '--conditions=@signalbox/source', `examples/${name}/main.ts`], {
    env: cleanEnv({ PORT: String(port), FLEET_TOKEN_KEY: key, DATA_DIR: folder }),
  });
  await until(() => isHealthy(url), READY_MS, running.output);
  return {
    url,
    token: signToken('journey', key, 3600),
    stop: async () => {
      running.child.kill('SIGTERM');
      await running.ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
