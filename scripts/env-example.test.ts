import { readFileSync } from 'node:fs';
import { parseEnv as parseDotenv } from 'node:util';
import { expect, test } from 'vitest';
import { parseEnv } from '#lib/env.ts';

const example = parseDotenv(readFileSync('.env.example', 'utf8'));
const declared = [...readFileSync('lib/env.ts', 'utf8').matchAll(/^ {2}([A-Z][A-Z_]+):/gm)].map((match) => match[1]);

test('.env.example names every variable that the environment may hold, and no other', () => {
  expect(declared).toContain('PORT');
  expect(Object.keys(example).sort()).toEqual(declared.sort());
});

test('.env.example parses, and says the defaults', () => {
  expect(parseEnv(example)).toEqual(parseEnv({}));
});
