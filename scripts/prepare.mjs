import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { runScript } from './child.mjs';
import { withProgress } from './progress.mjs';

const schemaOf = (provider) => `prisma/${provider}/schema.prisma`;
const generateStamp = 'lib/store/generated/.stamp';
const buildStamp = '.next/signalbox-build';
const buildSources = [
  ...['app', 'components', 'lib', 'public', schemaOf('sqlite')],
  ...['next.config.js', 'proxy.ts', 'instrumentation.ts', 'tsconfig.json', 'package.json', 'package-lock.json'],
];

function listFiles(path) {
  if (!existsSync(path)) return [];
  if (!statSync(path).isDirectory()) return /\.test\.tsx?$/.test(path) ? [] : [path];
  return readdirSync(path)
    .filter((name) => name !== 'generated')
    .sort()
    .flatMap((name) => listFiles(join(path, name)));
}

/** One hash over the names and contents of everything below the paths, tests and generated code aside. */
export function hashFiles(paths) {
  const hash = createHash('sha256');
  for (const file of paths.flatMap(listFiles)) hash.update(file).update('\0').update(readFileSync(file)).update('\0');
  return hash.digest('hex');
}

const isFresh = (stamp, key) => existsSync(stamp) && readFileSync(stamp, 'utf8') === key;

function writeStamp(stamp, key) {
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, key);
}

async function runQuietly(script, args) {
  const env = {
    CHECKPOINT_DISABLE: '1',
    NEXT_TELEMETRY_DISABLED: '1',
    PRISMA_SCHEMA_ENGINE_BINARY: resolve('tools/schema-engine.mjs'),
    ...process.env,
  };
  const { code, output } = await runScript(script, args, { quiet: true, env });
  if (code !== 0) throw new Error(`${output.trim()}\n${script} ${args.join(' ')} ended with ${code}.`);
}

/** The PostgreSQL schema is the SQLite one with another provider and another folder. */
export function syncPostgresSchema() {
  const schema = readFileSync(schemaOf('sqlite'), 'utf8')
    .replace('provider = "sqlite"', 'provider = "postgresql"')
    .replace('generated/sqlite', 'generated/postgresql');
  if (!isFresh(schemaOf('postgresql'), schema)) writeStamp(schemaOf('postgresql'), schema);
}

/** Generates the database clients when the schema or Prisma changed. */
export async function generateIfStale() {
  syncPostgresSchema();
  const key = hashFiles([schemaOf('sqlite'), 'node_modules/prisma/package.json']);
  if (isFresh(generateStamp, key)) return;
  await withProgress('generating the database clients', async () => {
    for (const provider of ['sqlite', 'postgresql'])
      await runQuietly('node_modules/prisma/build/index.js', ['generate', '--no-hints', '--schema', schemaOf(provider)]);
  });
  writeStamp(generateStamp, key);
}

/** Builds the pages when a source of theirs changed. */
export async function buildIfStale() {
  const key = hashFiles(buildSources);
  if (isFresh(buildStamp, key) && existsSync('.next/BUILD_ID')) return;
  if (existsSync(buildStamp)) writeStamp(buildStamp, '');
  await withProgress('building the pages', () => runQuietly('node_modules/next/dist/bin/next', ['build']));
  writeStamp(buildStamp, key);
}
