import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { stemOf } from './stem.ts';
import { dialects } from './table.ts';

const guide = readFileSync(new URL('../../../docs/metrics.md', import.meta.url), 'utf8');

test.each(dialects)('the guide lists $name as the table has it', ({ name, requests, latency }) => {
  const row = guide.split('\n').find((line) => line.startsWith(`| ${name} |`)) ?? '';
  for (const stem of [...requests, ...latency]) expect(row).toContain(`\`${stem}\``);
});

test.each(dialects)('$name is written in stems, and its name is its own', ({ name, requests, latency }) => {
  const found = [...requests.map((stem) => stemOf(`${stem}_total`)), ...latency.map((stem) => stemOf(`${stem}_bucket`))];
  expect(found).toEqual([...requests, ...latency]);
  expect(dialects.filter((other) => other.name === name)).toHaveLength(1);
});
