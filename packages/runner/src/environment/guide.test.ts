import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

test('the guide shows the example that runs, word for word', () => {
  const [, shown] = /```ts\n([\s\S]*?)```/.exec(readFileSync('docs/test-environment.md', 'utf8')) ?? [];
  expect(shown).toBe(readFileSync('examples/sign-up.test.ts', 'utf8'));
});
