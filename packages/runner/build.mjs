// Builds dist from src: the library and the command as ES modules, and declarations with their comments.
import { rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';
import { emitDeclarations } from '../declarations.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const source = join(here, 'src');
const dist = join(here, 'dist');

rmSync(dist, { recursive: true, force: true });
// The newest edition of which Node 20 has everything.
emitDeclarations(source, dist, 'es2023');
const bundle = await rolldown({
  input: { index: join(source, 'index.ts'), main: join(source, 'main.ts'), guardian: join(source, 'environment', 'guardian.ts') },
  platform: 'node',
  external: [/^node:/, 'yaml'],
  transform: { target: 'node20' },
});
await bundle.write({ dir: dist, format: 'esm' });
await bundle.close();
