// Builds dist from src: the library and the command as ES modules, and declarations with their comments.
import { readdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';
import ts from 'typescript';

const here = dirname(fileURLToPath(import.meta.url));
const source = join(here, 'src');
const dist = join(here, 'dist');

const types = {
  rootDir: source,
  outDir: dist,
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
  const files = readdirSync(source, { recursive: true }).filter((name) => name.endsWith('.ts') && !name.includes('.test.'));
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

async function emitCode() {
  const bundle = await rolldown({
    input: { index: join(source, 'index.ts'), main: join(source, 'main.ts'), guardian: join(source, 'environment', 'guardian.ts') },
    platform: 'node',
    external: [/^node:/, 'yaml'],
    transform: { target: 'node22' },
  });
  await bundle.write({ dir: dist, format: 'esm' });
  await bundle.close();
}

rmSync(dist, { recursive: true, force: true });
emitDeclarations();
await emitCode();
