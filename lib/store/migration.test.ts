import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

test('migrations make what the schema says, on both databases', { timeout: 120_000 }, async () => {
  const { stdout } = await promisify(execFile)(process.execPath, ['scripts/new-migration.mjs', '--check']);
  expect(stdout.match(/up to date/g)).toHaveLength(2);
});
