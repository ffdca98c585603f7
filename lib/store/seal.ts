import { createCipheriv, createDecipheriv, createHash, randomBytes, randomUUID } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { env } from '#lib/env.ts';

const version = 'v1';
const ivBytes = 12;
const tagBytes = 16;

/** Seals a text for one place: only the same key and the same `aad` open it. */
export function sealWith(key: Buffer, text: string, aad: string): string {
  const iv = randomBytes(ivBytes);
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(aad));
  const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return `${version}.${Buffer.concat([iv, cipher.getAuthTag(), body]).toString('base64url')}`;
}

/** The sealed text; null when the key or the place is another one, or the text was tampered with. */
export function unsealWith(key: Buffer, sealed: string, aad: string): string | null {
  const [prefix, encoded] = sealed.split('.');
  if (prefix !== version || !encoded) return null;
  const bytes = Buffer.from(encoded, 'base64url');
  if (bytes.length < ivBytes + tagBytes) return null;
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, ivBytes), { authTagLength: tagBytes }).setAAD(Buffer.from(aad));
    decipher.setAuthTag(bytes.subarray(ivBytes, ivBytes + tagBytes));
    return Buffer.concat([decipher.update(bytes.subarray(ivBytes + tagBytes)), decipher.final()]).toString('utf8');
  } catch {
    return null;
  }
}

/** The key kept in the data folder, made on first use. Processes that start together agree on one. */
export function readKeyFile(folder: string): Buffer {
  const file = join(folder, 'secret-key');
  const kept = readIfThere(file);
  if (kept !== null) return keyOf(kept);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const draft = `${file}.${randomUUID()}`;
  writeFileSync(draft, `${randomBytes(32).toString('base64url')}\n`, { mode: 0o600, flag: 'wx' });
  try {
    linkSync(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(draft);
  }
  return keyOf(readFileSync(file, 'utf8'));
}

export function keyOf(text: string): Buffer {
  return createHash('sha256').update('signalbox credentials\n').update(text.trim()).digest();
}

function readIfThere(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

let current: Buffer | undefined;

function processKey(): Buffer {
  const { SIGNALBOX_SECRET_KEY, SIGNALBOX_DATA_DIR } = env();
  current ??= SIGNALBOX_SECRET_KEY ? keyOf(SIGNALBOX_SECRET_KEY) : readKeyFile(SIGNALBOX_DATA_DIR);
  return current;
}

export function seal(text: string, aad: string): string {
  return sealWith(processKey(), text, aad);
}

export function unseal(sealed: string, aad: string): string | null {
  return unsealWith(processKey(), sealed, aad);
}
