// Builds dist/esm and dist/cjs from src: one minified file each, and declarations with their comments.
import { cpSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';
import { emitDeclarations } from '../declarations.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const source = join(here, 'src');
const dist = join(here, 'dist');

async function emitCode(folder, format) {
  const bundle = await rolldown({
    input: join(source, 'index.ts'),
    platform: 'node',
    external: [/^node:/, 'cockatiel', 'ioredis', 'prom-client', 'undici'],
    transform: { target: 'node22' },
  });
  const file = join(dist, folder, 'index.js');
  await bundle.write({ file, format, minify: true, comments: { annotation: false }, codeSplitting: false });
  await bundle.close();
}

rmSync(dist, { recursive: true, force: true });
emitDeclarations(source, join(dist, 'esm'));
cpSync(join(dist, 'esm'), join(dist, 'cjs'), { recursive: true });
for (const [folder, type] of [
  ['esm', 'module'],
  ['cjs', 'commonjs'],
]) {
  await emitCode(folder, folder);
  writeFileSync(join(dist, folder, 'package.json'), `${JSON.stringify({ type })}\n`);
}
