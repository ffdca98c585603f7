import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const files = (p) =>
  !existsSync(p)
    ? []
    : statSync(p).isDirectory()
      ? readdirSync(p)
          .filter((n) => n !== 'generated')
          .sort()
          .flatMap((n) => files(join(p, n)))
      : [p];
export const hash = (...paths) => {
  const h = createHash('sha256');
  for (const f of paths.flatMap(files)) h.update(f).update('\0').update(readFileSync(f));
  return h.digest('hex');
};
export function once(stampFile, key, what, fn) {
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === key) return;
  const t = Date.now();
  fn();
  mkdirSync(join(stampFile, '..'), { recursive: true });
  writeFileSync(stampFile, key);
  console.log(`[${what}] ${((Date.now() - t) / 1000).toFixed(1)}s`);
}
export function run(cmd, args, opts = {}) {
  const r = spawnSync(join('node_modules', '.bin', cmd), args, { stdio: 'inherit', ...opts });
  if (r.status !== 0) {
    console.error(`${cmd} ${args.join(' ')} failed`);
    process.exit(r.status ?? 1);
  }
}
/** One model file for both databases: the PostgreSQL schema is the SQLite one with the provider and output swapped. */
export function syncPostgresSchema() {
  const pgSchema = readFileSync('prisma/sqlite/schema.prisma', 'utf8')
    .replace('provider = "sqlite"', 'provider = "postgresql"')
    .replace('generated/sqlite', 'generated/postgresql');
  mkdirSync('prisma/postgresql', { recursive: true });
  if (!existsSync('prisma/postgresql/schema.prisma') || readFileSync('prisma/postgresql/schema.prisma', 'utf8') !== pgSchema)
    writeFileSync('prisma/postgresql/schema.prisma', pgSchema);
}
export function generate() {
  syncPostgresSchema();
  once('lib/store/generated/.stamp', hash('prisma/sqlite/schema.prisma', 'node_modules/prisma/package.json'), 'prisma generate', () => {
    for (const p of ['sqlite', 'postgresql'])
      run('prisma', ['generate', '--no-hints', '--schema', `prisma/${p}/schema.prisma`], { stdio: ['ignore', 'ignore', 'inherit'] });
  });
}
