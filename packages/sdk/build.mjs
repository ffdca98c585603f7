// Builds dist/esm and dist/cjs from src: one minified file each, and declarations with their comments.
import { cpSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';
import ts from 'typescript';

const here = dirname(fileURLToPath(import.meta.url));
const source = join(here, 'src');
const dist = join(here, 'dist');

const types = {
  rootDir: source,
  outDir: join(dist, 'esm'),
  declaration: true,
  emitDeclarationOnly: true,
  target: ts.ScriptTarget.ES2023,
  lib: ['lib.es2024.d.ts', 'lib.esnext.disposable.d.ts'],
  types: ['node'],
  strict: true,
  skipLibCheck: true,
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  allowImportingTsExtensions: true,
  rewriteRelativeImportExtensions: true,
};

function emitDeclarations() {
  const files = readdirSync(source).filter((name) => name.endsWith('.ts') && !name.includes('.test.'));
  const program = ts.createProgram(
    files.map((name) => join(source, name)),
    types,
  );
  const { diagnostics } = program.emit();
  const found = [...ts.getPreEmitDiagnostics(program), ...diagnostics];
  if (found.length === 0) return;
  const host = { getCurrentDirectory: () => here, getCanonicalFileName: (name) => name, getNewLine: () => '\n' };
  process.stderr.write(ts.formatDiagnostics(found, host));
  process.exit(1);
}

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
emitDeclarations();
mkdirSync(dist, { recursive: true });
cpSync(types.outDir, join(dist, 'cjs'), { recursive: true });
for (const [folder, type] of [
  ['esm', 'module'],
  ['cjs', 'commonjs'],
]) {
  await emitCode(folder, folder);
  writeFileSync(join(dist, folder, 'package.json'), `${JSON.stringify({ type })}\n`);
}
