import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { hashPassword, verifyPassword } from './password.ts';
import { keyOf, readKeyFile, sealWith, unsealWith } from './seal.ts';

const folder = mkdtempSync(join(tmpdir(), 'signalbox-key-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('a sealed text', () => {
  const key = keyOf('one key');

  test('opens with the same key at the same place only', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string(), fc.string(), (text, place, other) => {
        const sealed = sealWith(key, text, place);
        expect(unsealWith(key, sealed, place)).toBe(Buffer.from(text).toString());
        expect(unsealWith(keyOf('another key'), sealed, place)).toBeNull();
        if (other !== place) expect(unsealWith(key, sealed, other)).toBeNull();
      }),
    );
  });

  test('never looks the same twice and does not show the text', () => {
    const [a, b] = [sealWith(key, 'secret-text', 'p'), sealWith(key, 'secret-text', 'p')];
    expect(a).not.toBe(b);
    expect(Buffer.from(a.slice(3), 'base64url').toString('latin1')).not.toContain('secret-text');
  });

  test('that was tampered with, or is none, is null and no error', () => {
    const sealed = sealWith(key, 'text', 'p');
    const bytes = Buffer.from(sealed.slice(3), 'base64url');
    for (let i = 0; i < bytes.length; i++) {
      const changed = Buffer.from(bytes);
      changed[i] = (changed[i] ?? 0) ^ 1;
      expect(unsealWith(key, `v1.${changed.toString('base64url')}`, 'p')).toBeNull();
    }
    fc.assert(fc.property(fc.string(), (text) => unsealWith(key, text, 'p') === null));
    expect(unsealWith(key, 'v1.AAAA', 'p')).toBeNull();
  });
});

test('the key file is made once, for its owner alone, and nothing else is left', () => {
  const data = join(folder, 'data');
  const made = readKeyFile(data);
  expect(readKeyFile(data)).toEqual(made);
  expect(statSync(join(data, 'secret-key')).mode & 0o777).toBe(0o600);
  expect(statSync(data).mode & 0o777).toBe(0o700);
  expect(readdirSync(data)).toEqual(['secret-key']);
  expect(readFileSync(join(data, 'secret-key'), 'utf8').trim().length).toBeGreaterThanOrEqual(43);
});

describe('a password', () => {
  test('fits its own hash, another does not', async () => {
    const hash = await hashPassword('correct horse');
    expect(hash).toMatch(/^scrypt\$32768\$8\$1\$/);
    expect(await verifyPassword('correct horse', hash)).toBe(true);
    expect(await verifyPassword('correct horsf', hash)).toBe(false);
    expect(await hashPassword('correct horse')).not.toBe(hash);
  });

  test('fits however it was composed', async () => {
    expect(await verifyPassword('Zu\u0308rich', await hashPassword('Z\u00fcrich'))).toBe(true);
  });

  test.each([
    null,
    '',
    'plain',
    'scrypt$3$8$1$AAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAA',
    'scrypt$9999999$99$99$AAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAA',
  ])('never fits %s, and costs the same', async (hash) => {
    const before = process.cpuUsage();
    expect(await verifyPassword('', hash)).toBe(false);
    const { user, system } = process.cpuUsage(before);
    expect(user + system).toBeGreaterThan(10_000);
  });
});
