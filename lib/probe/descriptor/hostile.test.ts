import fc from 'fast-check';
import { zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { readDescriptors } from './read.ts';
import { readUpload } from './reader.ts';

const known = { entries: [], services: [] };
const readBytes = (name: string, bytes: Uint8Array) => readDescriptors({ parts: [{ name, contentType: '', bytes }], known });
const read = (name: string, text: string) => readBytes(name, new TextEncoder().encode(text));

const bomb = `a: &a [x, x, x, x, x, x, x, x, x]\n${['b', 'c', 'd', 'e', 'f', 'g', 'h', 'i'].map((name, at) => `${name}: &${name} [${`*${'abcdefgh'[at]}, `.repeat(9)}]`).join('\n')}\n`;

describe('what would do harm is refused with a sentence', () => {
  test.each([
    ['aliases that multiply', 'a.yaml', bomb, /aliases multiply/],
    ['brackets in brackets', 'a.json', '['.repeat(200_000), /nested deeper/],
    ['brackets that close', 'a.json', '['.repeat(5000) + ']'.repeat(5000), /nested deeper/],
    ['blocks in blocks', 'a.yaml', Array.from({ length: 3000 }, (_, at) => `${' '.repeat(at)}a:`).join('\n'), /nested deeper/],
    ['lists in lists', 'a.yaml', `${'- '.repeat(5000)}a`, /nested deeper/],
    ['a sign-in page', 'catalog-info.yaml', '<!DOCTYPE html>\n<html><head><title>Sign in</title></head></html>', /HTML page/],
    ['an empty file', 'a.yaml', ' \n', /is empty/],
    ['bytes', 'a.yaml', 'a\0b', /is no text/],
    ['no more than a comment', 'a.yaml', '# nothing\n', /no catalog entry/],
    ['a JSON that is cut off', 'a.json', '[{"targets": ["a:1"], "labels": {"job": "x"', /no valid JSON/],
  ])('%s', (_what, name, text, why) => {
    const startedMs = performance.now();
    const result = read(name, text);
    expect(result.drafts).toEqual([]);
    expect(result.rejected[0]).toMatchObject({ file: name, why: expect.stringMatching(why), help: expect.stringMatching(/.{10}/) });
    expect(performance.now() - startedMs).toBeLessThan(2000);
  });

  test('a zip whose files unpack to more than it may', () => {
    const zip = zipSync({ 'a.yaml': new Uint8Array(70_000_000) }, { level: 9 });
    expect(zip.byteLength).toBeLessThan(200_000);
    expect(() => readBytes('a.zip', zip)).toThrow(/unpacks to more/);
  });

  test('a zip of too many files', () => {
    const files = Object.fromEntries(Array.from({ length: 5001 }, (_, at) => [`${at}.yaml`, new Uint8Array(1)]));
    expect(() => readBytes('a.zip', zipSync(files, { level: 0 }))).toThrow(/more than 5000 files/);
  });

  test('a zip that is damaged', () => {
    expect(() => readBytes('a.zip', new Uint8Array([0x50, 0x4b, 3, 4, 9, 9, 9]))).toThrow(/no zip file that can be read/);
  });

  test('paths that lead out of the zip', () => {
    const component = Buffer.from('kind: Component\nmetadata: {name: out}\nspec: {owner: a, lifecycle: production}\n');
    expect(() => readBytes('a.zip', zipSync({ '../../etc/catalog-info.yaml': component }))).toThrow(/holds no file/);
  });

  test('references that lead out of the upload find nothing', () => {
    const text =
      'kind: Component\nmetadata: {name: a}\nspec: {owner: a, lifecycle: production, providesApis: [x]}\n---\nkind: API\nmetadata: {name: x}\nspec: {type: openapi, owner: a, definition: {$text: ../../../../etc/passwd}}\n';
    const result = read('catalog-info.yaml', text);
    expect(result.documents).toEqual([]);
    expect(result.notes.map(({ text: said }) => said).join()).toContain('is not in the upload');
  });
});

test('names that objects inherit are names like any other', () => {
  const result = read('a.yaml', 'services:\n  - { name: constructor, __proto__: { polluted: true }, tags: [__proto__] }\n  - { name: tostring }\n');
  expect(result.drafts.map(({ name }) => name)).toEqual(['constructor', 'tostring']);
  expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
});

test('whatever the bytes are, reading them ends in a result or a sentence', () => {
  const pieces = fc.constantFrom(
    'kind: Component\n',
    'metadata: {name: a}\n',
    'spec:\n  dependsOn: ',
    '---\n',
    'services:\n',
    '- name: x\n',
    '[',
    '{',
    '"',
    ': ',
    '&a ',
    '*a',
    '\t',
    ' ',
    'dd-service: 1\n',
    'null',
    '- targets: [a]\n',
    'apiVersion: v3\n',
    'name,team\n',
    'é',
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.array(pieces, { maxLength: 25 }).map((all) => all.join('')),
        fc.string({ unit: 'binary' }),
      ),
      fc.constantFrom('a.yaml', 'a.json', 'a.csv', 'a'),
      (text, name) => {
        const result = read(name, text);
        expect(result.rejected.every(({ why, help, line }) => why !== '' && help !== '' && line >= 1)).toBe(true);
      },
    ),
    { numRuns: 400 },
  );
});

test('a big upload is read beside the event loop', async () => {
  const text = Array.from(
    { length: 3000 },
    (_, at) =>
      `apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata: { name: c-${at} }\nspec: { type: service, lifecycle: production, owner: team-${at % 40} }\n`,
  ).join('---\n');
  let longestMs = 0;
  let last = process.threadCpuUsage();
  // The thread's own time: what else the machine does is not counted.
  const timer = setInterval(() => {
    const { user, system } = process.threadCpuUsage(last);
    longestMs = Math.max(longestMs, (user + system) / 1000);
    last = process.threadCpuUsage();
  }, 5);
  const result = await readUpload([{ name: 'catalog-info.yaml', contentType: '', bytes: new TextEncoder().encode(text) }], known);
  clearInterval(timer);
  expect(result.drafts).toHaveLength(3000);
  expect(longestMs).toBeLessThan(100);
});
