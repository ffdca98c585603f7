import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { migrate } from './migrate.mjs';
import { generate, hash, once, run } from './prepare.mjs';

const t0 = Date.now();
const port = process.env.PORT ?? '3000',
  host = process.env.HOST ?? '127.0.0.1';
mkdirSync('data', { recursive: true, mode: 0o700 });
if (!process.env.NEXTAUTH_SECRET) {
  if (!existsSync('data/auth-secret')) writeFileSync('data/auth-secret', randomBytes(32).toString('base64url'), { mode: 0o600 });
  process.env.NEXTAUTH_SECRET = readFileSync('data/auth-secret', 'utf8');
}
generate();
const applied = await migrate(process.env.DATABASE_URL ?? 'file:./data/app.db');
if (applied.length) console.log('[migrate] applied', applied.join(', '));
once(
  '.next/.stamp',
  hash('src', 'public', 'prisma', 'package-lock.json', 'next.config.ts', 'tsconfig.json', 'postcss.config.mjs'),
  'next build',
  () => run('next', ['build']),
);
console.log(`[start] ready to serve after ${((Date.now() - t0) / 1000).toFixed(1)}s`);
let stopping = false;
const kids = new Map();
const start = (name, args, backoff = 500) => {
  const p = spawn(process.execPath, args, { stdio: 'inherit', env: process.env });
  kids.set(name, p);
  p.on('exit', (code) => {
    kids.delete(name);
    if (stopping) {
      if (!kids.size) process.exit(0);
      return;
    }
    if (name === 'web') {
      stop(code ?? 1);
      return;
    }
    console.error(`[start] ${name} exited (${code}); restarting in ${backoff} ms`);
    setTimeout(() => start(name, args, Math.min(backoff * 2, 30_000)), backoff);
  });
};
function stop(code = 0) {
  if (stopping) return;
  stopping = true;
  for (const p of kids.values()) p.kill('SIGTERM');
  setTimeout(() => process.exit(code), 8000).unref();
  if (!kids.size) process.exit(code);
}
for (const s of ['SIGINT', 'SIGTERM']) process.on(s, () => stop(0));
start('web', ['node_modules/next/dist/bin/next', 'start', '-p', port, '-H', host]);
if (process.env.WORKER !== '0') start('worker', ['src/worker/main.ts']);
