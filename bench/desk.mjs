// A Signalbox of its own for a benchmark of pages: a fresh database with a seeded catalog, the built web server, an admin's cookie.
import { fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrate } from '../scripts/migrate.mjs';
import { seedServices } from './service-seed.mjs';

const email = 'bench@example.com';
const password = 'bench-bench-bench';

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}

async function prepareFirstRun(url, variables) {
  const child = fork('scripts/first-run.mjs', [url], { execArgv: ['--conditions=react-server'], env: variables });
  const [answer] = await once(child, 'message');
  if (answer.fault) throw new Error(answer.fault);
}

async function untilHealthy(url) {
  const until = Date.now() + 60_000;
  while (Date.now() < until) {
    const response = await fetch(`${url}/healthz`).catch(() => null);
    if (response?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`${url} does not answer; is there a build? (npm start makes one)`);
}

const cookieOf = (response) => response.headers.getSetCookie().map((line) => line.split(';')[0]);

/** Signs the bench's admin in; the cookies as the browser takes them. */
async function signIn(url) {
  const asked = await fetch(`${url}/api/auth/csrf`);
  const { csrfToken } = await asked.json();
  const answer = await fetch(`${url}/api/auth/callback/credentials`, {
    method: 'POST',
    redirect: 'manual',
    headers: { cookie: cookieOf(asked).join('; '), origin: url },
    body: new URLSearchParams({ email, password, csrfToken, callbackUrl: url, json: 'true' }),
  });
  return cookieOf(answer).map((pair) => {
    const [name, ...rest] = pair.split('=');
    return { name, value: rest.join('='), url };
  });
}

/**
 * Starts a desk with `count` services. No worker: nothing moves while pages are timed.
 * @param {number} count
 * @returns {Promise<{ url: string, cookies: { name: string, value: string, url: string }[], file: string, stop: () => Promise<void> }>}
 */
export async function startDesk(count) {
  const folder = mkdtempSync(join(tmpdir(), 'signalbox-bench-'));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const variables = {
    ...process.env,
    NODE_ENV: 'production',
    PORT: String(port),
    HOST: '127.0.0.1',
    LOG_LEVEL: 'error',
    NEXTAUTH_URL: url,
    AUTH_TRUST_HOST: 'true',
    DATABASE_URL: `file:${folder}/signalbox.db`,
    SIGNALBOX_DATA_DIR: folder,
    SIGNALBOX_ADMIN_EMAIL: email,
    SIGNALBOX_ADMIN_PASSWORD: password,
    SIGNALBOX_RATE_LIMIT_PER_MINUTE: '1000000',
  };
  await migrate(variables.DATABASE_URL);
  await prepareFirstRun(url, variables);
  seedServices(join(folder, 'signalbox.db'), count);
  const web = spawn(process.execPath, ['node_modules/next/dist/bin/next', 'start', '-p', String(port), '-H', '127.0.0.1'], {
    env: variables,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const stop = async () => {
    const gone = web.exitCode === null ? once(web, 'exit') : null;
    web.kill('SIGTERM');
    await gone;
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await untilHealthy(url);
    return { url, cookies: await signIn(url), file: join(folder, 'signalbox.db'), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
