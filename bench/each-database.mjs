import { spawn } from 'node:child_process';
import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Runs a bench once for each kind of database, in a process of its own that is told count and address. */
export async function onEachDatabase(bench, count) {
  const { setup, databaseUrl, templateName } = await import('../lib/store/testbed-setup.ts');
  let testbed;
  const tearDown = await setup({
    provide: (_key, value) => {
      testbed = value;
    },
  });
  const file = join(testbed.folder, 'bench.db');
  copyFileSync(join(testbed.folder, 'base.db'), file);
  const urls = [`file:${file}`, ...(testbed.postgresUrl ? [databaseUrl(testbed.postgresUrl, templateName)] : [])];
  try {
    for (const url of urls) process.exitCode ||= await runChild(bench, count, url, testbed.folder);
  } finally {
    await tearDown();
  }
}

function runChild(bench, count, url, folder) {
  const args = ['--conditions=react-server', '--disable-warning=ExperimentalWarning', fileURLToPath(bench), String(count), url];
  const env = { ...process.env, SIGNALBOX_DATA_DIR: folder, LOG_LEVEL: 'silent', NODE_ENV: 'test' };
  return new Promise((resolve) => spawn(process.execPath, args, { stdio: 'inherit', env }).once('exit', (code) => resolve(code ?? 1)));
}
