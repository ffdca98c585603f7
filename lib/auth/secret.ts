import { randomBytes } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { env } from '#lib/env.ts';

const readIfThere = (path: string): string | null => {
  try {
    return readFileSync(path, 'utf8').trim() || null;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
};

/** Reads a secret from a file that only we may read; makes it first where it is missing. Two makers get the same one. */
export function readOrMakeSecret(directory: string, name: string): string {
  const path = join(directory, name);
  const known = readIfThere(path);
  if (known) return known;
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const draft = `${path}.${process.pid}.${randomBytes(4).toString('hex')}`;
  writeFileSync(draft, randomBytes(32).toString('base64url'), { mode: 0o600, flag: 'wx' });
  try {
    linkSync(draft, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(draft, { force: true });
  }
  return readFileSync(path, 'utf8').trim();
}

let secret: string | undefined;

/** What session cookies are encrypted with. */
export function authSecret(): string {
  secret ??= env().NEXTAUTH_SECRET ?? readOrMakeSecret(env().SIGNALBOX_DATA_DIR, 'auth-secret');
  return secret;
}
