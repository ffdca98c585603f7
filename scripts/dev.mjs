// For developers: the pages rebuild as they change, the worker starts again as it changes.
import { existsSync } from 'node:fs';
import { killChildren } from './child.mjs';
import { checkPort, migrateOrFail, prepareDataFolders, readEnv } from './preflight.mjs';
import { generateIfStale } from './prepare.mjs';
import { say } from './progress.mjs';
import { onStopRequest } from './signals.mjs';
import { supervise } from './supervise.mjs';

let supervisor = null;

async function start() {
  if (existsSync('.env')) process.loadEnvFile('.env');
  const env = readEnv(process.env);
  await checkPort(env);
  prepareDataFolders(env);
  Object.assign(process.env, { NODE_ENV: 'development', SIGNALBOX_DATA_DIR: env.SIGNALBOX_DATA_DIR, AUTH_TRUST_HOST: 'true' });
  await generateIfStale();
  await migrateOrFail(env);
  supervisor = supervise([
    { name: 'web server', vital: true, args: ['node_modules/next/dist/bin/next', 'dev', '-p', String(env.PORT), '-H', env.HOST] },
    { name: 'worker', vital: false, args: ['--watch', '--conditions=react-server', 'worker/main.ts'] },
  ]);
  return supervisor.ended;
}

onStopRequest({
  onFirst: () => {
    if (!supervisor) process.exit(1);
    say('stopping …');
    supervisor.stop(0);
  },
  onSecond: () => {
    supervisor?.kill();
    killChildren('SIGKILL');
  },
});

try {
  process.exit(await start());
} catch (error) {
  console.error(error.message);
  process.exit(1);
}
