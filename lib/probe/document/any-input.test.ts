import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { AppError } from '#lib/errors.ts';
import { makeBigDocument } from '#lib/model/document/big-document.test.kit.ts';
import { resolvePointer } from '#lib/model/document/pointer.ts';
import type { Json, Tree } from '#lib/model/document/tree.ts';
import { findingSchema } from '#lib/model/finding.ts';
import { lintDocument } from './lint.ts';
import { bytesOf, partsOf, readText } from './read.test.kit.ts';
import { type ReadDocument, readDocument } from './read.ts';

const words = [
  ...[
    'paths',
    'get',
    'post',
    'parameters',
    'requestBody',
    'responses',
    '200',
    'content',
    'application/json',
    'schema',
    'properties',
    'items',
    'allOf',
  ],
  ...[
    '$ref',
    'type',
    'required',
    'in',
    'name',
    'enum',
    'components',
    'schemas',
    'security',
    'tags',
    'channels',
    'messages',
    'payload',
    'operations',
    '__proto__',
  ],
];
const junk = fc.letrec((tie) => ({
  node: fc.oneof(
    { maxDepth: 6 },
    fc.constantFrom<Json>(
      null,
      true,
      0,
      -1.5,
      '',
      'string',
      'object',
      'path',
      '/a/{id}',
      '\u0000',
      '\ud800',
      '#/components/schemas/A',
      '#/paths/~1a',
      'other.yaml#/A',
      'https://x/y',
    ),
    fc.array(tie('node'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom(...words, '/a', '/a/{id}', 'A', 'x-y'), tie('node'), { maxKeys: 5 }),
  ),
})).node as fc.Arbitrary<Json>;
const fields = [
  'info',
  'paths',
  'webhooks',
  'components',
  'definitions',
  'channels',
  'operations',
  'servers',
  'tags',
  'security',
  'securityDefinitions',
  'parameters',
];
const version = fc.constantFrom<Tree>(
  { openapi: '3.0.3' },
  { openapi: '3.1.0' },
  { openapi: '3.2.0' },
  { swagger: '2.0' },
  { asyncapi: '2.6.0' },
  { asyncapi: '3.0.0' },
);
const anyDocument = fc.tuple(version, fc.dictionary(fc.constantFrom(...fields), junk)).map(([marker, rest]): Tree => ({ ...rest, ...marker }));

function expectWhole(read: ReadDocument): void {
  expect(JSON.parse(read.canonicalJson)).toEqual(read.canonical);
  expect(read.findings.map(({ id }) => id)).not.toContain('document.check.failed');
  for (const finding of read.findings) {
    findingSchema.parse(finding);
    expect(finding.line).toBeGreaterThanOrEqual(1);
    expect(finding.pointer === '' || finding.pointer.startsWith('/')).toBe(true);
  }
  for (const { pointer } of read.index.operations) expect(resolvePointer(read.canonical, pointer)).toBeTypeOf('object');
}

const long = { timeout: 120_000 };

describe('any document that names its format', () => {
  test('is read: whatever is wrong is a finding, and no check breaks', long, () => {
    fc.assert(
      fc.property(anyDocument, (document) => expectWhole(readText(document))),
      { numRuns: 150 },
    );
  });

  test('reads the same once more from its own canonical text', long, () => {
    fc.assert(
      fc.property(anyDocument, (document) => {
        const first = readText(document);
        const second = readText(first.canonicalJson);
        expect(second.canonicalJson).toBe(first.canonicalJson);
        expect(second.index).toEqual(first.index);
        expect(second.contentHash).toBe(readText(second.canonicalJson).contentHash);
        const prints = ({ findings }: ReadDocument) => findings.map(({ fingerprint }) => fingerprint).sort();
        expect(prints(second)).toEqual(prints(first));
      }),
      { numRuns: 100 },
    );
  });

  test('is joined with any other files', long, () => {
    fc.assert(
      fc.property(anyDocument, junk, junk, (document, other, third) => {
        expectWhole(
          readDocument(
            partsOf({ 'openapi.json': JSON.stringify(document), 'other.yaml': JSON.stringify({ A: other }), 'x.json': JSON.stringify(third) }),
          ),
        );
      }),
      { numRuns: 150 },
    );
  });

  test('is linted', long, async () => {
    await fc.assert(
      fc.asyncProperty(anyDocument, async (document) => {
        const { findings, score } = await lintDocument(JSON.stringify(document), { examples: true });
        for (const finding of findings) findingSchema.parse(finding);
        expect(score).toBeGreaterThanOrEqual(0);
        expect(score).toBeLessThanOrEqual(100);
      }),
      { numRuns: 100 },
    );
  });
});

const text = JSON.stringify(makeBigDocument(3), null, 1);
const yaml =
  'openapi: 3.0.3\ninfo: &i\n  title: "Orders"\n  version: 1.0.0\npaths:\n  /a:\n    get: {responses: {200: {description: ok}}}\nx: [*i, {<<: *i}]\n';

test.each([
  ['JSON', text],
  ['YAML', yaml],
])('any damage to a text of %s is a reading or a sentence, never a crash', long, (_, whole) => {
  const edit = fc.record({
    at: fc.nat(whole.length),
    length: fc.nat(20),
    insert: fc.constantFrom('', '{', ']', '"', '\t', '\u0000', ':', ',', '&a ', '*a', '- ', '? ', '\n', '%', '!!binary x', '|'),
  });
  fc.assert(
    fc.property(fc.array(edit, { minLength: 1, maxLength: 4 }), fc.boolean(), (edits, cut) => {
      let damaged = whole;
      for (const { at, length, insert } of edits) damaged = damaged.slice(0, at) + insert + damaged.slice(at + length);
      if (cut) damaged = damaged.slice(0, edits[0]?.at);
      try {
        expectWhole(readDocument([{ name: 'a', bytes: bytesOf(damaged) }]));
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
        expect(error.message).toMatch(/^(?:Line \d+: )?[A-Z].{10,300}\.$/s);
        expect(error.details?.findings).toHaveLength(1);
      }
    }),
    { numRuns: 150 },
  );
});

test('any bytes are a reading or a sentence', long, () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), fc.constantFrom('', 'PK\u0003\u0004', '\u00ff\u00fe', 'openapi: 3.0.0\n'), (bytes, head) => {
      try {
        expectWhole(readDocument([{ name: 'a', bytes: new Uint8Array([...Buffer.from(head, 'latin1'), ...bytes]) }]));
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
        expect(error.details?.findings).toHaveLength(1);
      }
    }),
    { numRuns: 150 },
  );
});
