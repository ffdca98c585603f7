import { mkdtempSync, readdirSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readOrMakeSecret } from './secret.ts';

test('a secret is made once, kept, and readable by its owner alone', () => {
  const directory = join(mkdtempSync(join(tmpdir(), 'secret-')), 'data');
  const first = readOrMakeSecret(directory, 'auth-secret');
  expect(first).toMatch(/^[\w-]{43}$/);
  expect(readOrMakeSecret(directory, 'auth-secret')).toBe(first);
  expect(statSync(join(directory, 'auth-secret')).mode & 0o777).toBe(0o600);
  expect(readdirSync(directory)).toEqual(['auth-secret']);
});
