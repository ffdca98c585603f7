import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { root } from './install.mjs';

const MIN_NODE_WITHOUT_PIN = 22;
const bin = join(root, 'node_modules', '.bin');

function findNode() {
  const pinned = join(bin, 'node');
  if (existsSync(pinned)) return pinned;
  if (Number(process.versions.node.split('.')[0]) >= MIN_NODE_WITHOUT_PIN) return process.execPath;
  throw new Error(
    `On ${process.platform}-${process.arch} Signalbox runs under your own Node, which must be ${MIN_NODE_WITHOUT_PIN} or newer; this is ${process.version}.`,
  );
}

/** Runs scripts/<task>.mjs under the pinned Node; resolves with its exit code. */
export function runTask(task, args) {
  const child = spawn(
    findNode(),
    ['--import', new URL(`orphan.mjs?starter=${process.pid}`, import.meta.url).href, join(root, 'scripts', `${task}.mjs`), ...args],
    {
      cwd: root,
      stdio: 'inherit',
      env: {
        NEXT_TELEMETRY_DISABLED: '1',
        CHECKPOINT_DISABLE: '1',
        PRISMA_HIDE_UPDATE_MESSAGE: '1',
        ...process.env,
        PRISMA_SCHEMA_ENGINE_BINARY: join(root, 'tools', 'schema-engine.mjs'),
        ...(task === 'start' ? { SIGNALBOX_STARTED_AT_MS: String(Math.round(Date.now() - process.uptime() * 1000)) } : {}),
        PATH: `${bin}${delimiter}${process.env.PATH ?? ''}`,
      },
    },
  );
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code) => resolve(code ?? 1));
  });
}
