import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

const options = {
  declaration: true,
  emitDeclarationOnly: true,
  target: ts.ScriptTarget.ES2023,
  types: ['node'],
  strict: true,
  skipLibCheck: true,
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  allowImportingTsExtensions: true,
  rewriteRelativeImportExtensions: true,
};

/**
 * Writes the declarations of a package's sources, with their comments. Ends the process with what TypeScript says where they do not hold,
 * such as a use of what `edition` of the language does not have.
 */
export function emitDeclarations(rootDir, outDir, edition = 'es2024') {
  const files = readdirSync(rootDir, { recursive: true }).filter((name) => name.endsWith('.ts') && !name.includes('.test.'));
  const program = ts.createProgram(
    files.map((name) => join(rootDir, name)),
    { ...options, lib: [`lib.${edition}.d.ts`, 'lib.esnext.disposable.d.ts'], rootDir, outDir },
  );
  const { diagnostics } = program.emit();
  const found = [...ts.getPreEmitDiagnostics(program), ...diagnostics];
  if (found.length === 0) return;
  const host = { getCurrentDirectory: () => rootDir, getCanonicalFileName: (name) => name, getNewLine: () => '\n' };
  process.stderr.write(ts.formatDiagnostics(found, host));
  process.exit(1);
}
