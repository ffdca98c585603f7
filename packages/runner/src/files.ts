import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { CommandError } from './fault.ts';

const documents = /\.(json|ya?ml)$/i;
const left = new Set(['node_modules', 'vendor', '.git']);
const maxFiles = 500;

async function listDocuments(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const found = await Promise.all(
    entries
      .filter(({ name }) => !left.has(name))
      .map((entry) => {
        const path = join(folder, entry.name);
        if (entry.isDirectory()) return listDocuments(path);
        return entry.isFile() && documents.test(entry.name) ? [path] : [];
      }),
  );
  return found.flat().sort();
}

export interface DocumentFile {
  name: string;
  bytes: Buffer<ArrayBuffer>;
}

/** The files that the arguments name, folders with all their JSON and YAML. */
export async function readFiles(paths: string[]): Promise<DocumentFile[]> {
  const found = await Promise.all(
    paths.map(async (path) => {
      const info = await stat(path).catch(() => null);
      if (!info) throw new CommandError(`There is no file ${path}.`);
      const files = info.isDirectory() ? await listDocuments(path) : [path];
      return files.map((file) => ({
        file,
        name: relative(info.isDirectory() ? path : '.', file)
          .split(sep)
          .join('/'),
      }));
    }),
  );
  const files = found.flat();
  if (files.length === 0) throw new CommandError(`There is no JSON or YAML in ${paths.join(', ')}.`);
  if (files.length > maxFiles)
    throw new CommandError(`These are ${files.length} files; ${maxFiles} at most. Name the folder of the API document alone.`);
  return Promise.all(files.map(async ({ file, name }) => ({ name, bytes: (await readFile(file)) as Buffer<ArrayBuffer> })));
}

/** Writes a file for others to read. */
export function writeText(path: string, text: string): Promise<void> {
  return writeFile(path, text).catch((error: NodeJS.ErrnoException) => {
    throw new CommandError(`${path} cannot be written: ${error.code}.`);
  });
}
